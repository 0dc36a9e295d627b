"""Keys that Asterisk has kept for a service that was away: stored with their call once, gone from the folder."""

from pathlib import Path

import pytest

from desk.desk import Desk
from desk.fold.draft import LEFT, LOST
from desk.keys_spool import KeysSpool
from desk.models import CallRow, FaultReportRow, ReportEventRow
from tests.real.desk.rows import end, rows, stored, visit
from tests.waiting import until

pytestmark = pytest.mark.real

CALL, OTHER, KEYS = "node1-1700000000.1", "node1-1700000000.2", "5551"


def line(call: str, keys: str = KEYS) -> str:
    """As Asterisk writes it."""
    return f'1795351292.079680,{call},"{{""extra"":""{keys}""}}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where Asterisk writes."""
    spool = tmp_path / "spool" / "keys-left"
    spool.mkdir(parents=True, exist_ok=True)
    return spool


def files(folder: Path) -> list[str]:
    """What lies there, the lock apart."""
    return sorted(file.name for file in folder.iterdir() if file.name != ".lock")


async def emptied(desk: Desk, folder: Path) -> None:
    """A process without patience has taken everything, beside the desk's own."""
    spool = KeysSpool(desk.folder, desk.journal, desk.call_log, settle_seconds=0)

    async def empty() -> bool:
        await spool.adopt()
        return not files(folder)

    assert await until(empty)


async def test_what_was_written_while_no_desk_was_there(desk: Desk, folder: Path) -> None:
    """A file being written and one that a killed process had put aside; each call has its report, unconfirmed."""
    for call in (CALL, OTHER):
        end(visit(desk, call), LOST, "line_number")
    (folder / "aside-1").write_text(line(OTHER, "77"))
    (folder / "keys-left").write_text(line(CALL))
    await emptied(desk, folder)
    await stored(desk)
    calls = {row["call"]: row["keys_left"] for row in await rows(desk.database, CallRow)}
    assert calls == {CALL: KEYS, OTHER: "77"}
    reports = {row["call"]: row["keys_left"] for row in await rows(desk.database, FaultReportRow)}
    assert reports == calls


async def test_told_of_twice_and_killed_in_between(desk: Desk, folder: Path) -> None:
    """The event was heard as well, and a process was killed between journaling the line and removing it."""
    end(visit(desk, CALL), LEFT, "line_number")
    desk.call_log.keys_left(CALL, KEYS)
    for _ in range(2):
        (folder / "keys-left").write_text(line(CALL))
        await emptied(desk, folder)
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    assert report["keys_left"] == KEYS
    assert [event["kind"] for event in await rows(desk.database, ReportEventRow)] == ["kept_unconfirmed"]


async def test_a_line_on_its_way_when_its_file_is_put_aside(desk: Desk, folder: Path) -> None:
    """Asterisk has opened the file and not yet written."""
    await desk.keys.close()
    patient = KeysSpool(desk.folder, desk.journal, desk.call_log, settle_seconds=3600)
    with (folder / "keys-left").open("a") as late:
        assert await patient.adopt() == 0
        late.write(line(CALL))
    assert await patient.adopt() == 0
    (aside,) = files(folder)
    assert aside.startswith("aside-")
    assert await KeysSpool(desk.folder, desk.journal, desk.call_log, settle_seconds=0).adopt() == 1
    assert files(folder) == []


async def test_lines_of_others_stay_and_hold_up_nobody(desk: Desk, folder: Path) -> None:
    (folder / "keys-left").write_text(f"{line(CALL)}something else\n{line(OTHER)}")

    async def put_away() -> bool:
        return [name[:4] for name in files(folder)] == ["odd-"]

    assert await until(put_away)
    await stored(desk)
    calls = {row["call"]: row["keys_left"] for row in await rows(desk.database, CallRow)}
    assert calls == {CALL: KEYS, OTHER: KEYS}


async def test_many_at_once(desk: Desk, folder: Path) -> None:
    """A day's worth at the most is let in by the dialplan; a thousand here."""
    (folder / "keys-left").write_text("".join(line(f"node1-1700000000.{n}") for n in range(1000)))
    await emptied(desk, folder)
    await stored(desk)
    assert len(await rows(desk.database, CallRow)) == 1000
