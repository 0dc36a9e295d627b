"""The private apt on this machine: it fetches nothing unsigned, and says in one line why it can't go on."""

import socket
from pathlib import Path

import pytest

from faultline.toolbox.apt_sources import Source
from faultline.toolbox.private_apt import PrivateApt
from faultline.toolbox.trouble import ToolboxError

pytestmark = pytest.mark.real


def private_apt(folder: Path, uri: str) -> PrivateApt:
    apt = PrivateApt(folder / "apt", folder / "fetch.log")
    apt.configure([Source((uri,), ("unstable",), ("main",))])
    return apt


def unsigned_archive(folder: Path) -> str:
    """An archive that is complete but for its signature, as somebody in between could offer it."""
    suite = folder / "dists" / "unstable"
    (suite / "main" / "binary-all").mkdir(parents=True)
    (suite / "main" / "binary-all" / "Packages").touch()
    (suite / "Release").write_text("Suite: unstable\nComponents: main\nDate: Mon, 01 Jan 2024 00:00:00 UTC\n")
    return f"file:{folder}"


def test_an_unsigned_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolboxError, match="signature can't be verified"):
        private_apt(tmp_path, unsigned_archive(tmp_path / "archive")).update()


def test_an_archive_out_of_reach_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        uri = f"http://127.0.0.1:{nobody.getsockname()[1]}/debian"
        with pytest.raises(ToolboxError, match=r"^no network: .*details: .*fetch\.log\)$"):
            private_apt(tmp_path, uri).update()
    assert "127.0.0.1" in (tmp_path / "fetch.log").read_text()


def test_lists_of_last_time_serve_without_a_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apt = private_apt(tmp_path, f"file:{tmp_path / 'gone'}")
    (tmp_path / "apt" / "state" / "lists" / "some_Packages").touch()
    apt.update()
    assert "going on with the lists of last time" in capsys.readouterr().err


def test_a_package_nobody_has_is_said_in_one_line(tmp_path: Path) -> None:
    apt = private_apt(tmp_path, f"file:{tmp_path / 'gone'}")
    with pytest.raises(ToolboxError, match="can't deliver"):
        apt.resolve(["no-such-package"])
