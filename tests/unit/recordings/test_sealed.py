"""Encryption at rest: what was put in comes out, from anywhere in the middle; what was changed does not (S10)."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.errors import NoAudio, NoKey
from recordings.keys import KeyRing
from recordings.sealed import CHUNK_BYTES, HEADER_BYTES, TAG_BYTES, Header, Sealed, seal

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
SIZES = st.one_of(
    st.integers(0, 300),
    st.builds(lambda n, d: max(0, n * CHUNK_BYTES + d), st.integers(0, 3), st.integers(-2, 2)),
)


def sealed(plain: bytes, key: bytes = KEY) -> bytes:
    target = io.BytesIO()
    seal(io.BytesIO(plain), len(plain), target, key)
    return target.getvalue()


def whole(data: bytes, key: bytes = KEY) -> bytes:
    found = Sealed(io.BytesIO(data), key)
    return b"".join(found.read(0, found.size))


@given(SIZES, st.data())
def test_any_range_of_any_object_comes_back(size: int, data: st.DataObject) -> None:
    plain = os.urandom(size)
    found = Sealed(io.BytesIO(sealed(plain)), KEY)
    start = data.draw(st.integers(0, size))
    stop = data.draw(st.integers(start, size))
    assert found.size == size
    assert b"".join(found.read(start, stop)) == plain[start:stop]
    assert b"".join(found.read(0, size)) == plain


@given(SIZES.filter(bool), st.data())
def test_any_changed_byte_is_noticed(size: int, data: st.DataObject) -> None:
    good = bytearray(sealed(os.urandom(size)))
    where = data.draw(st.integers(0, len(good) - 1))
    good[where] ^= data.draw(st.integers(1, 255))
    with pytest.raises(NoAudio):
        whole(bytes(good))


def _chunk(number: int) -> slice:
    begins = HEADER_BYTES + number * (CHUNK_BYTES + TAG_BYTES)
    return slice(begins, begins + CHUNK_BYTES + TAG_BYTES)


def test_chunks_can_be_neither_exchanged_nor_cut_off() -> None:
    good = sealed(os.urandom(3 * CHUNK_BYTES))
    first, second, third = (good[_chunk(number)] for number in range(3))
    header = good[:HEADER_BYTES]
    shorter = Header(2 * CHUNK_BYTES, Header.parse(header).salt).pack()
    for forged in (
        header + second + first + third,
        header + first + first + third,
        header + first + second,
        shorter + first + second,
    ):
        with pytest.raises(NoAudio):
            whole(forged)


def test_an_object_can_not_be_made_to_look_empty() -> None:
    """Found: a header that says 0 bytes was believed, because no chunk was read."""
    good = sealed(b"x")
    with pytest.raises(NoAudio):
        whole(Header(0, Header.parse(good[:HEADER_BYTES]).salt).pack() + good[HEADER_BYTES:])


def test_another_objects_chunk_does_not_fit() -> None:
    one, other = sealed(bytes(CHUNK_BYTES)), sealed(bytes(CHUNK_BYTES))
    with pytest.raises(NoAudio):
        whole(one[:HEADER_BYTES] + other[HEADER_BYTES:])


def test_equal_objects_are_sealed_differently() -> None:
    assert sealed(b"the same")[HEADER_BYTES:] != sealed(b"the same")[HEADER_BYTES:]


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(NoAudio):
        whole(sealed(b"words"), OTHER_KEY)


NOT_SEALED = {
    "nothing": b"",
    "plain": b"fLaC",
    "zeros": bytes(100),
    "half a header": sealed(b"x")[: HEADER_BYTES - 1],
}


@pytest.mark.parametrize("data", NOT_SEALED.values(), ids=NOT_SEALED.keys())
def test_what_is_not_sealed_is_refused(data: bytes) -> None:
    with pytest.raises(NoAudio):
        Sealed(io.BytesIO(data), KEY)


def test_a_source_that_shrank_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        seal(io.BytesIO(b"abc"), 4, io.BytesIO(), KEY)


def test_the_first_key_is_made_once_and_kept_secret(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert KeyRing(folder).newest() == KeyRing(folder).newest()
    (file,) = folder.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("recordings-1.key", 0o600)


def test_a_further_key_serves_new_recordings_the_old_one_old_ones(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    _, first = ring.newest()
    (tmp_path / "recordings-10.key").write_text("A" * 43 + "=\n")
    (tmp_path / "recordings-9.key").write_text("B" * 43 + "=\n")
    assert ring.newest() == ("10", bytes(32))
    assert ring.key("1") == first


@pytest.mark.parametrize("key_id", ["2", "../1", "", "1.key", "A", "1\n"])
def test_a_key_that_is_not_there(key_id: str, tmp_path: Path) -> None:
    with pytest.raises(NoKey):
        KeyRing(tmp_path).key(key_id)


@pytest.mark.parametrize("text", ["", "short", "A" * 44, "\x00"], ids=["empty", "short", "long", "binary"])
def test_a_key_file_that_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "recordings-1.key").write_text(text)
    with pytest.raises(NoKey):
        KeyRing(tmp_path).newest()
