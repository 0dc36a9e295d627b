"""The wheel is built without a network and holds all that a running hotline reads."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from faultline.toolbox.folders import project

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, project()]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("faultline-*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def below(folder: str, *endings: str) -> set[Path]:
    files = (project() / folder).rglob("*")
    return {path.relative_to(project()) for path in files if path.suffix in endings and path.is_file()}


def test_asterisk_s_configuration_is_inside(contents: set[str]) -> None:
    expected = {f"faultline/_{path.as_posix()}" for path in below("asterisk_conf", ".conf")}
    assert "faultline/_asterisk_conf/extensions.conf" in expected
    assert expected <= contents


@pytest.mark.parametrize(
    "room", ["faultline", "agi_scripts", "cti", "ivr", "desk", "recordings", "testcalls"]
)
def test_every_room_is_inside_whole(contents: set[str], room: str) -> None:
    expected = {path.as_posix() for path in below(room, ".py", ".toml", ".csv", ".mako", ".typed")}
    assert f"{room}/__init__.py" in expected
    assert expected <= contents


def test_the_built_desktop_is_inside_whole(contents: set[str]) -> None:
    built = project() / "build" / "web"
    expected = {
        f"faultline/_web/{path.relative_to(built).as_posix()}" for path in built.rglob("*") if path.is_file()
    }
    assert "faultline/_web/index.html" in expected
    assert expected <= contents


def test_nothing_else_is_inside(contents: set[str]) -> None:
    rooms = {"faultline", "agi_scripts", "cti", "ivr", "desk", "recordings", "testcalls"}
    others = {name.split("/")[0] for name in contents} - rooms
    assert all(other.endswith(".dist-info") for other in others)


def test_the_licence_is_inside(contents: set[str]) -> None:
    assert any(name.endswith("/LICENSE") for name in contents)
