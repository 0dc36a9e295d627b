"""Calls to the public network: allowed patterns only, recorded like any other (S4)."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

from cti.ami.actions import Originate, Setvar
from cti.ami.errors import Refused
from testcalls.agent_phone import AgentPhone
from tests.real.asterisk.answering_machine import answering
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.asterisk.hand import Hand, hand_on
from tests.real.asterisk.scenes import telephone, waiting
from tests.real.asterisk.tones import LOUD, PITCHES, pitches_in, sides, strength, tone
from tests.real.house import House

ALLOWED = "55500199"
DENIED = [
    ("555001990", "one digit too many"),
    ("5550019", "one too few"),
    ("55510199", "another prefix"),
    ("90055500199", "a premium prefix before it"),
    ("055500199", "a trunk code before it"),
    ("+5550019", "a plus"),
    ("5550019*", "a star"),
    ("5550&PJSIP/trunk/sip:1@127.0.0.1", "a second dial string"),
    ("55500199@trunk", "a host"),
    ("55500199/trunk", "a path"),
    ("5550019%39", "percent encoding"),
    ("112", "an emergency number"),
]


@contextlib.contextmanager
def listening(port: int) -> Iterator[list[str]]:
    """Everything that arrives at the trunk's side, where nobody answers."""
    arrived: list[str] = []
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as trunk:
        trunk.bind(("127.0.0.1", port))
        loop.add_reader(trunk, lambda: arrived.append(trunk.recv(4096).decode()))
        try:
            yield arrived
        finally:
            loop.remove_reader(trunk)


async def place(hand: Hand, number: str, offer: str) -> None:
    """Click to call, from the telephone 8001."""
    out = Originate(
        channel="PJSIP/8001",
        context="outcall",
        exten=number,
        channel_id=f"out-{offer}",
        variable=f"OFFER_ID={offer},QUEUE_NAME=junior",
    )
    await hand.act(out)


async def test_calls_to_the_public_network(floor: House) -> None:
    async with (
        hand_on(floor) as hand,
        server(floor.settings.agi_port, sends_to("agent", IVR_QUEUE="manager")),
        telephone(floor, "8001") as phone,
    ):
        await _nothing_that_is_not_allowed(floor, hand, phone)
        await _the_exact_number(floor, hand, phone)
        await _recorded_like_any_conversation(floor, hand, phone)
        await _the_duty_number_of_a_closed_queue(floor, hand)
    await floor.empty()


async def _nothing_that_is_not_allowed(house: House, hand: Hand, phone: AgentPhone) -> None:
    """S4: the trunk's side gets no INVITE, neither for a click to call nor for a consultation."""
    with listening(house.agent_port) as arrived:
        async with waiting(house, hand, "55510031") as scene, telephone(house, "8002") as other:
            await scene.answered(other, "8002", "asks-outside")
            for count, (number, why) in enumerate(DENIED, 1):
                await _refused(hand, number, f"denied-{count}", phone)
                await hand.send_both(scene.channel, scene.agent, ("held", "s"), ("consult", number))
                over = await hand.hears("ConsultOver", count, channel=scene.agent)
                assert over.status == "REFUSED", why
        await house.empty()
    assert arrived == []


async def _refused(hand: Hand, number: str, offer: str, phone: AgentPhone) -> None:
    with contextlib.suppress(Refused):  # no such extension at all: not even the agent's telephone rings
        await place(hand, number, offer)
        call = await phone.rings()
        await call.answer()
        assert (await hand.hears("OutcallOver", offer=offer)).status == "REFUSED"
        assert await call.ended() == "them"


async def _the_exact_number(house: House, hand: Hand, phone: AgentPhone) -> None:
    """What goes out: the number, the hotline's number as caller, nothing of the agent; gone with the agent."""
    with listening(house.agent_port) as arrived:
        await place(hand, ALLOWED, "exact")
        call = await phone.rings()
        await call.answer()
        await house.until(lambda: arrived, what="an INVITE")
        await call.hang_up()
        await house.empty()
    invite = arrived[0]
    assert invite.startswith(f"INVITE sip:{ALLOWED}@127.0.0.1:{house.agent_port} SIP/2.0")
    assert "<sip:1000@" in next(line for line in invite.splitlines() if line.startswith("From:"))
    assert "8001" not in invite.partition("\r\n\r\n")[0].replace(str(house.settings.sip_port), "")


async def _recorded_like_any_conversation(house: House, hand: Hand, phone: AgentPhone) -> None:
    """The customer's side is the caller's: its channel is recorded and named; hold and talk as always."""
    async with answering(house.agent_port):
        await place(hand, ALLOWED, "customer")
        call = await phone.rings()
        await call.answer()
        begun = await hand.hears("Conversation", offer="customer")
        assert (begun.agent, begun.leg) == ("8001", begun.uniqueid)
        assert begun.channel.startswith("PJSIP/trunk-")
        agent = (await hand.hears("Newchannel", uniqueid="out-customer")).channel
        await hand.hears("BridgeEnter", channel=agent)
        await call.speak(tone(PITCHES[0]))
        await house.until(lambda: strength(call.audio(), PITCHES[0]) > LOUD, what="the echo")
        await hand.send_both(begun.channel, agent, ("held", "s"), ("agent_stays", "s"))
        await hand.hears("Held", uniqueid=begun.uniqueid)
        await hand.send(begun.channel, "talk")
        await hand.hears("BridgeEnter", 2, channel=agent)
        await call.hang_up()
        await house.empty()
    left, right = sides(house.asterisk.places.conversations / begun.file)
    assert PITCHES[0] in pitches_in(left) & pitches_in(right), "the far side echoes"


async def _the_duty_number_of_a_closed_queue(house: House, hand: Hand) -> None:
    """H15: closed by a global of the service, which holds as long as it says; one try, recorded."""
    await hand.act(Setvar("QUEUE_manager_STATE", "closed"))
    await hand.act(Setvar("DUTY_manager", ALLOWED))
    try:
        async with answering(house.agent_port), house.caller(from_number="55510032") as caller:
            await caller.dial("112")
            begun = await hand.hears("Conversation", agent="duty")
            assert begun.calleridnum == "55510032"
            await caller.speak(tone(PITCHES[1]))
    finally:
        await hand.act(Setvar("QUEUE_manager_STATE", "open"))
        await hand.act(Setvar("DUTY_manager", ""))
    await house.empty()
    left, _ = sides(house.asterisk.places.conversations / begun.file)
    assert pitches_in(left) == {PITCHES[1]}
