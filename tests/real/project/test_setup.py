"""`make setup`: nothing to do leaves no trace; what is missing is said in one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from faultline.toolbox.folders import project, toolbox

pytestmark = pytest.mark.real

PARTS = (
    "requirements.lock",
    "pyproject.toml",
    "README.md",
    "tools",
    "faultline/__init__.py",
    "faultline/toolbox",
)


def run(
    *words: str | Path, folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder or project(), env={**os.environ, **environment}, capture_output=True, text=True
    )


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A checkout in which nothing is set up."""
    for part in PARTS:
        target = tmp_path / "checkout" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        source = project() / part
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return tmp_path / "checkout"


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_toolbox_that_is_up_to_date_is_left_alone() -> None:
    before = toolbox().root.stat().st_ino if toolbox().root.exists() else None
    done = run(sys.executable, "-m", "faultline.toolbox", "fetch")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (toolbox().root.stat().st_ino if toolbox().root.exists() else None) == before


def test_the_toolbox_says_what_is_used() -> None:
    done = run(sys.executable, "-m", "faultline.toolbox", "where")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["asterisk", "espeak-ng", "sipp"]


def test_an_unknown_word_shows_the_known_ones() -> None:
    done = run(sys.executable, "-m", "faultline.toolbox", "dance")
    assert done.returncode == 1
    assert "fetch" in done.stderr


def test_a_machine_without_a_new_python_is_told(tmp_path: Path) -> None:
    script(tmp_path / "python3", "exit 1")
    done = run("/bin/sh", project() / "tools" / "find_python", PATH=str(tmp_path), PYTHON="")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "setup: Python 3.11 or newer is missing: install python3 and python3-venv, or set PYTHON to its path"
    ]


def test_a_named_python_goes_first() -> None:
    done = run(project() / "tools" / "find_python", PYTHON=sys.executable)
    assert done.stdout.strip() == sys.executable


def test_no_network_is_said_in_one_line(fresh: Path) -> None:
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_RETRIES": "1",
    }
    nowhere |= {"PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": "", "PIP_NO_CACHE_DIR": "1", "no_proxy": "*"}
    done = run(sys.executable, "-m", "tools.environment", folder=fresh, **nowhere)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("setup: no network")


def test_a_package_without_a_wheel_on_a_machine_without_a_compiler_is_said_in_one_line(
    fresh: Path, tmp_path: Path
) -> None:
    (tmp_path / "no-wheels").mkdir()
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "no-wheels"), "PATH": str(tmp_path)}
    nothing |= {"PIP_CONFIG_FILE": os.devnull, "PIP_EXTRA_INDEX_URL": ""}
    done = run(sys.executable, "-m", "tools.environment", folder=fresh, **nothing)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("setup: no C compiler")


def test_a_disk_that_is_too_small_is_said_before_anything_is_fetched(fresh: Path) -> None:
    recipe = fresh / "tools" / "environment.py"
    recipe.write_text(recipe.read_text().replace("SPACE = 900_000_000", f"SPACE = {10**18}"))
    done = run(sys.executable, "-m", "tools.environment", folder=fresh)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("setup: disk full")
