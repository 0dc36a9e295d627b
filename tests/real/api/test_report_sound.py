"""What can be heard of a report, and the technician's message for the next caller (F1.6, S16)."""

import io
import wave
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update

from desk.models import AuditRow, FaultReportRow, RecordingLegRow, RecordingRow
from tests.real.api.report_house import House
from tests.real.desk.rows import LINE, confirmed_report, visit

pytestmark = pytest.mark.real


def _sound(seconds: float, rate: int = 16000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        sound.writeframes(b"\x10\x20" * int(rate * seconds))
    return file.getvalue()


async def test_a_message_for_the_next_caller(house: House) -> None:
    """F1.6: what a technician says in the browser is what the next caller of the line hears, and it is kept once."""
    number = await confirmed_report(house.desk)
    field = await house.site.signed_in(await house.site.user("field", login="field.one"))
    path = f"/api/reports/{number}/message-for-caller"
    name = {"request_id": str(uuid4())}
    for _ in range(2):
        answer = await field.post(path, params=name, content=_sound(1.5))
        assert (answer.status_code, answer.json()["sounds"]) == (201, ["symptom", "message-for-caller"])
    open_report = (await visit(house.desk, "c-next").look_up(LINE)).open_report
    assert open_report is not None
    assert open_report.message_for_caller is not None
    with wave.open(str(open_report.message_for_caller), "rb") as kept:
        assert kept.getparams()[:3] == (1, 2, 8000)
    assert len(list(house.desk.folder.glob("recordings/*/*/*/report-*.wav"))) == 1
    sound = f"/api/reports/{number}/sound/message-for-caller"
    heard = await field.get(sound)
    part = await field.get(sound, headers={"range": "bytes=4-7"})
    assert (heard.status_code, heard.headers["content-type"], heard.content[:4]) == (
        200,
        "audio/wav",
        b"RIFF",
    )
    assert (part.status_code, part.content) == (206, heard.content[4:8])
    assert (await field.get(sound, headers={"range": "bytes=99999999-"})).status_code == 416
    kinds = [(one["kind"], one["person"], one["sound"]) for one in (await house.whole(number))["timeline"]]
    assert ("answer_kept", "field.one", "message-for-caller") in kinds
    listened = select(AuditRow.subject).where(AuditRow.action == "reports.listen", AuditRow.outcome == "done")
    async with house.desk.database.reading() as connection:
        assert set((await connection.execute(listened)).scalars()) == {f"report {number}"}


BAD_SOUNDS: list[tuple[str, bytes, int]] = [
    ("not a sound", b"hello", 422),
    ("a page in the place of one", b"<html>" * 100, 422),
    ("a header and nothing behind it", b"RIFF\x24\x00\x00\x00WAVEfmt ", 422),
    ("longer than two minutes", _sound(121, 8000), 422),
    ("over 2 MB", _sound(70), 413),
]


async def test_what_is_no_message_is_refused(small_house: House) -> None:
    number = await confirmed_report(small_house.desk)
    for why, content, status in BAD_SOUNDS:
        path = f"/api/reports/{number}/message-for-caller?request_id={uuid4()}"
        assert (await small_house.agent.post(path, content=content)).status_code == status, why
    assert (await small_house.agent.get(f"/api/reports/{number}/sound/message-for-caller")).status_code == 404
    assert (await small_house.agent.get(f"/api/reports/{number}/sound/..%2Fsecret")).status_code in (404, 422)


async def test_a_path_outside_is_no_sound(small_house: House) -> None:
    """S16: whatever a row may hold."""
    number = await confirmed_report(small_house.desk)
    for path in ("../../etc/passwd", "/etc/passwd", "journal/x", ""):
        async with small_house.desk.database.writing() as connection:
            await connection.execute(update(FaultReportRow).values(symptom_recording=path))
        assert (await small_house.agent.get(f"/api/reports/{number}/sound/symptom")).status_code == 404


async def test_conversations_are_named_to_whoever_may_listen(small_house: House) -> None:
    """S10: that there is a recording is known to everybody who reads reports, which one it is to few."""
    now = datetime.now(UTC)
    number = await small_house.new(call="node1-4.1")
    recording = {
        "id": 7,
        "node": "node1",
        "file": "x.wav",
        "call": "node1-4.1",
        "linkedid": "node1-4.1",
        "seconds": 9.5,
    }
    times = dict.fromkeys(("started_at", "ended_at", "archived_at", "delete_after"), now)
    leg = {"recording_id": 7, "n": 1, "agent": "8001", "begins": 0.0, "ends": 9.5}
    async with small_house.desk.database.writing() as connection:
        kept = {**recording, **times, "pauses": [], "handed_over": True, "state": "ok"}
        await connection.execute(insert(RecordingRow).values(kept))
        await connection.execute(insert(RecordingLegRow).values(leg))
    site = small_house.site
    listeners: list[tuple[dict[str, str], list[int | None]]] = [
        ({"login": "junior", "role": "junior_agent"}, [None]),
        ({"login": "inspector", "role": "inspector"}, [7]),
        ({"login": "other.team", "role": "shift_supervisor", "team": "night"}, [None]),
        ({"login": "manager", "role": "manager_hotline"}, [7]),
    ]
    await site.user("junior_agent", extension="8001", team="day")
    for who, wanted in listeners:
        role = who.pop("role")
        browser = await site.signed_in(await site.user(role, **who))
        timeline = (await browser.get(f"/api/reports/{number}")).json()["timeline"]
        found = [one["recording"] for one in timeline if one["kind"] == "conversation"]
        assert found == wanted, role
