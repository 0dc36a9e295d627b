"""Which Chromium the tests of the browser desktop start.

Stand-ins are real programs, laid out like an installation.
"""

from pathlib import Path

import pytest

from faultline.toolbox import ToolboxError
from faultline.toolbox.chromium import SETTING, find_chromium, flags
from faultline.toolbox.folders import Folders


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("PATH", str(tmp_path / "system"))
    monkeypatch.delenv(SETTING, raising=False)
    return Folders(tmp_path / "toolbox")


def program(path: Path, text: str = "exec true") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_the_named_one_wins(tmp_path: Path, tools: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    named = program(tmp_path / "named")
    program(tmp_path / "system/chromium")
    monkeypatch.setenv(SETTING, str(named))
    assert find_chromium(tools) == named


def test_a_named_one_that_is_not_there_is_an_error(
    tmp_path: Path, tools: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "system/chromium")
    monkeypatch.setenv(SETTING, str(tmp_path / "nothing"))
    with pytest.raises(ToolboxError, match=SETTING):
        find_chromium(tools)


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_the_system_s_one_goes_before_the_private_copy(tmp_path: Path, tools: Folders, name: str) -> None:
    program(tools.chromium / "chromium")
    assert find_chromium(tools) == tools.chromium / "chromium"
    installed = program(tmp_path / "system" / name)
    assert find_chromium(tools) == installed


def test_ubuntu_s_placeholder_for_a_snap_is_passed_over(tmp_path: Path, tools: Folders) -> None:
    program(tmp_path / "system/chromium-browser", 'exec /snap/bin/chromium "$@"')
    with pytest.raises(ToolboxError, match="make chromium"):
        find_chromium(tools)
    private = program(tools.chromium / "chromium")
    assert find_chromium(tools) == private


@pytest.mark.parametrize(
    ("user", "sandbox", "reason"),
    [(0, False, "as root it refuses to start with the sandbox"), (1000, True, "everybody else keeps it")],
)
def test_the_sandbox_is_given_up_only_as_root(
    monkeypatch: pytest.MonkeyPatch, user: int, sandbox: bool, reason: str
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert ("--no-sandbox" not in flags()) is sandbox, reason


def test_the_microphone_speaks_a_file() -> None:
    assert "--use-file-for-fake-audio-capture=/voices/one.wav" in flags(Path("/voices/one.wav"))
