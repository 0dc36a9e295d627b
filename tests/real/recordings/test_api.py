"""H4, S10: recordings over HTTP: who may find, hear, export and hold whose, and that each is in the audit log first."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from cti.api.recording_findings import router as findings_router
from cti.api.recordings import recordings_router
from desk.database.database import Database
from desk.models import AuditRow, RecordingEventRow, RecordingFindingRow, RecordingRow
from recordings.compact import decode
from recordings.conversation import AnsweredLeg
from recordings.room import Recordings
from tests.real.api.site import Site
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import AT, Calls, OpenRoom
from tests.recorded import both, hush, leave, talk, tone

pytestmark = pytest.mark.real


@pytest.fixture
def room(open_room: OpenRoom) -> Recordings:
    """The room, with encryption at rest."""
    return open_room(encrypted=True)


@pytest.fixture
async def site(database: Database, room: Recordings) -> AsyncIterator[Site]:
    """A site with the two routers."""
    site = Site(database)
    site.app.include_router(recordings_router(room))
    site.app.include_router(findings_router)
    yield site
    site.close()


async def _filed(room: Recordings, calls: Calls, *agents: str, seconds: float = 2.0, **changes: Any) -> None:
    """A conversation in the archive, with these agents one after the other."""
    part = seconds / len(agents)
    legs = tuple(AnsweredLeg(agent, n * part, (n + 1) * part) for n, agent in enumerate(agents))
    told = calls.told(seconds, legs=legs, **changes)
    calls.leave(told)
    await room.take(told)
    await room.archive.look()


async def _audit(database: Database) -> list[tuple[str, str, str, str]]:
    return [
        (row["person"], row["action"], row["subject"], row["outcome"])
        for row in await rows(database, AuditRow)
        if row["action"].startswith("recordings.")
    ]


async def _ids(client: httpx.AsyncClient, **wanted: Any) -> list[int]:
    answer = await client.get("/api/recordings", params=wanted)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_playing_by_ranges(room: Recordings, site: Site, calls: Calls, database: Database) -> None:
    await _filed(room, calls, "8001", seconds=20.0)
    inspector = await site.user("inspector", login="inspector")
    client = await site.signed_in(inspector)
    whole = await client.get("/api/recordings/1/audio")
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/flac")
    assert whole.headers["accept-ranges"] == "bytes"
    assert np.array_equal(np.concatenate(list(decode(io.BytesIO(whole.content)))), talk(20.0))
    size = len(whole.content)
    assert size > 2 * 65_536  # several chunks
    joined = b""
    for start in range(0, size, 50_000):
        part = await client.get(
            "/api/recordings/1/audio", headers={"range": f"bytes={start}-{start + 49_999}"}
        )
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {start}-{min(size, start + 50_000) - 1}/{size}"
        joined += part.content
    assert joined == whole.content
    late = await client.get("/api/recordings/1/audio", headers={"range": f"bytes={size}-"})
    assert (late.status_code, late.headers["content-range"]) == (416, f"bytes */{size}")
    old = {"range": "bytes=5-9", "if-range": '"of another object"'}
    assert (await client.get("/api/recordings/1/audio", headers=old)).content == whole.content
    tag = {"range": "bytes=5-9", "if-range": whole.headers["etag"]}
    assert (await client.get("/api/recordings/1/audio", headers=tag)).content == whole.content[5:10]
    log = await _audit(database)
    plays = 2 + len(range(0, size, 50_000)) + 1
    assert log.count(("inspector", "recordings.play", "recording 1", "done")) == plays
    assert log.count(("inspector", "recordings.play", "/api/recordings/1/audio", "refused")) == 1


RIGHTS = [
    # search, play, waveform, export, hold, findings
    ("junior_agent", 403, 403, 403, 403, 403, 403),
    ("statistician", 403, 403, 403, 403, 403, 403),
    ("administrator", 403, 403, 403, 403, 403, 403),
    ("inspector", 200, 200, 200, 403, 403, 403),
    ("records_clerk", 200, 403, 403, 200, 204, 403),
    ("operations", 403, 403, 403, 403, 403, 200),
    ("manager_hotline", 200, 200, 200, 403, 403, 403),
]


@pytest.mark.parametrize("rights", RIGHTS, ids=[row[0] for row in RIGHTS])
async def test_rights_are_apart(
    rights: tuple[Any, ...], room: Recordings, site: Site, calls: Calls, database: Database
) -> None:
    """PIPL, GB/T 35273: to listen, to export and to administer are three things; refusals are logged."""
    await _filed(room, calls, "8001")
    role, *expected = rights
    client = await site.signed_in(await site.user(role, login="somebody", extension="8001"))
    answers = [
        await client.get("/api/recordings"),
        await client.get("/api/recordings/1/audio"),
        await client.get("/api/recordings/1/waveform"),
        await client.get("/api/recordings/1/download"),
        await client.post("/api/recordings/1/hold", json={"reason": "dispute"}),
        await client.get("/api/recording-findings"),
    ]
    assert [answer.status_code for answer in answers] == expected
    outcomes = {action: outcome for _, action, _, outcome in await _audit(database)}
    words = {200: "done", 204: "done", 403: "refused"}
    assert outcomes == {
        "recordings.play": words[expected[1]],
        "recordings.export": words[expected[3]],
        "recordings.hold": words[expected[4]],
    }


async def test_a_supervisor_hears_the_own_team_alone(
    room: Recordings, site: Site, calls: Calls, database: Database
) -> None:
    """S10: what is somebody else's is not there, whatever is asked for."""
    lead = await site.user("shift_supervisor", login="lead", team="a")
    await site.user("junior_agent", team="a", extension="8001")
    await site.user("junior_agent", team="b", extension="8002")
    await site.user("junior_agent", team="c", extension="8003", superior_id=lead.id)
    for agents in (["8001"], ["8002"], ["8003"], ["8002", "8001"], ["8004"]):
        await _filed(room, calls, *agents)
    client = await site.signed_in(lead)
    assert await _ids(client, sort="started_at") == [1, 3, 4]
    assert await _ids(client, agent="8002") == [4]
    for number, status in ((1, 200), (2, 404), (3, 200), (4, 200), (5, 404), (6, 404)):
        for path in ("", "/audio", "/waveform", "/history"):
            answer = await client.get(f"/api/recordings/{number}{path}")
            assert answer.status_code == status, (number, path)
    for odd in ("0", "-1", "..%2f1", "x", str(2**70), "%00"):
        assert (await client.get(f"/api/recordings/{odd}/audio")).status_code in {404, 422}


