"""An agent's telephone on a real Asterisk: registers, is rung by the queue, hears and is heard."""

import pytest

from testcalls.agent_phone import AgentPhone, RegistrationRefused
from testcalls.sip_digest import Credentials
from testcalls.speech import warble
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House
from tests.unit.testcalls.sounds import prompt

HELLO, REQUEST = warble(1.5, seed=31), warble(1.5, seed=32)


def phone(house: House, secret: str = AGENT_SECRET) -> AgentPhone:
    """Extension 8001, which knows what callers say here."""
    ear = house.repertoire.also(prompt("request", REQUEST, ""))
    return AgentPhone(house.server, ear, Credentials("8001", secret))


async def available(house: House) -> None:
    """Wait until Asterisk's queue knows that the telephone is there."""
    await house.until(lambda: "Not in use" in house.asterisk.rx("queue show junior"), what="8001 is there")


async def test_a_caller_and_an_agent_talk_to_each_other(house: House) -> None:
    async with server(house.settings.agi_port, sends_to("agent")), house.signed_in("8001"):
        async with phone(house) as desk, house.caller(from_number="87650077") as caller:
            await available(house)
            await caller.dial("112")
            call = await desk.rings()
            assert call.from_number == "87650077"
            await call.answer()
            await caller.speak(REQUEST)
            await call.hears("request")
            await call.speak(HELLO)
            await call.hang_up()
            assert call.ended_by == "us"
            assert await caller.ended() == "them"
        await house.empty()


async def test_a_caller_who_leaves_stops_the_ringing(house: House) -> None:
    async with server(house.settings.agi_port, sends_to("agent")), house.signed_in("8001"):
        async with phone(house) as desk, house.caller() as caller:
            await available(house)
            await caller.dial("112")
            call = await desk.rings()
            await caller.hang_up()
            assert await call.ended() == "them"
        await house.empty()


async def test_a_wrong_secret_is_refused(house: House) -> None:
    with pytest.raises(RegistrationRefused) as refusal:
        async with phone(house, "not-the-secret-of-this-house"):
            raise AssertionError("registered with a wrong secret")
    assert refusal.value.status in (401, 403)
