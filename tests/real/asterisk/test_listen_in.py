"""Listening in, proven by who hears whom: the three ways, one channel only, gone with it (R17, S8)."""

import asyncio

from cti.ami.actions import Hangup, Originate
from cti.dialplan import LISTEN_SECONDS
from testcalls.agent_phone import AgentPhone, IncomingCall
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.asterisk.hand import Hand, hand_on
from tests.real.asterisk.scenes import Scene, telephone, waiting
from tests.real.asterisk.tones import assert_hearing, everyone
from tests.real.house import House

HEARD = {
    "listen": {"caller": {"agent"}, "agent": {"caller"}, "boss": {"caller", "agent"}},
    "whisper": {"caller": {"agent"}, "agent": {"caller", "boss"}, "boss": {"caller", "agent"}},
    "barge": everyone("caller", "agent", "boss"),
}


async def test_listening_in(floor: House) -> None:
    async with hand_on(floor) as hand, server(floor.settings.agi_port, sends_to("agent")):
        await asyncio.gather(
            _the_three_ways(floor, hand), _nothing_else_is_heard(floor, hand), _nobody_watches(floor, hand)
        )
    await floor.empty()


async def _the_three_ways(house: House, hand: Hand) -> None:
    """Changed in the middle of the call; ended with the agent's leg, also where the caller goes on."""
    async with (
        waiting(house, hand, "55510021") as scene,
        telephone(house, "8001") as phone,
        telephone(house, "8002") as office,
    ):
        await scene.answered(phone, "8001", "watched")
        boss = await _listen(hand, office, "8002", scene.agent)
        channel = (await hand.hears("ChanSpyStart", spyeechannel=scene.agent)).spyerchannel
        parties = {"caller": scene.phone, "agent": scene.agents_call, "boss": boss}
        for count, (mode, heard) in enumerate(HEARD.items(), 1):
            if count > 1:
                await hand.send(channel, "listen", mode)
            await hand.hears("ChanSpyStart", count, spyeechannel=scene.agent)
            await assert_hearing(parties, heard)
        await hand.act(Hangup(scene.agent, 44))
        assert await boss.ended() == "them"
        assert not scene.phone.over


async def _nothing_else_is_heard(house: House, hand: Hand) -> None:
    """A channel that is gone, the beginning of a name, nothing at all: hung up at once, beside a call under way."""
    async with (
        waiting(house, hand, "55510022") as scene,
        telephone(house, "8003") as phone,
        telephone(house, "8004") as office,
    ):
        await scene.answered(phone, "8003", "private")
        for nothing in ("PJSIP/8003-ffffffff", "PJSIP/8003", "PJSIP", ""):
            boss = await _listen(hand, office, "8004", nothing)
            assert await boss.ended() == "them", nothing
        assert not hand.of("ChanSpyStart", spyeechannel=scene.agent)
        await _sent_on_from_what_is_gone(house, hand, scene, office)


async def _sent_on_from_what_is_gone(house: House, hand: Hand, scene: Scene, office: AgentPhone) -> None:
    """The leg that was to be listened to ended a moment before: the listener's stays, and is sent to the next one."""
    boss = await _listen(hand, office, "8004", "PJSIP/8003-ffffffff", "listen-late")
    here = ("listen-late", "listen_over")
    await house.until(lambda: here in [(c.unique_id, c.context) for c in house.channels()], what="sent on")
    await hand.set("listen-late", LISTEN_TO=scene.agent)
    await hand.send("listen-late", "listen", "listen")
    await hand.hears("ChanSpyStart", spyeechannel=scene.agent)
    await boss.hang_up()


async def _nobody_watches(house: House, hand: Hand) -> None:
    """R5: a service that does not say time and again that somebody may listen is no more; the talk goes on."""
    async with (
        waiting(house, hand, "55510023") as scene,
        telephone(house, "8005") as phone,
        telephone(house, "8006") as office,
    ):
        await scene.answered(phone, "8005", "unwatched")
        boss = await _listen(hand, office, "8006", scene.agent)
        await hand.hears("ChanSpyStart", spyeechannel=scene.agent)
        assert await boss.ended(LISTEN_SECONDS + 10) == "them"
        await assert_hearing({"caller": scene.phone, "agent": scene.agents_call}, everyone("caller", "agent"))


async def _listen(hand: Hand, phone: AgentPhone, extension: str, to: str, name: str = "") -> IncomingCall:
    call = Originate(
        channel=f"PJSIP/{extension}",
        context="listen",
        exten="listen",
        channel_id=name or f"listen-{extension}-{len(hand.told)}",
        variable=f"LISTEN_TO={to}",
    )
    await hand.act(call)
    ringing = await phone.rings()
    await ringing.answer()
    return ringing
