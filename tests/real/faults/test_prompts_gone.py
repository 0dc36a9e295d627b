"""R4: prompts vanish and break while the service runs; a caller is led through a whole report all the same."""

import contextlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from testcalls.caller import TestCaller
from tests.real.calls.steps import speech
from tests.real.faults.journey import PATIENCE
from tests.real.served import Served
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

_NUMBERS = itertools.count(87659000)
LINE, LINE_OF_ENGLISH = "55500701", "55500702"
SPOILED = {
    "zh/V1": None,
    "zh/V2": b"<html>" * 999,
    "zh/digit_5": b"",
    "beep": None,
    "zh/V9": None,
    "zh/goodbye": None,
    "en/goodbye": None,
}
"""What is left in the files of a prompt; None: they are gone."""


@contextlib.contextmanager
def _spoiled(prompts: Path) -> Iterator[None]:
    files = {path: SPOILED[name] for name in SPOILED for path in prompts.glob(f"{name}.wav*")}
    good = {path: path.read_bytes() for path in files}
    assert len(good) == 2 * len(SPOILED), "8 and 16 kHz of each"
    for path, content in files.items():
        path.unlink() if content is None else path.write_bytes(content)
    try:
        yield
    finally:
        for path, content in good.items():
            path.write_bytes(content)


async def test_a_report_with_prompts_gone_broken_and_empty(served: Served) -> None:
    """The other language where there is one, nothing where both lack it; the dialog ends by its own verdict."""
    house, number = served.house, str(next(_NUMBERS))
    missed = await _missed(served)
    with _spoiled(house.settings.folder / "prompts"):
        async with house.caller(from_number=number) as phone:
            await phone.dial("112")
            await phone.hears("V1", language="en", within=PATIENCE)
            await phone.press(f"{LINE}#")
            await phone.hears("V2", language="en", within=PATIENCE)
            await phone.hears("V2_confirm", language="zh", within=PATIENCE)
            assert "5550" in _digits_in_english(phone), phone.told()
            await phone.press("1")
            await phone.hears("V5", language="zh", within=PATIENCE)
            await phone.press("#")
            await phone.hears("V5_symptom", language="zh", within=PATIENCE, whole=True)
            await phone.speak(speech())
            await phone.press("#")
            await phone.hears("V5_class", within=PATIENCE)
            await phone.press("1")
            await phone.hears("V6", within=PATIENCE)
            await phone.press("1")
            await phone.hears("V9", language="en", within=PATIENCE)
            await phone.hears("V7", language="zh", within=PATIENCE)
            await phone.press("2")
            await phone.hears("V11", language="zh", within=PATIENCE)
            await phone.press("2")
            assert await phone.ended(within=PATIENCE) == "them"
            heard = {sound.id for sound in phone.heard}
    assert not heard & {"trouble", "goodbye", "beep"}, phone.told()
    assert await _missed(served) >= missed + len(SPOILED) - 1  # goodbye in both languages counts once
    await _reported(served, number, LINE)


async def test_a_whole_language_is_gone(served: Served) -> None:
    """A report from the first word to the last in the other language, report number and verdict too."""
    house, number = served.house, str(next(_NUMBERS))
    with _gone(house.settings.folder / "prompts" / "zh"):
        async with house.caller(from_number=number) as phone:
            await phone.dial("112")
            for prompt, keys in (
                *(("V1", f"{LINE_OF_ENGLISH}#"), ("V2_confirm", "1"), ("V5", "#"), ("V5_symptom", "")),
                *(("beep", "#"), ("V5_class", "1"), ("V6", "1"), ("report_number", ""), ("test_result", "")),
                *(("V7", "2"), ("V11", "2"), ("goodbye", "")),
            ):
                await phone.hears(prompt, within=PATIENCE)
                if prompt == "beep":
                    await phone.speak(speech())
                if keys:
                    await phone.press(keys)
            assert await phone.ended(within=PATIENCE) == "them"
            languages = {sound.language for sound in phone.heard if sound.language}
    assert languages == {"en"}, phone.told()
    await _reported(served, number, LINE_OF_ENGLISH)


@contextlib.contextmanager
def _gone(folder: Path) -> Iterator[None]:
    aside = folder.with_name("aside")
    folder.rename(aside)
    try:
        yield
    finally:
        aside.rename(folder)


def _digits_in_english(phone: TestCaller) -> str:
    """All digits that were read out in English so far."""
    return "".join(sound.digits for sound in phone.heard if sound.language == "en")


async def _missed(served: Served) -> float:
    found = re.search(r"^faultline_prompts_missing_total (\S+)$", await served.figures(), re.MULTILINE)
    assert found
    return float(found[1])


async def _reported(served: Served, number: str, line: str) -> None:
    async def ended() -> bool:
        visits = served.of_call("visits", number)
        return bool(visits) and visits[0]["ended_at"] is not None

    assert await until(ended)
    (visit,) = served.of_call("visits", number)
    assert visit["outcome"] == "reported"
    (report,) = served.of_call("fault_reports", number)
    assert (report["line_number"], report["confirmed"]) == (line, True)
    assert (served.house.settings.folder / report["symptom_recording"]).stat().st_size > 16_000
