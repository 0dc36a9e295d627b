"""S18 on a real Asterisk: numbers that do not exist, keyed again and again, lead to an agent and are answered no more."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.real.house import House
from tests.real.served import Served, bring_in
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

GUESSER, OTHER = "87650871", "87650872"


@pytest_asyncio.fixture(loop_scope="session")
async def guarded(house: House) -> AsyncIterator[Served]:
    """Two wrong numbers an hour."""
    await bring_in(house)
    served = Served(house, FAULTLINE_GUESS_LIMIT="2")
    await served.start()
    yield served
    await served.stop()


async def test_a_guesser_goes_to_an_agent_and_others_do_not(guarded: Served) -> None:
    house = guarded.house
    async with house.caller(from_number=GUESSER) as phone:
        await phone.dial("112")
        await phone.hears("V1")
        await phone.press("99900001#")
        await phone.hears("V3")
        await phone.press("99900002#")
        await phone.hears("to_agent")
        await phone.hears("voicemail", within=20)
    async with house.caller(from_number=GUESSER) as phone:
        await phone.dial("112")
        await phone.hears("V1")
        await phone.press("55500101#")
        await phone.hears("to_agent")
        await phone.hears("voicemail", within=20)
    async with house.caller(from_number=OTHER) as phone:
        await phone.dial("112")
        await phone.hears("V1")
        await phone.press("55500101#")
        await phone.hears("V2")

    async def ended() -> list[Any]:
        visits = guarded.of_call("visits", GUESSER)
        return visits if len(visits) == 2 and all(visit["ended_at"] for visit in visits) else []

    reasons = [visit["reason"] for visit in await until(ended)]
    assert reasons == ["too many wrong numbers"] * 2
    assert "faultline_guess_locks_total 2.0" in await guarded.figures()
