"""Clock steps, midnight and daylight saving: lengths by the monotonic clock, days by the site's zone (R18)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from desk.journal.journal import Clock
from desk.models import FaultReportRow, VisitRow
from tests.real.desk.conftest import OpenDesk
from tests.real.desk.rows import end, enter, rows, stored, visit

pytestmark = pytest.mark.real


@dataclass
class Hands:
    """A clock to be set by hand."""

    wall: datetime
    monotonic: float = 1000.0

    def pass_by(self, seconds: float, *, step: timedelta = timedelta()) -> None:
        """Time goes by; the wall clock steps on top."""
        self.wall += timedelta(seconds=seconds) + step
        self.monotonic += seconds

    def clock(self) -> Clock:
        return Clock(wall=lambda: self.wall, monotonic=lambda: self.monotonic)


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


# Reason, zone, start, step of the clock in mid-call, day in the report's number.
CALLS: list[tuple[str, str, datetime, timedelta, str]] = [
    ("nothing special", "Asia/Shanghai", _utc(2026, 11, 22, 4), timedelta(), "261122"),
    ("set back an hour", "Asia/Shanghai", _utc(2026, 11, 22, 4), timedelta(hours=-1), "261122"),
    ("set forward a day", "Asia/Shanghai", _utc(2026, 11, 22, 4), timedelta(days=1), "261123"),
    ("over the site's midnight", "Asia/Shanghai", _utc(2026, 11, 22, 15, 59, 55), timedelta(), "261123"),
    ("over UTC's midnight only", "Asia/Shanghai", _utc(2026, 11, 22, 23, 59, 55), timedelta(), "261123"),
    ("over the new year", "Asia/Shanghai", _utc(2026, 12, 31, 15, 59, 55), timedelta(), "270101"),
    ("into summer time", "Europe/Berlin", _utc(2026, 3, 29, 0, 59, 55), timedelta(), "260329"),
    ("out of summer time", "Europe/Berlin", _utc(2026, 10, 25, 0, 59, 55), timedelta(), "261025"),
]


@pytest.mark.parametrize(("reason", "zone", "start", "step", "day"), CALLS, ids=[row[0] for row in CALLS])
async def test_a_call_while_the_clock_does_things(
    open_desk: OpenDesk, reason: str, zone: str, start: datetime, step: timedelta, day: str
) -> None:
    hands = Hands(start)
    desk = await open_desk(clock=hands.clock(), site_zone=zone)
    caller = visit(desk)
    enter(caller)
    hands.pass_by(10.0, step=step)
    assert await caller.confirm() == f"{day}0001"
    hands.pass_by(2.5)
    end(caller, "reported")
    await stored(desk)
    (found,) = await rows(desk.database, VisitRow)
    assert found["seconds"] == 12.5
    (report,) = await rows(desk.database, FaultReportRow)
    assert report["created_at"] == start + timedelta(seconds=10) + step


async def test_numbers_of_a_day_that_came_twice(open_desk: OpenDesk) -> None:
    """The clock is set back over midnight: the series of the first day goes on."""
    hands = Hands(_utc(2026, 11, 22, 15, 59))
    desk = await open_desk(clock=hands.clock(), site_zone="Asia/Shanghai")
    numbers = []
    for index, step in enumerate([timedelta(), timedelta(minutes=2), timedelta(minutes=-2)]):
        hands.pass_by(0.0, step=step)
        caller = visit(desk, f"c{index}")
        enter(caller, f"8765000{index}")
        numbers.append(await caller.confirm())
        end(caller, "reported")
    assert numbers == ["2611220001", "2611230001", "2611220002"]
