"""An agent's telephone: registers, signs itself in, is rung, signs out, and has no way out of the house (S4, S9)."""

import pytest

from testcalls.agent_phone import AgentPhone, RegistrationRefused
from testcalls.caller import CallFailed
from testcalls.sip_digest import Credentials
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House

AGENT = Credentials("8001", AGENT_SECRET)


async def keys_code(house: House, code: str) -> None:
    """The agent calls a code of `from-agents` and is let go."""
    async with house.caller(credentials=AGENT) as phone:
        await phone.dial(code)
        assert await phone.ended() == "them"


async def test_an_agent_signs_in_is_rung_and_signs_out(house: House) -> None:
    async with AgentPhone(house.server, house.repertoire, AGENT) as phone:
        await keys_code(house, "*11")
        async with server(house.settings.agi_port, sends_to("agent")), house.caller() as caller:
            await caller.dial("112")
            call = await phone.rings()
            assert call.from_number == "87650001"
            await call.answer()
            await house.until(lambda: len([c for c in house.channels() if c.state == "Up"]) == 2)
            await caller.hang_up()
            assert await call.ended() == "them"
        await keys_code(house, "*10")
    assert "PJSIP/8001" not in house.asterisk.rx("queue show junior")


async def test_a_telephone_that_is_gone_is_not_rung(house: House) -> None:
    """Signed in, but unreachable: the caller is offered the voice box, not an empty queue."""
    async with (
        house.signed_in("8002"),
        server(house.settings.agi_port, sends_to("agent")),
        house.caller() as caller,
    ):
        await caller.dial("112")
        await caller.hears("voicemail")


OUTWARD = ["009005550100", "8002", "trunk", "1000", "112"]


@pytest.mark.parametrize("number", OUTWARD)
async def test_an_agents_telephone_reaches_no_number(house: House, number: str) -> None:
    """S4: outbound is denied; only *11 and *10 are answered."""
    async with house.caller(credentials=AGENT) as phone:
        with pytest.raises(CallFailed) as refusal:
            await phone.dial(number)
    assert refusal.value.status == 404


async def test_a_wrong_password_registers_nothing(house: House) -> None:
    wrong = Credentials("8001", "not the password")
    with pytest.raises(RegistrationRefused) as refusal:
        async with AgentPhone(house.server, house.repertoire, wrong):
            pass
    assert refusal.value.status == 401
