"""Which Asterisk and which tools are chosen when a machine has several.

Stand-ins are real programs that answer `-V`, laid out like an installation.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from faultline.toolbox import ToolboxError, find_asterisk, find_tool
from faultline.toolbox.clock import LIBRARY, find_clock
from faultline.toolbox.fetch import wanted
from faultline.toolbox.folders import Folders


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("PATH", f"{tmp_path / 'system/sbin'}:/usr/bin:/bin")
    monkeypatch.setattr("faultline.toolbox.asterisk_install.SYSTEM_FOLDERS", ())
    return Folders(tmp_path / "toolbox")


def program(path: Path, answer: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{answer}'\n")
    path.chmod(0o755)
    return path


def asterisk(prefix: Path, version: str) -> Path:
    for folder in ("lib/some-triplet/asterisk/modules", "share/asterisk"):
        (prefix / folder).mkdir(parents=True)
    return program(prefix / "sbin" / "asterisk", f"Asterisk {version}")


def private(tools: Folders, version: str) -> None:
    """A root whose loader is a shell that runs the program given after --library-path."""
    asterisk(tools.root / "usr", version)
    triplet = tools.root / "usr/lib/some-triplet"
    (triplet / "libc.so.6").touch()
    loader = triplet / "ld-linux-any.so.2"
    loader.write_text('#!/bin/sh\nshift 2\nexec "$@"\n')
    loader.chmod(0o755)
    program(tools.bin / "asterisk", f"Asterisk {version}")


def test_the_named_one_wins(tmp_path: Path, tools: Folders) -> None:
    named = asterisk(tmp_path / "named", "21.1.0")
    asterisk(tmp_path / "system", "22.1.0")
    found = find_asterisk(named, tools)
    assert (found.executable, found.version, found.command) == (named, (21, 1, 0), [str(named)])
    assert found.modules == tmp_path / "named/lib/some-triplet/asterisk/modules"
    assert found.data == tmp_path / "named/share/asterisk"


@pytest.mark.parametrize("version", ["18.0.0", "22.11.0"])
def test_an_unfit_named_one_is_an_error_even_if_another_would_do(
    tmp_path: Path, tools: Folders, version: str
) -> None:
    asterisk(tmp_path / "system", "22.1.0")
    with pytest.raises(ToolboxError, match="is refused"):
        find_asterisk(asterisk(tmp_path / "named", version), tools)


def test_a_named_one_that_is_not_there_is_an_error(tmp_path: Path, tools: Folders) -> None:
    with pytest.raises(ToolboxError, match="FAULTLINE_ASTERISK"):
        find_asterisk(tmp_path / "nothing", tools)


def test_the_system_s_one_goes_before_the_private_copy(tmp_path: Path, tools: Folders) -> None:
    asterisk(tmp_path / "system", "20.6.0")
    private(tools, "22.10.1")
    assert find_asterisk(None, tools).version == (20, 6, 0)


@pytest.mark.parametrize("version", ["18.0.0", "22.11.0"])
def test_an_unfit_system_s_one_is_passed_over(tmp_path: Path, tools: Folders, version: str) -> None:
    asterisk(tmp_path / "system", version)
    private(tools, "22.10.1")
    found = find_asterisk(None, tools)
    assert found.version == (22, 10, 1)
    assert found.executable == tools.bin / "asterisk"
    assert found.command[0].endswith("ld-linux-any.so.2")
    assert found.command[-1] == str(tools.root / "usr/sbin/asterisk")
    assert found.data == tools.root / "usr/share/asterisk"


def _stopped(prefix: Path) -> None:
    asterisk(prefix, "22.1.0").write_text("#!/bin/sh\nexit 127\n")


def _without_modules(prefix: Path) -> None:
    program(prefix / "sbin" / "asterisk", "Asterisk 22.1.0")


def _of_no_version(prefix: Path) -> None:
    asterisk(prefix, "of my own make")


def _of_no_text(prefix: Path) -> None:
    asterisk(prefix, "22.1.0").write_text("#!/bin/sh\nprintf '\\377\\376'\n")


def _of_no_end(prefix: Path) -> None:
    asterisk(prefix, "22.1.0").write_text("#!/bin/sh\nexec sleep 600\n")


@pytest.mark.parametrize(
    ("install", "why"),
    [
        pytest.param(_stopped, "127", id="a library of its is missing"),
        pytest.param(_without_modules, "not installed completely", id="its modules are elsewhere"),
        pytest.param(_of_no_version, "no version", id="a version that nobody understands"),
        pytest.param(_of_no_text, "no version", id="bytes that are no text"),
        pytest.param(_of_no_end, "timed out", id="it does not answer"),
    ],
)
def test_a_system_s_one_that_cannot_be_used_leaves_the_way_to_the_private_copy(
    tmp_path: Path,
    tools: Folders,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    install: Callable[[Path], None],
    why: str,
) -> None:
    """One line says why it is passed over, and `make setup` fetches the private copy all the same."""
    monkeypatch.setattr("faultline.toolbox.asterisk_install.ANSWER_SECONDS", 1.0)
    monkeypatch.delenv("FAULTLINE_ASTERISK", raising=False)
    install(tmp_path / "system")
    assert "asterisk" in wanted()
    (line,) = capsys.readouterr().err.splitlines()
    assert str(tmp_path / "system/sbin/asterisk") in line
    assert why in line
    private(tools, "22.10.1")
    assert find_asterisk(None, tools).executable == tools.bin / "asterisk"


def test_a_machine_without_any_is_told_three_ways_out(tools: Folders) -> None:
    with pytest.raises(ToolboxError, match=r"make setup.*FAULTLINE_ASTERISK.*docker/"):
        find_asterisk(None, tools)


@pytest.mark.parametrize(
    ("name", "winner", "reason"),
    [
        ("sipp", "system/sbin", "the system's own"),
        ("espeak-ng", "toolbox/bin", "another version of the voice renders other prompts"),
    ],
)
def test_which_tool_wins_when_both_are_there(
    tmp_path: Path, tools: Folders, name: str, winner: str, reason: str
) -> None:
    program(tmp_path / "system/sbin" / name, "system")
    program(tools.bin / name, "private")
    assert find_tool(name, tools) == tmp_path / winner / name, reason


@pytest.mark.parametrize("folder", ["system/sbin", "toolbox/bin"])
def test_the_only_one_there_is_taken(tmp_path: Path, tools: Folders, folder: str) -> None:
    only = program(tmp_path / folder / "some-voice", "only")
    assert find_tool("some-voice", tools) == only


def test_a_fetched_clock_is_found_and_a_missing_one_names_the_way_to_get_it(
    tools: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faultline.toolbox.clock.SYSTEM", ())
    with pytest.raises(ToolboxError, match="make setup"):
        find_clock(tools)
    library = tools.clock / "usr/lib/some-triplet" / LIBRARY
    library.parent.mkdir(parents=True)
    library.touch()
    assert find_clock(tools) == library


def test_a_missing_tool_names_the_way_to_get_it(tools: Folders) -> None:
    with pytest.raises(ToolboxError, match="make setup"):
        find_tool("no-such-tool", tools)
