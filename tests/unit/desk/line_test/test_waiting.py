"""A busy head is asked again when it said to, until the limit (F1.8)."""

from dataclasses import dataclass, field

import pytest

from desk.line_test import waiting
from desk.line_test.head import TestHeadBusy, TestHeadFailed
from desk.line_test.lab import LabHead
from desk.line_test.result import Verdict

NUMBER = "55501234"


@dataclass
class HandClock:
    seconds: float = 0.0
    sleeps: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.seconds += seconds


def lab(clock: HandClock, **staged: object) -> LabHead:
    head = LabHead(seconds=0, clock=clock.now)
    head.stage(NUMBER, "ok", **staged)  # type: ignore[arg-type]
    return head


ROWS = [
    ("free: no wait", {}, 30.0, [], True),
    ("busy twice: asked again after retry_after", {"busy_tests": 2}, 30.0, [1.0, 1.0], True),
    ("free just at the limit: the last attempt is made", {"busy_seconds": 2.5}, 2.5, [1.0, 1.0, 0.5], True),
    ("busy past the limit", {"busy_seconds": 2.75}, 2.5, [1.0, 1.0, 0.5], False),
    ("no waiting allowed, busy", {"busy_tests": 1}, 0.0, [], False),
    ("no waiting allowed, free", {}, 0.0, [], True),
]


NAMES = ("reason", "staged", "limit", "sleeps", "tested")


@pytest.mark.parametrize(NAMES, ROWS, ids=[row[0] for row in ROWS])
async def test_waiting_for_a_busy_head(
    reason: str, staged: dict[str, object], limit: float, sleeps: list[float], tested: bool
) -> None:
    clock = HandClock()
    head = lab(clock, **staged)
    if tested:
        assert (await waiting.test_when_free(head, NUMBER, limit, clock)).verdict is Verdict.OK, reason
    else:
        with pytest.raises(TestHeadBusy):
            await waiting.test_when_free(head, NUMBER, limit, clock)
    assert clock.sleeps == pytest.approx(sleeps), reason


async def test_a_head_that_says_at_once_is_not_hammered() -> None:
    class Impatient(LabHead):
        async def test(self, number: str) -> object:  # type: ignore[override]
            raise TestHeadBusy(0.0)

    clock = HandClock()
    with pytest.raises(TestHeadBusy):
        await waiting.test_when_free(Impatient(), NUMBER, 1.0, clock)  # type: ignore[arg-type]
    assert len(clock.sleeps) <= 6


async def test_a_failing_head_ends_the_wait_at_once() -> None:
    clock = HandClock()
    with pytest.raises(TestHeadFailed):
        await waiting.test_when_free(lab(clock, failing=True), NUMBER, 30.0, clock)
    assert clock.sleeps == []


async def test_on_the_machines_clock() -> None:
    head = LabHead(seconds=0)
    head.stage(NUMBER, "ok", busy_seconds=0.1)
    assert (await waiting.test_when_free(head, NUMBER, 30.0, waiting.MonotonicClock())).verdict is Verdict.OK