async def test_finding(room: Recordings, site: Site, calls: Calls) -> None:
    """H4: by caller, callee, agent, queue, line, report, time and length."""
    await _filed(room, calls, "8001", seconds=1.0, caller="55500001", queue="junior")
    await _filed(room, calls, "8002", seconds=2.0, caller="55500002", queue="senior", line_number="87650002")
    await _filed(
        room, calls, "8001", "8002", seconds=3.0, caller="55500001", callee="55510009", report="2611229999"
    )
    client = await site.signed_in(await site.user("inspector"))
    at = [(AT + timedelta(minutes=n)).isoformat() for n in range(5)]
    table: list[tuple[dict[str, Any], list[int]]] = [
        ({}, [3, 2, 1]),
        ({"sort": "started_at"}, [1, 2, 3]),
        ({"sort": "-seconds"}, [3, 2, 1]),
        ({"sort": "caller"}, [1, 3, 2]),
        ({"sort": "-callee"}, [3, 2, 1]),
        ({"caller": "55500001"}, [3, 1]),
        ({"callee": "55510009"}, [3]),
        ({"agent": "8002"}, [3, 2]),
        ({"queue": "senior"}, [2]),
        ({"line_number": "87650002"}, [2]),
        ({"report": "2611229999"}, [3]),
        ({"since": at[2]}, [3, 2]),
        ({"until": at[2]}, [1]),
        ({"at_least": 1.5, "at_most": 2.5}, [2]),
        ({"state": "ok", "legal_hold": False}, [3, 2, 1]),
        ({"state": "missing"}, []),
        ({"caller": "55500001", "agent": "8002"}, [3]),
    ]
    for wanted, expected in table:
        assert await _ids(client, **wanted) == expected, wanted
    for sort in ("started_at", "-started_at", "seconds", "-seconds", "caller", "-callee"):
        seen, cursor = [], None
        for _ in range(3):
            asked = {"sort": sort, "limit": 1} | ({"cursor": cursor} if cursor else {})
            answer = await client.get("/api/recordings", params=asked)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
        assert (sorted(seen), cursor) == ([1, 2, 3], None), sort
        assert seen == await _ids(client, sort=sort)
    shown = (await client.get("/api/recordings/3")).json()
    assert [leg["agent"] for leg in shown["legs"]] == ["8001", "8002"]
    assert {"storage_key", "file", "key_id"} & shown.keys() == set()


