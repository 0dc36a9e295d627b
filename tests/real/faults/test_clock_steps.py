"""R18: the service's wall clock (libfaketime) steps by hours in mid-call, over midnight and into summer time."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from faultline.toolbox.clock import find_clock
from testcalls.caller import TestCaller
from testcalls.repertoire import Repertoire
from tests.real.faults.conftest import serving
from tests.real.faults.journey import PATIENCE, Traveller, Way, details_read_back, mandarin
from tests.real.served import Served
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

ZONE = ZoneInfo("Europe/Berlin")
_NUMBERS = itertools.count(87659500)


SLEEP = """import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds) and None
"""
"""libfaketime up to 0.9.10 refuses what `time.sleep` does: to sleep until an instant of the monotonic clock."""


class WallClock:
    """What the service takes for the time of day; its monotonic clock is left alone."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "offset"
        (folder / "sitecustomize.py").write_text(SLEEP)
        self.environment = {
            "LD_PRELOAD": str(find_clock()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAULTLINE_SITE_ZONE": str(ZONE),
            "PYTHONPATH": f"{folder}:{Path.cwd()}",
        }

    def set(self, *local: int) -> None:
        """Set it to a time of the site's zone; it runs on from there."""
        ahead = datetime(*local, tzinfo=ZONE) - datetime.now(UTC)  # type: ignore[misc, arg-type]
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{ahead.total_seconds():+.3f}")
        fresh.replace(self._file)  # the service reads it all the time


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> WallClock:
    """Half an hour before the last midnight of winter time."""
    clock = WallClock(tmp_path_factory.mktemp("clock"))
    clock.set(2026, 3, 28, 23, 30)
    return clock


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def on_that_clock(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire, clock: WallClock
) -> AsyncIterator[Served]:
    """The service, believing that clock."""
    folder = tmp_path_factory.mktemp("faults-clock")
    async with serving(folder, prompts, repertoire, environment=clock.environment) as served:
        rx = served.house.asterisk.rx
        await asyncio.to_thread(rx, "queue add member Local/s@end/n to junior")
        await asyncio.to_thread(rx, "queue pause member Local/s@end/n queue junior")
        yield served


async def test_calls_on_a_clock_that_jumps(on_that_clock: Served, clock: WallClock) -> None:
    """Numbers carry the day that the clock shows; every length is as long as it was; no deadline is moved."""
    served, house = on_that_clock, on_that_clock.house
    ear = mandarin(house.repertoire)
    names = [str(next(_NUMBERS)) for _ in range(3)]
    first, second, third = (TestCaller(house.server, ear, from_number=name) for name in names)
    async with first, second, third:
        early = Traveller(Way("details", before=details_read_back("55500601")), first)
        late = Traveller(Way("details", before=details_read_back("55500602")), second)
        begun = time.monotonic()
        await asyncio.gather(early.set_out(), late.set_out(), _into_the_queue(third, clock))
        await house.in_queue()
        waiting = time.monotonic()
        clock.set(2026, 3, 29, 1, 59, 59)
        await _confirm(first)  # while two o'clock becomes three
        clock.set(2026, 3, 28, 21, 0)
        least = time.monotonic() - waiting
        await _confirm(second)
        await third.hang_up()
    visits = [await _ended(served, name) for name in names]
    most = time.monotonic() - begun
    assert [visit["outcome"] for visit in visits] == ["left", "left", "to_agent"]
    for visit in visits:
        assert 0 < sum(visit["durations"].values()) <= visit["seconds"] <= most
    (call,) = [row for row in served.rows("calls") if row["caller"] == names[2]]
    for seconds in (visits[1]["seconds"], sum(visits[1]["durations"].values()), call["waited_seconds"]):
        assert least <= seconds <= most
    for name, day in zip(names, ("260329", "260328"), strict=False):
        report = _report(served, name)
        assert report["number"].startswith(day)
        assert f"{report['created_at'].astimezone(ZONE):%y%m%d}" == day
    assert 'faultline_agi_refused_total{reason="no_answer"} 0.0' in await served.figures()


async def _into_the_queue(phone: TestCaller, clock: WallClock) -> None:
    """F1.2, F1.8: key the line, see midnight pass, ask for an agent."""
    await phone.dial("112")
    await phone.hears("V1", within=PATIENCE)
    clock.set(2026, 3, 28, 23, 59, 58)
    await phone.press("55500603#")
    await phone.hears("V2", within=PATIENCE)
    await phone.press("1")
    await phone.hears("V5", within=PATIENCE)
    await phone.press("0")
    await phone.hears("to_agent", within=PATIENCE)


async def _confirm(phone: TestCaller) -> None:
    """F1.10: say yes to V6, and hear that the report has a number."""
    await phone.press("1")
    await phone.hears("report_number", within=PATIENCE)
    await phone.hang_up()


async def _ended(served: Served, caller: str) -> Any:
    """The call is over and has one visit."""

    async def over() -> list[Any]:
        rows = [
            *served.of_call("visits", caller),
            *(r for r in served.rows("calls") if r["caller"] == caller),
        ]
        return rows if len(rows) == 2 and all(row["ended_at"] for row in rows) else []

    return (await until(over, seconds=20))[0]


def _report(served: Served, caller: str) -> Any:
    (report,) = served.of_call("fault_reports", caller)
    assert report["confirmed"]
    return report
