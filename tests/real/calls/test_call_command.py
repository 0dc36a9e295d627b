"""`faultline call` beside the whole service: a fault report by a list of keys, as operations place it (拨测)."""

import asyncio
import functools
import os
import sys
import wave
from asyncio.subprocess import PIPE, STDOUT
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from testcalls.g711 import RATE
from testcalls.speech import warble
from tests.real.calls.at_once import few_at_once
from tests.real.calls.telling import the_report
from tests.real.served import Served, environment

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

LONGEST_SECONDS = 150.0
REPORT = "V6,spoken_1,report_number,V9,V7,V11,goodbye"
DETAILS = "#,3,1,2,2"
"""The calling number, a class, confirmed, no message, goodbye: pressed at V5_contact, V5_class, V6, V7, V11."""


@dataclass(frozen=True, slots=True)
class Order:
    """One test call. `code`: what the command ends with."""

    why: str
    words: tuple[str, ...]
    caller: str
    line: str
    code: int
    told: tuple[str, ...]


ORDERS = [
    Order(
        "a whole report in Mandarin",
        ("112", "--keys", f"55510601#,1,{DETAILS}", "--expect", f"V1,V2,55510601,V2_confirm,{REPORT}"),
        "87659601",
        "55510601",
        0,
        ("heard V1 您好,请输入您的故障电话号码", "pressed 55510601#", "spoke 1.6", "ended Asterisk hung up"),
    ),
    Order(
        "a whole report in English, through the menu",
        (
            *("1000", "--keys", f"9,1,55510602#,1,{DETAILS}"),
            *("--expect", f"hotline_menu,language_changed,V1,V2,55510602,{REPORT}"),
        ),
        "87659602",
        "55510602",
        0,
        ("pressed 9", "heard language_changed You are now served in English.", "ended Asterisk hung up"),
    ),
    Order(
        "what was expected did not come",
        ("112", "--keys", "55510603#,2", "--seconds", "14", "--expect", "V1,V2_confirm,V5"),
        "87659603",
        "55510603",
        1,
        ("pressed 55510603#", "ended we hung up", "not heard: V5"),
    ),
]


async def test_reports_by_the_call_command(served: Served, words: Path) -> None:
    """F1.1-F1.13 by one command each: what it prints, what it ends with, and what is stored."""

    await few_at_once((order.why, functools.partial(place, served, order, words)) for order in ORDERS)
    for order in ORDERS[:2]:
        report = await the_report(served, order.line)
        assert (report["confirmed"], report["contact_number"]) == (True, order.caller)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """What the caller says: a sound file."""
    samples = np.concatenate([warble(1.2, seed=31), np.zeros(RATE * 2 // 5, np.int16)])
    with wave.open(str(tmp_path / "words.wav"), "wb") as file:
        file.setparams((1, 2, RATE, len(samples), "NONE", ""))
        file.writeframes(samples.tobytes())
    return tmp_path / "words.wav"


async def place(served: Served, order: Order, words: Path) -> None:
    """Run the command: exit code, and its lines without the times, in their order."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "faultline", "call", *order.words, "--from", order.caller),
        *("--speak", str(words)),
        env={**os.environ, **environment(served.house)},
        stdout=PIPE,
        stderr=STDOUT,
    )
    out, _ = await asyncio.wait_for(process.communicate(), LONGEST_SECONDS)
    told = [" ".join(line.split(" s  ", 1)[-1].split()) for line in out.decode().splitlines()]
    assert process.returncode == order.code, told
    at = -1
    for wanted in order.told:
        at = next((n for n in range(at + 1, len(told)) if wanted in told[n]), -1)
        assert at >= 0, (wanted, told)
