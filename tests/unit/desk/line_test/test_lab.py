"""The lab head: staged lines, busy and failing, limited circuits, the staging file (F1.8)."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest

from desk.line_test.head import TestHeadBusy, TestHeadFailed
from desk.line_test.lab import LabHead
from desk.line_test.lab_lines import condition_of
from desk.line_test.result import Verdict

NUMBER = "55501234"


class HandClock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_line_not_staged_has_its_own_state() -> None:
    test = await LabHead(seconds=0).test(NUMBER)
    assert (test.number, test.head, test.verdict.value) == (NUMBER, "lab", condition_of(NUMBER).value)
    assert test.tested_at.utcoffset() == timedelta(0)


async def test_a_staged_condition_wins() -> None:
    head = LabHead(seconds=0)
    head.stage(NUMBER, "open")
    assert (await head.test(NUMBER)).verdict is Verdict.OPEN


async def test_a_line_of_its_own_wins_over_every_line() -> None:
    head = LabHead(seconds=0)
    head.stage("*", "short")
    head.stage(NUMBER, "ground")
    assert (await head.test(NUMBER)).verdict is Verdict.GROUND
    assert (await head.test("55509999")).verdict is Verdict.SHORT


async def test_busy_for_a_number_of_tests() -> None:
    head = LabHead(seconds=0)
    head.stage(NUMBER, "ok", busy_tests=2)
    for _ in range(2):
        with pytest.raises(TestHeadBusy):
            await head.test(NUMBER)
    assert (await head.test(NUMBER)).verdict is Verdict.OK


async def test_busy_for_some_seconds() -> None:
    clock = HandClock()
    head = LabHead(seconds=0, clock=clock)
    head.stage(NUMBER, "ok", busy_seconds=5)
    clock.seconds += 4.75
    with pytest.raises(TestHeadBusy) as busy:
        await head.test(NUMBER)
    assert busy.value.retry_after == pytest.approx(0.25)
    clock.seconds += 0.25
    assert (await head.test(NUMBER)).verdict is Verdict.OK


async def test_failing() -> None:
    head = LabHead(seconds=0)
    head.stage(NUMBER, failing=True)
    with pytest.raises(TestHeadFailed):
        await head.test(NUMBER)


async def test_more_tests_than_circuits_are_refused_and_circuits_come_free() -> None:
    head = LabHead(circuits=2, seconds=0.05)
    results = await asyncio.gather(*(head.test(NUMBER) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(result, TestHeadBusy) for result in results) == 3
    assert (await head.test(NUMBER)).number == NUMBER


async def test_a_caller_who_leaves_frees_the_circuit() -> None:
    head = LabHead(circuits=1, seconds=30)
    waiting = asyncio.create_task(head.test(NUMBER))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    head.stage(NUMBER, failing=True)
    with pytest.raises(asyncio.TimeoutError):  # it tests, so a circuit was free
        await asyncio.wait_for(head.test(NUMBER), 0.02)


def write(file: Path, text: str) -> None:
    """Write the file so that its time is another one than before."""
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


async def test_the_staging_file_is_followed_while_the_head_runs(tmp_path: Path) -> None:
    file = tmp_path / "lab.toml"
    head = LabHead(file, seconds=0)
    assert (await head.test(NUMBER)).verdict.value == condition_of(NUMBER).value
    write(file, f'[head]\nseconds = 0\n[lines.{NUMBER}]\ncondition = "short"\nbusy_tests = 1\n')
    with pytest.raises(TestHeadBusy):
        await head.test(NUMBER)
    assert (await head.test(NUMBER)).verdict is Verdict.SHORT
    write(file, '[lines."*"]\ncondition = "off_hook"\n')
    assert (await head.test(NUMBER)).verdict is Verdict.OFF_HOOK
    file.unlink()
    assert (await head.test(NUMBER)).verdict.value == condition_of(NUMBER).value


BROKEN = [
    ("not TOML", "[lines"),
    ("no such condition", '[lines.5550]\ncondition = "wet"\n'),
    ("a number is digits", '[lines.abc]\ncondition = "ok"\n'),
    ("no such field", "[lines.5550]\nbusy = true\n"),
    ("a head without circuits", "[head]\ncircuits = 0\n"),
]


@pytest.mark.parametrize(("reason", "text"), BROKEN, ids=[row[0] for row in BROKEN])
async def test_a_broken_staging_file_leaves_the_last_good_one(tmp_path: Path, reason: str, text: str) -> None:
    file = tmp_path / "lab.toml"
    head = LabHead(file, seconds=0)
    write(file, f'[head]\nseconds = 0\n[lines.{NUMBER}]\ncondition = "ground"\n')
    assert (await head.test(NUMBER)).verdict is Verdict.GROUND
    write(file, text)
    assert (await head.test(NUMBER)).verdict is Verdict.GROUND, reason
