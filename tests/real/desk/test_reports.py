"""What the field side does with reports, through the command line on a real database (F1.5, F1.6)."""

import asyncio
import wave
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from desk.database.schema import head
from desk.desk import Desk
from desk.errors import BadRecording
from desk.models import ReportEventRow, TechnicianMessageRow
from desk.voice.voice_message import take_in
from faultline.cli import app
from tests.real.desk.rows import LINE, SECOND_LINE, end, enter, rows, stored, visit

pytestmark = pytest.mark.real

Command = Callable[..., Awaitable[Result]]


@pytest.fixture
def command(database_url: str, tmp_path: Path) -> Command:
    """Runs `faultline …` as an operator does."""
    return _command(database_url, tmp_path)


def _command(url: str, folder: Path) -> Command:
    site = {"FAULTLINE_DATA": str(folder), "FAULTLINE_DATABASE_URL": url}

    async def run(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, list(arguments), env=site)

    return run


def _sound(file: Path, *, seconds: float, rate: int = 44100, channels: int = 2) -> Path:
    with wave.open(str(file), "wb") as sound:
        sound.setparams((channels, 2, rate, 0, "NONE", ""))
        sound.writeframes(b"\x10\x20" * int(rate * channels * seconds))
    return file


async def _report(desk: Desk, line: str = LINE) -> str:
    caller = visit(desk, f"c-{line}")
    enter(caller, line)
    return await caller.confirm()


async def test_list_and_show(desk: Desk, command: Command) -> None:
    first, second = await _report(desk), await _report(desk, SECOND_LINE)
    listed = await command("report", "list")
    assert listed.exit_code == 0, listed.stderr
    lines = listed.stdout.splitlines()
    assert [line.split()[0] for line in lines] == [second, first]
    assert [
        line.split()[0] for line in (await command("report", "list", "--line", LINE)).stdout.splitlines()
    ] == [first]
    shown = (await command("report", "show", first)).stdout
    assert f"line_number: {LINE}" in shown
    assert "kind confirmed" in shown


async def test_keys_left_behind_are_shown(desk: Desk, command: Command) -> None:
    """F1.14: beside the line's number, never as one."""
    end(visit(desk, "c1"), last_step="line_number")
    desk.call_log.keys_left("c1", "5551")
    await stored(desk)
    listed = (await command("report", "list")).stdout
    assert "line -  open, unconfirmed, left" in listed
    assert listed.endswith("hung up after keying 5551\n")
    number = listed.split()[0]
    assert "keys_left: 5551" in (await command("report", "show", number)).stdout
    assert (await command("report", "list", "--line", "5551")).stdout == ""


async def test_mend(desk: Desk, command: Command) -> None:
    number = await _report(desk)
    assert (await command("report", "mend", number)).stdout == f"report {number} is mended\n"
    assert (await command("report", "mend", number)).stdout == f"report {number} was mended before\n"
    assert (await visit(desk, "c2").look_up(LINE)).mended
    assert (await command("report", "close", number)).stdout == f"report {number} is closed\n"
    assert (await command("report", "close", number)).stdout == f"report {number} was closed before\n"
    assert (await command("report", "list", "--status", "open")).stdout == ""
    events = await rows(desk.database, ReportEventRow)
    assert [event["kind"] for event in events] == ["confirmed", "mended", "closed"]


async def test_a_message_for_the_caller(desk: Desk, command: Command, tmp_path: Path) -> None:
    """Any WAV becomes what Asterisk plays: 8 kHz, mono, 16 bit; the caller hears it at the next report."""
    number = await _report(desk)
    kept = await command("report", "message", number, str(_sound(tmp_path / "message.wav", seconds=1.5)))
    assert kept.exit_code == 0, kept.stderr
    found = (await visit(desk, "c2").look_up(LINE)).open_report
    assert found is not None
    assert found.message_for_caller is not None
    with wave.open(str(found.message_for_caller), "rb") as sound:
        assert sound.getparams()[:3] == (1, 2, 8000)
        assert abs(sound.getnframes() - 12000) < 100
    (message,) = await rows(desk.database, TechnicianMessageRow)
    assert (message["for_caller"], message["kept"]) == (True, True)


BAD: list[tuple[str, bytes]] = [
    ("not sound at all", b"hello"),
    ("empty", b""),
    ("a header that promises what is not there", b"RIFF\x24\x00\x00\x00WAVEfmt "),
    ("binary", bytes(range(256)) * 50),
]


@pytest.mark.parametrize(("what", "content"), BAD, ids=[row[0] for row in BAD])
def test_what_is_no_sound_is_refused(tmp_path: Path, what: str, content: bytes) -> None:
    (tmp_path / "bad.wav").write_bytes(content)
    with pytest.raises(BadRecording):
        take_in(tmp_path / "bad.wav", tmp_path / "recordings" / "kept.wav")
    assert not (tmp_path / "recordings" / "kept.wav").exists()


LENGTHS = [(0.0, "there is no sound in it"), (121.0, "it is longer than 120 seconds")]


@pytest.mark.parametrize(("seconds", "reason"), LENGTHS)
def test_lengths(tmp_path: Path, seconds: float, reason: str) -> None:
    file = _sound(tmp_path / "message.wav", seconds=seconds, rate=8000, channels=1)
    with pytest.raises(BadRecording, match=reason):
        take_in(file, tmp_path / "kept.wav")


async def test_an_operator_is_told_why(desk: Desk, command: Command, tmp_path: Path) -> None:
    number = await _report(desk)
    (tmp_path / "bad.wav").write_bytes(b"hello")
    refused = await command("report", "message", number, str(tmp_path / "bad.wav"))
    assert refused.exit_code == 1
    assert refused.stderr == "report message: bad.wav: it is not a sound file that can be read here\n"
    assert await rows(desk.database, TechnicianMessageRow) == []


@pytest.mark.parametrize(
    "arguments", [("show", "1"), ("mend", "1"), ("close", "1"), ("message", "1", __file__)]
)
async def test_a_number_that_nobody_was_given(command: Command, arguments: tuple[str, ...]) -> None:
    refused = await command("report", *arguments)
    assert (refused.exit_code, refused.stderr) == (1, f"report {arguments[0]}: there is no report 1\n")


async def test_revisions(empty_database_url: str, tmp_path: Path) -> None:
    """`faultline db`: where it stands, forwards, backwards, and a check that can fail."""
    command = _command(empty_database_url, tmp_path)
    assert (await command("db", "current")).stdout == f"revision none, this version wants {head()}\n"
    assert (await command("db", "check")).exit_code == 1
    assert (await command("db", "upgrade")).stdout == f"revision {head()}\n"
    assert (await command("db", "check")).stdout == f"revision {head()}, as it should be\n"
    assert (await command("db", "downgrade", "0001", "--yes")).stdout == "revision 0001\n"
    refused = await command("db", "check")
    assert (refused.exit_code, "run `faultline db upgrade`" in refused.stderr) == (1, True)
    assert (await command("db", "upgrade", "no-such-revision")).exit_code == 1
