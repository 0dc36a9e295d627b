"""K12, R7: what lies in the spool without the floor's word, or is still written, is filed at the right moment."""

import numpy as np
import pytest
from sqlalchemy import insert

from desk.database.database import Database
from desk.models import CallRow, RecordingLegRow, RecordingRow
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import AT, Calls, OpenRoom
from tests.real.recordings.filing import filed, findings, heard_again, only
from tests.recorded import talk

pytestmark = pytest.mark.real


async def test_an_orphan_is_adopted_and_completed_when_the_floor_speaks(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """R7: the service was down for the whole call."""
    told = calls.told(3.0)
    calls.leave(told)
    call = {"call": told.call, "node": "node1", "started_at": AT, "caller": "55500001", "dialled": "112", "queue": "senior",
            "agent": "8003", "overflow_prompts": 0, "outcome_final": False}  # fmt: skip
    async with database.writing() as connection:
        await connection.execute(insert(CallRow).values(call))
    room = open_room()
    await filed(room)
    row = await only(database)
    assert (row["handed_over"], row["caller"], row["queue"], row["state"]) == (
        False,
        "55500001",
        "senior",
        "ok",
    )
    assert (await only(database, RecordingLegRow))["agent"] == "8003"
    assert await findings(database) == [("orphaned", None, None, 3.0)]
    await filed(room, told)
    row = await only(database)
    assert (row["handed_over"], row["queue"], row["started_at"]) == (True, "junior", told.started_at)
    assert (await only(database, RecordingLegRow))["agent"] == "8001"
    assert await findings(database) == []


async def test_a_call_that_is_up_is_no_orphan(open_room: OpenRoom, calls: Calls, database: Database) -> None:
    """Neither is a file that somebody writes to."""
    up, written = calls.told(), calls.told()
    calls.leave(up)
    with calls.leave(written).open("ab"):
        await filed(open_room(is_up=lambda call: call == up.call))
        assert await rows(database, RecordingRow) == []
    await filed(open_room(is_up=lambda call: call == up.call))
    assert (await only(database))["call"] == written.call


async def test_a_file_that_is_still_written_waits(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """Handed over a moment before Asterisk closes it; past its time it is listed, filed it is well again."""
    told = calls.told(3.0)
    room = open_room()
    with calls.leave(told, 2.0).open("ab", buffering=0) as file:
        await filed(room, told)
        assert await rows(database, RecordingRow) == []
        assert await findings(database) == [("waiting", None, None, None)]
        file.write(talk(1.0).tobytes())
    await filed(room)
    assert (await only(database))["seconds"] == 3.0
    assert await findings(database) == []


async def test_a_file_that_grew_after_it_was_taken_is_taken_again(
    open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """Where the file system can't tell who writes."""
    room, told = open_room(), calls.told(3.0)
    calls.leave(told, 1.0)
    await filed(room, told)
    assert (await only(database))["state"] == "truncated"
    calls.leave(told)
    await filed(room)
    row = await only(database)
    assert (row["state"], row["seconds"]) == ("ok", 3.0)
    assert np.array_equal(await heard_again(room), talk(3.0))
    assert await findings(database) == []
