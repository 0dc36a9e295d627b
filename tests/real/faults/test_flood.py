"""R13: five times as many calls as the house takes, all at once; the accepted ones don't notice."""

import asyncio
from pathlib import Path

import httpx
import pytest

from testcalls.repertoire import Repertoire
from tests.real.faults.conftest import serving
from tests.real.faults.journey import PATIENCE
from tests.real.served import Served
from tests.real.sipp_load import LoadResult, Stay, load
from tests.waiting import until

pytestmark = pytest.mark.real

ROOM, OFFERED = 20, 100
LINE = "55500601"
GROWTH_KB = 64 * 1024
"""More than the calls that were taken need; a queue of those that were not would need it, too, at the next flood."""


async def test_five_times_as_many_calls_as_there_is_room(
    tmp_path: Path, prompts: Path, repertoire: Repertoire
) -> None:
    async with serving(tmp_path / "data", prompts, repertoire, max_calls=ROOM) as served:
        before = _resident(served)
        flood = asyncio.create_task(_flood(served, tmp_path))
        await _reports_a_fault(served)
        result = await flood
        assert (result.taken + result.refused, result.failed) == (OFFERED, 0), result
        assert ROOM // 2 < result.taken < OFFERED // 2, result
        assert (await served.readiness())[0] == httpx.codes.OK
        after = _resident(served)
        assert all(now - then < GROWTH_KB for then, now in zip(before, after, strict=True)), (before, after)
        await served.house.empty()
        async with served.house.caller() as later:
            await later.dial("1000")
            await later.hears("welcome", within=PATIENCE)
        await _every_call_ended_once(served, result.taken + 2)


async def _flood(served: Served, folder: Path) -> LoadResult:
    """As many calls as are offered within two seconds; those that are taken stay for a while."""
    return await load(
        served.house.server, folder, number="112", calls=OFFERED, rate=50, at_once=OFFERED, steps=(Stay(12),)
    )


async def _reports_a_fault(served: Served) -> None:
    """A caller who was there as the flood came, and hears every word."""
    async with served.house.caller() as phone:
        await phone.dial("112")
        await phone.hears("V1", within=PATIENCE, whole=True)
        await phone.press(f"{LINE}#")
        for prompt in ("V2", LINE, "V2_confirm"):
            assert (await phone.hears(prompt, within=PATIENCE, whole=True)).complete, phone.told()
        await phone.press("1")
        await phone.hears("V5", within=PATIENCE)
        await phone.press("0")
        await phone.hears("to_agent", within=PATIENCE)


async def _every_call_ended_once(served: Served, taken: int) -> None:
    """One record of each that was answered, all over; a call that was refused may have left one, too."""

    async def ended() -> bool:
        rows = served.rows("calls")
        return sum(row["answered_at"] is not None for row in rows) >= taken and all(
            row["ended_at"] for row in rows
        )

    assert await until(ended, seconds=30)
    answered = [row for row in served.rows("calls") if row["answered_at"]]
    assert len(answered) == len(served.rows("visits")) == taken


def _resident(served: Served) -> tuple[int, int]:
    """Resident memory of the service and of Asterisk, in kB."""
    asterisk = served.house.asterisk.pid()
    assert asterisk is not None
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in (served.process.pid, asterisk)]
    return pages[0] * 4, pages[1] * 4