ODD = [
    {"sort": "id; drop table recordings"},
    {"sort": "deleted_at"},
    {"caller": "1' or '1'='1"},
    {"agent": "8001 or 1=1"},
    {"queue": "x';--"},
    {"since": "yesterday"},
    {"since": "2026-11-22T00:00:00"},
    {"at_least": "nan"},
    {"at_least": "1e400"},
    {"limit": 201},
    {"cursor": "x"},
    {"cursor": "W10="},
    {"cursor": "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgMV0="},
    {"call": "../../etc/passwd"},
    {"state": "OK"},
]


async def test_what_makes_no_sense_is_refused(site: Site) -> None:
    """S11: sort keys come from a list, values have their form."""
    client = await site.signed_in(await site.user("inspector"))
    for asked in ODD:
        answer = await client.get("/api/recordings", params=asked)
        assert answer.status_code == 422, (asked, answer.text)


async def test_the_waveform_shows_who_spoke_when(room: Recordings, site: Site, calls: Calls) -> None:
    told = calls.told(4.0)
    caller = np.concatenate((tone(2, loud=0.5), hush(2)))
    agent = np.concatenate((hush(2), tone(2, loud=0.25)))
    leave(calls.spool, told.file, both(caller, agent))
    await room.take(told)
    await room.archive.look()
    client = await site.signed_in(await site.user("inspector"))
    found = (await client.get("/api/recordings/1/waveform", params={"points": 4})).json()
    assert found == {
        "seconds": 4.0,
        "caller": [0.5, 0.5, 0.0, 0.0],
        "agent": [0.0, 0.0, 0.25, 0.25],
        "silences": [],
    }


async def test_export_gives_the_file_and_says_so(
    room: Recordings, site: Site, calls: Calls, database: Database
) -> None:
    await _filed(room, calls, "8001")
    clerk = await site.signed_in(await site.user("records_clerk", login="clerk"))
    answer = await clerk.get("/api/recordings/1/download")
    assert answer.headers["content-disposition"] == 'attachment; filename="recording-1.flac"'
    assert answer.content.startswith(b"fLaC")
    assert await _audit(database) == [("clerk", "recordings.export", "recording 1", "done")]


