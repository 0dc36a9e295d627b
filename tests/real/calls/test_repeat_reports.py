"""The same line reported again while its report is open, four times (F1.6, F1.7)."""

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from testcalls.g711 import Samples
from testcalls.repertoire import Known, known
from tests.real.calls.staging import staged
from tests.real.calls.steps import faultline, key_number_at_once, report_fault, reports, speech, visit
from tests.real.served import Served
from tests.real.sipp import SippCaller

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

LINE = "55500120"


async def test_four_repeats_of_one_report(
    served: Served, caller: Callable[..., SippCaller], tmp_path: Path
) -> None:
    """F1.6, F1.7: the last test, then the technician's own words, then an agent at the fourth."""
    with staged(served, f'[lines.{LINE}]\ncondition = "short"\n'):
        async with caller() as phone:
            await phone.dial("112")
            await report_fault(phone, LINE)
    (report,) = await reports(served, phone)
    await _asks_and_goes(
        served, caller(), report["number"], ["repeat_open", "last_test", "verdict_short", "ask_agent"]
    )
    words = speech(2.5)[::-1].copy()
    file = _sound_file(tmp_path / "words.wav", words)
    await faultline(served, "report", "message", report["number"], str(file))
    await _hears_the_technician(served, caller(_known(words)), report["number"])
    await _asks_and_goes(served, caller(), report["number"], ["repeat_open"])
    await _goes_to_an_agent(served, caller(), report["number"])
    assert [row["line_number"] for row in served.rows("fault_reports") if row["line_number"] == LINE] == [
        LINE
    ]


async def _asks_and_goes(served: Served, phone: SippCaller, report: str, wanted: list[str]) -> None:
    """F1.7 in English: no agent (key 2, as soon as `wanted` was heard): goodbye."""
    before = _repeats(served, report)
    with served.house.knobs(DEFAULT_LANGUAGE="en"):
        async with phone:
            await phone.dial("112")
            await key_number_at_once(phone, LINE, language="en")
            for prompt in wanted:
                await phone.hears(prompt, language="en")
            await phone.press("2")
            await phone.hears("goodbye", language="en")
            assert await phone.ended() == "them"
    row = await visit(served, phone)
    assert (row["outcome"], row["last_step"]) == ("repeat", "ask_agent")
    assert _repeats(served, report) == before + 1


async def _hears_the_technician(served: Served, phone: SippCaller, report: str) -> None:
    """F1.6: the very words of the technician; F1.7: an agent, please (key 1), and nobody is there."""
    async with phone:
        await phone.dial("112")
        await key_number_at_once(phone, LINE)
        await phone.hears("repeat_message", language="zh")
        heard = await phone.hears("technician", whole=True)
        assert heard.complete
        await phone.hears("ask_agent", language="zh")
        await phone.press("1")
        await phone.hears("to_agent", language="zh")
        await phone.hears("voicemail", language="zh")
    row = await visit(served, phone)
    assert (row["outcome"], row["reason"], row["last_step"]) == ("repeat", "caller asked", "ask_agent")
    assert _repeats(served, report) == 2


async def _goes_to_an_agent(served: Served, phone: SippCaller, report: str) -> None:
    """F1.6: more than three times."""
    async with phone:
        await phone.dial("112")
        await key_number_at_once(phone, LINE)
        await phone.hears("to_agent")
        await phone.hears("voicemail")
    row = await visit(served, phone)
    assert (row["outcome"], row["reason"], row["last_step"]) == ("repeat", "repeat report", "repeat_report")
    assert not {heard.id for heard in phone.heard} & {
        "repeat_open",
        "repeat_message",
        "last_test",
        "ask_agent",
    }
    assert _repeats(served, report) == 4


def _repeats(served: Served, number: str) -> int:
    (count,) = [row["repeat_count"] for row in served.rows("fault_reports") if row["number"] == number]
    return int(count)


def _known(words: Samples) -> Known:
    sound = known("technician", "", words)
    assert sound is not None
    return sound


def _sound_file(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(samples.tobytes())
    return path
