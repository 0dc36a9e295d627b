"""The archive's objects: in a folder, and in a store that only fsspec knows; whole, read back, and nowhere else."""

import uuid
from pathlib import Path

import pytest

from recordings.errors import NotStored
from recordings.object_store import ObjectStore

KEY = "2026/11/22/node1-1.1-0.flac"


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """A store of either kind, empty."""
    places = {"file": f"file://{tmp_path / 'archive'}", "memory": f"memory://{uuid.uuid4()}"}
    return ObjectStore(places[request.param])


def _file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "source"
    path.write_bytes(data)
    return path


def test_put_read_replace_delete(store: ObjectStore, tmp_path: Path) -> None:
    first = store.put(_file(tmp_path, b"first"), KEY)
    assert (store.size(KEY), store.digest(KEY)) == (5, first)
    assert store.put(_file(tmp_path, b"second one"), KEY) != first
    with store.open(KEY) as file:
        file.seek(7)
        assert file.read() == b"one"
    store.delete(KEY)
    store.delete(KEY)
    with pytest.raises(FileNotFoundError):
        store.size(KEY)
    with pytest.raises(FileNotFoundError):
        store.open(KEY)


@pytest.mark.parametrize(
    "key",
    [
        "../x",
        "2026/11/22/../../x",
        "2026/11/22/a..b",
        "/etc/passwd",
        "2026/11/22/",
        "2026/11/22/a/b",
        "x",
        "2026/11/22/a\n",
    ],
)
def test_nothing_else_is_a_key(store: ObjectStore, key: str, tmp_path: Path) -> None:
    """S10, S16."""
    for act in (store.open, store.size, store.delete, lambda name: store.put(_file(tmp_path, b""), name)):
        with pytest.raises(ValueError, match="not a key"):
            act(key)


def test_only_the_owner_may_look(tmp_path: Path) -> None:
    store = ObjectStore(f"file://{tmp_path / 'archive'}")
    source = _file(tmp_path, b"words")
    source.chmod(0o640)
    store.put(source, KEY)
    assert (tmp_path / "archive" / KEY).stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "archive/2026").stat().st_mode & 0o007 == 0
    assert [path.name for path in (tmp_path / "archive/2026/11/22").iterdir()] == ["node1-1.1-0.flac"]


class _Forgetful(ObjectStore):
    """A store whose disk gives back something else."""

    def digest(self, key: str) -> str:
        return "0" * 64


def test_what_is_read_back_must_be_what_was_put(tmp_path: Path) -> None:
    with pytest.raises(NotStored):
        _Forgetful(f"file://{tmp_path / 'archive'}").put(_file(tmp_path, b"x"), KEY)


def test_a_store_that_needs_a_library_says_so() -> None:
    with pytest.raises((ImportError, ValueError)):
        ObjectStore("no-such-protocol://bucket/folder")
