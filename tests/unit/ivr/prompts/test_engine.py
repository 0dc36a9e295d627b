"""espeak-ng as a subprocess: what it is given, and what becomes of its failures (real speech: tests/real)."""

from pathlib import Path

import pytest

from ivr.prompts.catalogue import Utterance, Voice
from ivr.prompts.engine import EngineError, EspeakEngine

HELLO = Utterance("您好 $(reboot); `id` -v en", Voice("zh", "cmn", 200))


def program(folder: Path, *lines: str) -> Path:
    """A stand-in for espeak-ng that shows what it was started with."""
    script = folder / "espeak-ng"
    script.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    script.chmod(0o755)
    return script


def test_text_goes_in_on_standard_input_and_is_never_an_argument(tmp_path: Path) -> None:
    engine = EspeakEngine(
        program(tmp_path, f'echo "$@" > {tmp_path}/arguments', f"cat > {tmp_path}/text", "exit 3")
    )
    with pytest.raises(EngineError):
        engine.render(HELLO)
    assert (tmp_path / "text").read_text(encoding="utf-8") == HELLO.text
    assert (tmp_path / "arguments").read_text().split() == [
        "-v",
        "cmn",
        "-s",
        "200",
        "-b",
        "1",
        "-z",
        "--stdin",
        "--stdout",
    ]


def test_identity_leaves_out_where_the_voice_lies(tmp_path: Path) -> None:
    engine = EspeakEngine(program(tmp_path, "echo 'eSpeak NG text-to-speech: 1.52.0  Data at: /some/where'"))
    assert engine.identity() == "eSpeak NG text-to-speech: 1.52.0"


@pytest.mark.parametrize(
    ("lines", "says", "reason"),
    [
        (("echo 'the voice does not exist' >&2", "exit 1"), "voice does not exist", "its own words"),
        (("exit 7",), "ended with 7", "no words"),
        (("exit 0",), "ended with 0", "nothing said"),
        (("echo no sound",), "no WAV", "not audio"),
    ],
)
def test_a_failing_voice_is_told_apart(
    tmp_path: Path, lines: tuple[str, ...], says: str, reason: str
) -> None:
    engine = EspeakEngine(program(tmp_path, "cat > /dev/null", *lines))
    with pytest.raises(EngineError, match=says):
        pytest.fail(f"{reason}: {engine.render(HELLO)}")


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="espeak-ng"):
        EspeakEngine(tmp_path / "espeak-ng").identity()


def test_a_program_that_may_not_be_run_is_named(tmp_path: Path) -> None:
    script = program(tmp_path, "exit 0")
    script.chmod(0o644)
    with pytest.raises(EngineError, match="espeak-ng"):
        EspeakEngine(script).identity()
