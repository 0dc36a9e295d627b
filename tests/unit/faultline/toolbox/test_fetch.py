"""What is fetched, and what a machine can do without when nothing can be fetched."""

from pathlib import Path

import pytest

from faultline.toolbox.fetch import can_do_without, wanted


def program(path: Path) -> None:
    path.write_text("#!/bin/sh\necho 'Asterisk 22.10.1'\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("names", "installed", "enough", "reason"),
    [
        (["espeak-ng"], ["espeak-ng"], True, "the system's voice speaks too"),
        (["espeak-ng", "sip-tester"], ["espeak-ng"], True, "only tests place calls with it"),
        (["espeak-ng"], [], False, "no voice, no prompts"),
        (["asterisk", "espeak-ng"], ["espeak-ng"], False, "no Asterisk, no hotline"),
    ],
)
def test_what_can_be_done_without(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: list[str],
    installed: list[str],
    enough: bool,
    reason: str,
) -> None:
    for name in installed:
        program(tmp_path / name)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert can_do_without(names) is enough, reason


def test_the_voice_is_fetched_even_if_the_system_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "espeak-ng")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "espeak-ng" in wanted()


def test_what_the_system_has_is_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "sipp")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("FAULTLINE_ASTERISK", "/somewhere/asterisk")
    assert not {"asterisk", "sip-tester"} & set(wanted())
