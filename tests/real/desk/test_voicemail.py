"""Voicemails of the dialplan become unconfirmed reports, each exactly once."""

import os
import struct
import wave
from pathlib import Path
from typing import Any

import pytest

from desk.desk import Desk
from desk.journal.fact import Kind
from desk.models import CallRow, FaultReportRow, TechnicianMessageRow
from desk.voice.voicemail import VoicemailSpool
from desk.voice.voicemail_name import VoicemailName
from desk.voice.wave_file import HEADER_BYTES
from tests.real.desk.conftest import OpenDesk
from tests.real.desk.rows import CONTACT, LINE, end, enter, rows, stored, visit
from tests.waiting import until

pytestmark = pytest.mark.real

CALL = "node1-1700000000.7"
NAME = f"{CALL}_{CONTACT}_{LINE}_en.wav"

NAMES: list[tuple[str, VoicemailName | None]] = [
    (NAME, VoicemailName(CALL, CONTACT, LINE, "en")),
    (f"{CALL}_0_0_zh.wav", VoicemailName(CALL, None, None, "zh")),
    (f"{CALL}_{CONTACT}_{LINE}_fr.wav", VoicemailName(CALL, CONTACT, LINE, "zh")),
    (f"{CALL}_{CONTACT}_{LINE}_.wav", VoicemailName(CALL, CONTACT, LINE, "zh")),
    (f"{CALL}_{CONTACT}_{LINE}_en.WAV", None),
    (f"{CALL}_{CONTACT}_en.wav", None),
    (f"{CALL}_{'1' * 21}_{LINE}_en.wav", None),
    (f"a b_{CONTACT}_{LINE}_en.wav", None),
    (f"{CALL}_{CONTACT}_８７６５_en.wav", None),
    (f"{CALL}_{CONTACT}_{LINE}_en.wav\n", None),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_names(name: str, expected: VoicemailName | None) -> None:
    """S16: a name is either exactly what the dialplan makes, or nothing."""
    assert VoicemailName.parse(name) == expected


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """The folder that Asterisk records into."""
    folder = tmp_path / "spool" / "voicemail"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _record(file: Path, *, samples: int = 8000, closed: bool = True) -> bytes:
    """A recording as Asterisk writes it: the lengths in the header only when it is closed."""
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x01\x02" * samples)
    if not closed:
        with file.open("r+b") as raw:
            raw.seek(HEADER_BYTES - 4)
            raw.write(struct.pack("<I", 0))
    return file.read_bytes()


async def _adopted(desk: Desk, count: int = 1) -> list[dict[str, Any]]:
    async def enough() -> list[dict[str, Any]]:
        found = await rows(desk.database, FaultReportRow)
        return found if len(found) >= count else []

    return await until(enough)


async def test_becomes_an_unconfirmed_report(desk: Desk, spool: Path) -> None:
    recorded = _record(spool / NAME)
    (report,) = await _adopted(desk)
    expected = {
        "line_number": LINE, "contact_number": CONTACT, "confirmed": False, "outcome": "voicemail",
        "language": "en", "call": CALL, "status": "open",
    }  # fmt: skip
    assert {name: report[name] for name in expected} == expected
    assert (desk.folder / report["symptom_recording"]).read_bytes() == recorded
    assert report["symptom_recording"].startswith("recordings/")
    assert not (spool / NAME).exists()
    assert [row["call"] for row in await rows(desk.database, CallRow)] == [CALL]


async def test_nothing_known_but_the_voice(desk: Desk, spool: Path) -> None:
    _record(spool / f"{CALL}_0_0_zh.wav")
    (report,) = await _adopted(desk)
    assert (report["line_number"], report["contact_number"]) == (None, None)


async def test_not_before_it_is_finished(desk: Desk, spool: Path) -> None:
    """Its writer is still at it: left alone until it closes the file."""
    _record(spool / NAME, closed=False)
    _record(spool / f"other_{CONTACT}_{LINE}_zh.wav")
    await _adopted(desk)
    assert (spool / NAME).exists()
    _record(spool / NAME)
    assert {row["call"] for row in await _adopted(desk, 2)} == {CALL, "other"}


async def test_its_writer_was_killed(desk: Desk, spool: Path) -> None:
    """R12: a header that nobody completed is put right."""
    complete = _record(spool / NAME)
    _record(spool / NAME, closed=False)
    patient = VoicemailSpool(desk.folder, desk.journal, untouched_seconds=0.0)

    async def adopted() -> bool:
        await patient.adopt()
        return not (spool / NAME).exists()

    await until(adopted)
    (report,) = await _adopted(desk)
    assert (desk.folder / report["symptom_recording"]).read_bytes() == complete


async def test_a_caller_who_said_nothing(desk: Desk, spool: Path) -> None:
    """Kept as a report to call back, without a recording."""
    _record(spool / NAME, samples=0)
    patient = VoicemailSpool(desk.folder, desk.journal, empty_seconds=0.0)

    async def adopted() -> bool:
        await patient.adopt()
        return not (spool / NAME).exists()

    await until(adopted)
    (report,) = await _adopted(desk)
    assert (report["contact_number"], report["symptom_recording"]) == (CONTACT, None)


async def test_after_a_visit_of_the_same_call(desk: Desk, spool: Path) -> None:
    """One report a call and line: the message is added to what was entered before the service was lost."""
    caller = visit(desk, CALL)
    take = enter(caller)
    end(caller, "to_agent")
    await stored(desk)
    _record(spool / NAME)

    async def added() -> bool:
        return bool(await rows(desk.database, TechnicianMessageRow))

    await until(added)
    (report,) = await rows(desk.database, FaultReportRow)
    (message,) = await rows(desk.database, TechnicianMessageRow)
    assert report["symptom_recording"] == take.relative_to(desk.folder).as_posix()
    assert (message["report_id"], message["kept"]) == (report["id"], True)
    assert report["technician_message"] == message["recording"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(NAME, id="the dialplan knew the line"),
        pytest.param(f"{CALL}_{CONTACT}_0_en.wav", id="it did not: the number was keyed and not confirmed"),
    ],
)
async def test_before_the_end_of_a_visit_of_the_same_call(desk: Desk, spool: Path, name: str) -> None:
    """R3: the voice box is adopted before it is known how the visit ended: still one report, with both recordings."""
    caller = visit(desk, CALL)
    take = enter(caller)
    _record(spool / name)
    (first,) = await _adopted(desk)
    end(caller, "service_lost")
    await stored(desk)
    (report,) = await rows(desk.database, FaultReportRow)
    (message,) = await rows(desk.database, TechnicianMessageRow)
    assert (report["number"], report["line_number"]) == (first["number"], LINE)
    assert (report["outcome"], report["last_step"]) == ("service_lost", "V5")
    assert report["symptom_recording"] == take.relative_to(desk.folder).as_posix()
    assert report["technician_message"] == message["recording"] == first["symptom_recording"]
    assert (message["report_id"], message["kept"]) == (report["id"], True)


