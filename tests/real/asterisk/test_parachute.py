"""The service is gone: Asterisk's own queue serves who waited, and records; who was on hold talks again (R7)."""

import asyncio
import contextlib

from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from cti.ami.actions import Hangup
from cti.ami.counters import AmiCounters
from cti.ami.session import Account, Session
from cti.routing.ordering import KEY_ACCOUNT, head_start
from faultline.asterisk.secrets import ami_accounts
from testcalls.agent_phone import AgentPhone, IncomingCall
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.asterisk.hand import hand_on
from tests.real.asterisk.scenes import Scene, telephone, waiting
from tests.real.asterisk.tones import PITCHES, assert_hearing, everyone, pitches_in, sides
from tests.real.house import House


async def test_without_the_service(floor: House) -> None:
    """Served as with it, by the first wait and a key account's head start (F2.4); asked F2.1's question meanwhile."""
    async with (
        server(floor.settings.agi_port, sends_to("agent")),
        telephone(floor, "8001") as phone,
        telephone(floor, "8002") as other,
        contextlib.AsyncExitStack() as callers,
    ):
        async with hand_on(floor) as hand:
            held = await callers.enter_async_context(waiting(floor, hand, "55510061"))
            await held.answered(phone, "8001", "held")
            first = await callers.enter_async_context(waiting(floor, hand, "55510062"))
            await hand.send_both(held.channel, held.agent, ("held", "s"), ("agent_stays", "s"))
            await hand.hears("Held")
            await first.phone.hears("queue_question")
            second = await callers.enter_async_context(waiting(floor, hand, "55510063"))
            assert second.since > first.since
            key = await callers.enter_async_context(waiting(floor, hand, "55510064"))
            later = await callers.enter_async_context(waiting(floor, hand, "55510065"))
            ahead = int(head_start(KEY_ACCOUNT, 0))
            await hand.set(key.channel, KEY_ACCOUNT="1", WAITING_SINCE=str(int(second.since) + ahead - 1))
            await hand.set(later.channel, KEY_ACCOUNT="1", WAITING_SINCE=str(int(second.since) + ahead + 1))
        await _talk_again(floor, held)
        await floor.until(lambda: _queued(floor) == 4, what="all in Asterisk's own queue")
        assert _in_order(floor, first, second, key, later) == [first, key, second, later]
        for gone in (key, later):
            await gone.phone.hang_up()
        async with floor.signed_in("8002"):
            talk = await _connected(floor, first, other)
            await second.phone.hears("queue_question")
            await first.phone.hang_up()
            await talk.ended()
            talk = await _connected(floor, second, other)
            await _lose(floor, "8002")
            assert await talk.ended() == "them"
            await _connected(floor, second, other)
    await floor.empty()
    left, right = sides(floor.asterisk.places.conversations / f"{first.leg}-1.raw")
    assert (pitches_in(left), pitches_in(right)) == ({PITCHES[0]}, {PITCHES[1]})


async def _talk_again(house: House, held: Scene) -> None:
    await house.until(lambda: _applications(house).count("Bridge") == 1, what="together again", within=15)
    parties = {"caller": held.phone, "agent": held.agents_call}
    await assert_hearing(parties, everyone("caller", "agent"))


async def _connected(house: House, scene: Scene, phone: AgentPhone) -> IncomingCall:
    talk = await phone.rings()
    await talk.answer()
    await assert_hearing({"caller": scene.phone, "agent": talk}, everyone("caller", "agent"))
    return talk


async def _lose(house: House, extension: str) -> None:
    """The agent's leg ends as a telephone without sound does; the heartbeat stays away."""
    (leg,) = [channel.name for channel in house.channels() if channel.name.startswith(f"PJSIP/{extension}-")]
    secret = ami_accounts(house.settings.folder).actions.secret
    account = Account(
        host="127.0.0.1",
        port=house.settings.ami_port,
        username="faultline-actions",
        secret=SecretStr(secret),
        events="off",
    )
    session = Session("actions", account, AmiCounters(CollectorRegistry()))
    running = asyncio.create_task(session.run())
    try:
        await asyncio.wait_for(session.ready.wait(), 10)
        await session.act(Hangup(leg, 44))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _in_order(house: House, *scenes: Scene) -> list[Scene]:
    """As they stand in Asterisk's own queue."""
    shown = house.asterisk.rx("queue show junior")
    return sorted(scenes, key=lambda scene: shown.index(f"{scene.channel} (wait"))


def _queued(house: House) -> int:
    return _applications(house).count("Queue")


def _applications(house: House) -> list[str]:
    return [channel.application for channel in house.channels()]
