"""A recording is finished when nobody has it open for writing any more; the kernel knows."""

import subprocess
import sys
from pathlib import Path

import pytest

from recordings.being_written import being_written
from recordings.spool import Spool

WRITER = "import sys; f = open(sys.argv[1], 'ab', 0); f.write(b'1234'); print('open', flush=True); sys.stdin.read()"


def test_a_file_is_being_written_until_its_writer_dies(tmp_path: Path) -> None:
    """R12: kill -9 closes it too."""
    path = tmp_path / "node1-1.1-0.raw"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        assert being_written(path) is True
        writer.kill()
        writer.wait()
        assert being_written(path) is False


def test_a_reader_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"1234")
    with path.open("rb"):
        assert being_written(path) is False


def test_gone_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        being_written(tmp_path / "x")


class Clock:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_the_spool_tells(tmp_path: Path) -> None:
    clock = Clock()
    spool = Spool(tmp_path / "conversations", clock)
    assert spool.look() == {}
    path = tmp_path / "conversations/node1-1.1-0.raw"
    with path.open("wb", buffering=0) as file:
        file.write(bytes(4))
        (seen,) = spool.look().values()
        assert (seen.finished, seen.still, seen.size) == (False, 0.0, 4)
        clock.now += 5
        file.write(bytes(4))
        assert spool.look()[path.name].still == 0.0
        clock.now += 7
        assert (spool.look()[path.name].still, spool.stalled) == (7.0, 1)
        spool.look()
        assert spool.stalled == 1  # R11: told once
    seen = spool.look()[path.name]
    assert (seen.finished, seen.still) == (True, 7.0)


def test_foreign_names_and_links_are_left_alone(tmp_path: Path) -> None:
    """S16: a link in the spool never makes us read something else."""
    folder = tmp_path / "conversations"
    folder.mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "node1-1.1-0.raw").symlink_to(tmp_path / "secret")
    (folder / "a b-0.raw").write_bytes(b"1234")
    (folder / "node1-1.2-0.raw").mkdir()
    (folder / "node1-1.3-0.wav").write_bytes(b"1234")
    assert Spool(folder, Clock()).look() == {}