async def test_a_crash_between_fact_and_move(desk: Desk, spool: Path) -> None:
    """The fact is repeated for the same recording and counts once."""
    _record(spool / NAME)
    (first,) = await _adopted(desk)
    recording = desk.folder / first["symptom_recording"]
    fact = {"recording": first["symptom_recording"], "line_number": LINE, "contact_number": CONTACT}
    again = spool / NAME
    recording.rename(again)  # as if the process had died before it moved the file
    os.utime(again, ns=(again.stat().st_atime_ns, again.stat().st_mtime_ns))

    async def moved() -> bool:
        return recording.exists()

    await until(moved)
    desk.journal.append(Kind.VOICEMAIL, CALL, fact | {"language": "en"})
    await stored(desk)
    assert len(await rows(desk.database, FaultReportRow)) == 1
    assert await rows(desk.database, TechnicianMessageRow) == []


async def test_two_services_share_a_spool(open_desk: OpenDesk, spool: Path) -> None:
    desks = [await open_desk(), await open_desk()]
    for index in range(10):
        _record(spool / f"c{index}_{CONTACT}_{LINE}_zh.wav")
    await _adopted(desks[0], 10)
    await stored(desks[0])
    await stored(desks[1])
    found = await rows(desks[0].database, FaultReportRow)
    assert sorted(row["call"] for row in found) == [f"c{index}" for index in range(10)]


async def test_other_files_are_left_alone(desk: Desk, spool: Path) -> None:
    (spool / "notes.wav").write_bytes(b"hello")
    _record(spool / NAME)
    await _adopted(desk)
    assert (spool / "notes.wav").read_bytes() == b"hello"
