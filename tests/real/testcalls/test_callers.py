"""Test calls on a real Asterisk: every key arrives, every prompt is recognised, with our own SIP and with SIPp's."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import groupby

import pytest

from testcalls.caller import CallFailed, TestCaller
from tests.real.asterisk.broken_dialogs import server
from tests.real.house import House
from tests.real.sipp import SippCaller, sipp_plays
from tests.real.testcalls.dialog import EntryDialog

Caller = TestCaller | SippCaller
Place = Callable[[House], Caller]

PLACES: dict[str, Place] = {
    "our own SIP": lambda house: house.caller(),
    "SIPp, our tones": lambda house: SippCaller(house.server, house.repertoire, plays=False),
    "SIPp, its tones": lambda house: SippCaller(house.server, house.repertoire, plays=sipp_plays()),
}


@pytest.fixture(params=list(PLACES))
def place(request: pytest.FixtureRequest) -> Place:
    """Each way of placing a call."""
    return PLACES[request.param]


async def report(caller: Caller, number: str) -> list[str]:
    """The whole dialog, wrong confirmation first; what was heard."""
    async with caller:
        await caller.dial("112")
        for key in "21":
            await caller.hears("V1", language="zh")
            await caller.press(f"{number}#")
            await caller.hears("V2")
            await caller.hears(number)
            await caller.hears("V2_confirm")
            await caller.press(key)
        await caller.hears("V9")
        await caller.hears("goodbye")
        assert await caller.ended() == "them"
        heard = [heard.digits or heard.id for heard in caller.heard]
        return [name for name, _ in groupby(heard)]  # a prompt that a busy machine tore in two is still one


@pytest.fixture
def patient(house: House) -> Iterator[House]:
    """A house that bears a dialog which never moves Asterisk's deadline on."""
    with house.knobs(DIALOG_SECONDS=300):
        yield house


async def test_a_dialog_with_keys_in_the_middle_of_prompts(patient: House, place: Place) -> None:
    dialog = EntryDialog(patient.settings.folder / "prompts")
    async with server(patient.settings.agi_port, dialog):
        heard = await report(place(patient), "87654321")
    assert heard == [*["V1", "V2", "87654321", "V2_confirm"] * 2, "V9", "goodbye"]
    assert dialog.entries == ["87654321"] * 2


async def test_ten_callers_at_once_are_each_heard_in_full(patient: House) -> None:
    dialog = EntryDialog(patient.settings.folder / "prompts")
    numbers = [f"8765{n:04}" for n in range(1, 11)]
    async with server(patient.settings.agi_port, dialog):
        heard = await asyncio.gather(*(report(patient.caller(), number) for number in numbers))
    assert sorted(dialog.entries) == sorted(numbers * 2)
    for number, words in zip(numbers, heard, strict=True):
        assert words == [*["V1", "V2", number, "V2_confirm"] * 2, "V9", "goodbye"]


async def test_a_number_that_is_not_ours_is_refused(house: House, place: Place) -> None:
    async with place(house) as caller:
        with pytest.raises(CallFailed) as refusal:
            await caller.dial("5550199")
    assert refusal.value.status == 404


async def test_hanging_up_in_the_middle_of_a_prompt(house: House, place: Place) -> None:
    async with server(house.settings.agi_port, EntryDialog(house.settings.folder / "prompts")):
        async with place(house) as caller:
            await caller.dial("112")
            await caller.hears("V1")
            await caller.hang_up()
        assert caller.ended_by == "us"
        await house.empty()


async def test_leaving_before_anything_else(house: House, place: Place) -> None:
    async with server(house.settings.agi_port, EntryDialog(house.settings.folder / "prompts")):
        async with place(house) as caller:
            await caller.begin("112")
        await house.empty()