async def test_holding_and_releasing(room: Recordings, site: Site, calls: Calls, database: Database) -> None:
    await _filed(room, calls, "8001")
    clerk = await site.signed_in(await site.user("records_clerk", login="clerk"))
    hold = {"reason": "dispute 12"}
    assert (await clerk.post("/api/recordings/1/hold", json=hold)).status_code == 204
    assert (await clerk.post("/api/recordings/1/hold", json=hold)).status_code == 409
    assert (await clerk.get("/api/recordings/1")).json()["legal_hold"] is True
    assert await _ids(clerk, legal_hold=True) == [1]
    assert (await clerk.post("/api/recordings/2/hold", json=hold)).status_code == 404
    assert (await clerk.post("/api/recordings/1/release", json={"reason": " "})).status_code == 422
    assert (await clerk.post("/api/recordings/1/release", json={"reason": "settled"})).status_code == 204
    told = (await clerk.get("/api/recordings/1/history")).json()
    assert [(one["kind"], one["who"], one["reason"]) for one in told] == [
        ("archived", None, None),
        ("held", "clerk", "dispute 12"),
        ("released", "clerk", "settled"),
    ]
    done = [
        row
        for row in await rows(database, AuditRow)
        if row["outcome"] == "done" and row["subject"] == "recording 1"
    ]
    assert [(row["action"], row["before"], row["after"]) for row in done] == [
        ("recordings.hold", {"legal_hold": False}, {"legal_hold": True, "reason": "dispute 12"}),
        ("recordings.release", {"legal_hold": True}, {"legal_hold": False, "reason": "settled"}),
    ]
    assert len(await rows(database, RecordingEventRow)) == 3


async def test_findings_are_listed_and_settled(
    room: Recordings, site: Site, calls: Calls, database: Database
) -> None:
    short, silent = calls.told(5.0), calls.told(3.0)
    calls.leave(short, 2.0)
    leave(calls.spool, silent.file, both(hush(3), hush(3)))
    for told in (short, silent):
        await room.take(told)
    await room.archive.look()
    client = await site.signed_in(await site.user("operations", login="ops"))
    items = (await client.get("/api/recording-findings")).json()["items"]
    found = {(item["kind"], item["call"], item["expected"], item["found"]) for item in items}
    assert found == {("short", short.call, 5.0, 2.0), ("silent", silent.call, 3.0, 0.0)}
    (number,) = [item["id"] for item in items if item["kind"] == "short"]
    settle = f"/api/recording-findings/{number}/settle"
    assert (await client.post(settle, json={"note": "the disk was full"})).status_code == 204
    assert (await client.post(settle, json={"note": "again"})).status_code == 404
    left = (await client.get("/api/recording-findings")).json()["items"]
    assert [item["kind"] for item in left] == ["silent"]
    of_call = (
        await client.get("/api/recording-findings", params={"open_only": False, "kind": "short"})
    ).json()["items"]
    assert [(item["resolved_by"], item["note"]) for item in of_call] == [("ops", "the disk was full")]
    await room.archive.look()
    assert ("ops", "recordings.settle", f"recording finding {number}", "done") in await _audit(database)


async def test_audio_that_is_gone_or_was_changed_is_not_played(
    room: Recordings, site: Site, calls: Calls, database: Database, tmp_path: Path
) -> None:
    """And goes onto the list."""
    for _ in range(3):
        await _filed(room, calls, "8001")
    objects = sorted(path for path in (tmp_path / "data/recordings/archive").rglob("*") if path.is_file())
    objects[0].unlink()
    changed = bytearray(objects[1].read_bytes())
    changed[len(changed) // 2] ^= 1
    objects[1].write_bytes(changed)
    client = await site.signed_in(await site.user("inspector"))
    assert (await client.get("/api/recordings/1/audio")).status_code == 404
    assert (await client.get("/api/recordings/2/audio")).status_code == 404
    assert (await client.get("/api/recordings/2/waveform")).status_code == 404
    assert (await client.get("/api/recordings/3/audio")).status_code == 200
    lost = {(row["kind"], row["call"]) for row in await rows(database, RecordingFindingRow)}
    assert lost == {("lost", row["call"]) for row in (await rows(database, RecordingRow))[:2]}


async def test_no_audio_without_its_line_in_the_audit_log(
    room: Recordings, site: Site, calls: Calls, database: Database
) -> None:
    """S8: with a log that can't be written nothing is heard."""
    await _filed(room, calls, "8001")
    client = await site.signed_in(await site.user("inspector"))
    async with database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE audit_log RENAME TO audit_log_away")
    answer = await client.get("/api/recordings/1/audio")
    assert answer.status_code >= 500
    assert b"fLaC" not in answer.content
