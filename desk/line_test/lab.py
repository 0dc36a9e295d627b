"""A test head without equipment, for a site's first day, rehearsals and tests (F1.8).

Each number has a line of its own in the electrical model, always the same one; most are healthy. What is
staged (`staging`) comes before that: a condition, a busy or a failing head.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from desk.line_test.electrical import measure
from desk.line_test.head import TestHeadBusy, TestHeadFailed
from desk.line_test.lab_lines import pair_of
from desk.line_test.result import LineTest
from desk.line_test.staging import EVERY_LINE, Condition, Head, Stage, Staged, read_stage
from desk.line_test.verdict import verdict_of

logger = logging.getLogger(__name__)

BUSY_RETRY_SECONDS = 1.0
"""What a busy lab head gives as retry_after."""


@dataclass
class _Watch:
    """A line's staged part at work: tests still refused, and until when (clock's seconds)."""

    staged: Staged
    busy_until: float
    busy_left: int = field(init=False)

    def __post_init__(self) -> None:
        self.busy_left = self.staged.busy_tests


class LabHead:
    """A TestHead on the electrical model. `clock` gives monotonic seconds."""

    def __init__(
        self,
        staging_file: Path | None = None,
        *,
        circuits: int = 4,
        seconds: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = staging_file
        self._head = Head(circuits=circuits, seconds=seconds)
        self._own_head = self._head
        self._clock = clock
        self._read_at: tuple[int, int] | None = None
        self._from_file: dict[str, _Watch] = {}
        self._by_call: dict[str, _Watch] = {}
        self._testing = 0

    def stage(
        self,
        number: str,
        condition: Condition | str | None = None,
        *,
        busy_tests: int = 0,
        busy_seconds: float = 0.0,
        failing: bool = False,
    ) -> None:
        """Put a line (digits, or `*` for every line) in a state; it replaces what the file says about that
        line.

        The next `busy_tests` tests, and all within `busy_seconds` from now, raise TestHeadBusy. Raises
        ValueError.
        """
        staged = Staged(
            condition=None if condition is None else Condition(condition),
            busy_tests=busy_tests,
            busy_seconds=busy_seconds,
            failing=failing,
        )
        self._by_call[number] = _Watch(staged, self._clock() + busy_seconds)

    async def test(self, number: str) -> LineTest:
        """Test a line. Raises TestHeadBusy when no circuit is free or the line is staged so,
        TestHeadFailed."""
        self._read_file()
        watch = self._watch(number)
        if watch is not None:
            self._refuse(watch)
        if self._testing >= self._head.circuits:
            raise TestHeadBusy(max(self._head.seconds, BUSY_RETRY_SECONDS / 10))
        self._testing += 1
        try:
            await asyncio.sleep(self._head.seconds)
        finally:
            self._testing -= 1
        if watch is not None and watch.staged.failing:
            raise TestHeadFailed("lab head staged to fail")
        return self._result(number, watch.staged.condition if watch else None)

    async def close(self) -> None:
        """Nothing to let go of."""

    def _watch(self, number: str) -> _Watch | None:
        for staged in (self._by_call, self._from_file):
            for key in (number, EVERY_LINE):
                if key in staged:
                    return staged[key]
        return None

    def _refuse(self, watch: _Watch) -> None:
        left = watch.busy_until - self._clock()
        if left > 0:
            raise TestHeadBusy(min(left, BUSY_RETRY_SECONDS))
        if watch.busy_left > 0:
            watch.busy_left -= 1
            raise TestHeadBusy(BUSY_RETRY_SECONDS)

    def _result(self, number: str, condition: Condition | None) -> LineTest:
        measured = measure(pair_of(number, condition))
        return LineTest(
            **asdict(measured),
            number=number,
            tested_at=datetime.now(UTC),
            head="lab",
            verdict=verdict_of(measured),
        )

    def _read_file(self) -> None:
        """Take the staging file's content when it is new; a broken file leaves the last good one in force."""
        if self._file is None:
            return
        try:
            stat = self._file.stat()
            if (stat.st_mtime_ns, stat.st_size) == self._read_at:
                return
            stage = read_stage(self._file)
            self._read_at = (stat.st_mtime_ns, stat.st_size)
        except FileNotFoundError:
            stage, self._read_at = Stage(), None
        except (OSError, ValueError) as error:
            logger.warning("lab staging file is not usable", extra={"error": str(error)})
            return
        self._head = stage.head if "head" in stage.model_fields_set else self._own_head
        self._from_file = {
            number: _Watch(staged, self._clock() + staged.busy_seconds)
            for number, staged in stage.lines.items()
        }
