"""`faultline replay`: a log folded again, its figures on the terminal."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cti.event_log.log import EventLog
from faultline.cli import app
from tests.unit.cti.floor.sequences import story


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the log of one call, over by 1,800,000,022 s."""
    monkeypatch.setenv("FAULTLINE_DATA", str(tmp_path))
    monkeypatch.setenv("FAULTLINE_SITE_ZONE", "UTC")
    log = EventLog(tmp_path / "floor-log", "node1")
    for event in story():
        log.append(event)
    log.close()
    for file in (tmp_path / "floor-log" / "node1").glob("*.jsonl"):
        os.utime(file, (1.8e9 + 22, 1.8e9 + 22))
    return tmp_path


def replay(*arguments: str) -> str:
    outcome = CliRunner().invoke(app, ["replay", *arguments])
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def test_the_figures_of_a_file(folder: Path) -> None:
    [file] = (folder / "floor-log" / "node1").glob("*.jsonl")
    told = replay(str(file))
    assert "22, 2027-01-15T08:00:01+00:00 to 2027-01-15T08:00:22+00:00" in told
    assert "1 begun, 1 ended, 0 of them unseen" in told
    assert "1 answered, 0 abandoned" in told
    assert "100.0% within 20 s" in told
    assert "queue junior: 1 answered, 1 within 20 s, 0 abandoned, waited 6.0 s on average" in told
    assert "agent 8001: 1 answered" in told


def test_since_counts_what_came_after_on_the_floor_as_it_was(folder: Path) -> None:
    """The offer was before; the answer after it is counted with its whole wait."""
    told = replay("--since", "2027-01-15T08:00:13+00:00")
    assert "0 begun, 1 ended" in told
    assert "1 answered, 0 abandoned" in told
    assert "waited 6.0 s on average" in told


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "neither a file nor a time"),
        (("--since", "yesterday"), "no time"),
        (("nowhere.jsonl",), "no such file"),
    ],
)
def test_what_makes_no_sense_is_refused(folder: Path, arguments: tuple[str, ...], reason: str) -> None:
    assert CliRunner().invoke(app, ["replay", *arguments]).exit_code == 2, reason
