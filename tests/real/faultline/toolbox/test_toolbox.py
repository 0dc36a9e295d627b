"""The toolbox on this machine: the Asterisk that is found answers, so do the voice and the test caller."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from faultline.toolbox import find_asterisk, find_tool
from faultline.toolbox.asterisk_version import parse_version, refusal
from faultline.toolbox.chromium import find_chromium
from faultline.toolbox.clock import find_clock

pytestmark = pytest.mark.real


def answer(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_found_asterisk_answers_with_a_fit_version() -> None:
    found = find_asterisk(None)
    assert parse_version(answer(*found.command, "-V")) == found.version
    assert refusal(found.version) is None
    assert (found.modules / "app_dial.so").is_file()
    assert (found.data / "documentation").is_dir()


def test_its_executable_and_its_command_are_the_same_program() -> None:
    found = find_asterisk(None)
    assert answer(found.executable, "-V") == answer(*found.command, "-V")


def test_the_voice_speaks_both_languages(tmp_path: Path) -> None:
    voice = find_tool("espeak-ng")
    for language, text in (("cmn", "您好"), ("en", "hello")):
        spoken = tmp_path / f"{language}.wav"
        answer(voice, "-v", language, "-w", spoken, text)
        assert spoken.read_bytes()[:4] == b"RIFF"


def test_the_test_caller_answers() -> None:
    # SIPp answers with exit code 99, its own for "no call was placed".
    said = subprocess.run([find_tool("sipp"), "-v"], capture_output=True, text=True)
    assert "SIPp v" in said.stdout


def test_the_browser_of_the_tests_answers() -> None:
    assert "Chrom" in answer(find_chromium(), "--version")


def test_the_clock_shows_another_year_and_leaves_the_monotonic_one_alone() -> None:
    program = "import time; print(time.gmtime().tm_year, time.monotonic())"
    pretence = {
        "LD_PRELOAD": str(find_clock()),
        "FAKETIME": "@2001-02-03 04:05:06",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    before = time.monotonic()
    said = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **pretence},
    ).stdout
    year, monotonic = said.split()
    assert year == "2001"
    assert before <= float(monotonic) <= time.monotonic()
