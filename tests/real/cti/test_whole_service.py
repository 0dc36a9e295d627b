"""The whole service on a real Asterisk: one final record a call (R6), nothing personal in any log (S19)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from cti.ami.actions import Redirect
from testcalls.caller import TestCaller
from tests.real.cti.notebook import Notebook, watching
from tests.real.house import House
from tests.real.served import Served, bring_in
from tests.waiting import until

pytestmark = pytest.mark.real

REDIRECTED, CANARY = "87650987", "87650863"
WRONG_NUMBER, LINE, CONTACT = "99941357", "55502468", "87659753"
LEFT_BEHIND = "5550864"


@pytest.fixture
async def served(house: House) -> AsyncIterator[Served]:
    """The service beside the worker's Asterisk."""
    await bring_in(house)
    served = Served(house)
    await served.start()
    yield served
    await served.stop()


async def test_a_redirect_out_of_a_dialog_leaves_the_call_its_one_record(served: Served) -> None:
    """R6: the dialog is over and says "left"; the call goes on, and ends when Asterisk says so."""
    house = served.house

    def calls() -> list[Any]:
        return served.of_call("calls", REDIRECTED)

    async with house.caller(from_number=REDIRECTED) as phone:
        await phone.dial("112")
        await phone.hears("V1")
        [channel] = [c for c in house.channels() if c.context == "stage"]
        async with watching(house, Notebook()) as link:
            await link.actions.act(Redirect(channel.name, "voicemail", "s"))
        await phone.hears("voicemail")

        async def left() -> bool:
            visits = served.of_call("visits", REDIRECTED)
            return [visit["outcome"] for visit in visits] == ["left"]

        assert await until(left)
        assert [(call["call"], call["ended_at"]) for call in calls()] == [(channel.unique_id, None)]
        assert calls()[0]["answered_at"] is not None

    async def ended() -> bool:
        return calls()[0]["ended_at"] is not None

    assert await until(ended)
    assert len(calls()) == 1


async def test_a_whole_report_leaves_no_number_in_any_log(served: Served) -> None:
    """S19: canaries in every place where a caller can put a number."""
    house = served.house
    async with house.caller(from_number=CANARY) as phone:
        await keys_everything(phone)
    async with house.caller(from_number=CANARY) as phone:
        await breaks_off(phone)

    async def stored() -> bool:
        calls = served.of_call("calls", CANARY)
        return len(calls) == 2 and all(call["ended_at"] for call in calls)

    assert await until(stored)
    logs = [served.log, *sorted((house.settings.folder / "asterisk" / "log").rglob("*"))]
    told = {path.name: path.read_text(errors="replace") for path in logs if path.is_file()}
    assert "Dialogs are served" in told[served.log.name], "the log is the one that is written"
    assert LEFT_BEHIND in [call["keys_left"] for call in served.of_call("calls", CANARY)]
    for canary in (CANARY, WRONG_NUMBER, LINE, CONTACT, LEFT_BEHIND):
        assert [name for name, text in told.items() if canary in text] == []


async def keys_everything(phone: TestCaller) -> None:
    """A wrong number, a line, a contact number, and away in the middle of the symptom."""
    await phone.dial("112")
    await phone.hears("V1")
    await phone.press(f"{WRONG_NUMBER}#")
    await phone.hears("V3")
    await phone.press(f"{LINE}#")
    await phone.hears(LINE)
    await phone.hears("V2_confirm")
    await phone.press("1")
    await phone.hears("V5", within=40)
    await phone.press(f"{CONTACT}#")
    await phone.hears("beep", within=30)


async def breaks_off(phone: TestCaller) -> None:
    """Away in the middle of a line number (F1.14)."""
    await phone.dial("112")
    await phone.hears("V1")
    await phone.press(LEFT_BEHIND)
