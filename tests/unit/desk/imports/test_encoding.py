"""UTF-8 and GB18030 are told apart by decoding everything strictly."""

from pathlib import Path

import pytest

from desk.imports import encoding
from desk.imports.encoding import encoding_of
from desk.imports.refusal import ImportRefused

TEXT = "line_number,owner\n5550,样例用户\n"

FILES = [
    ("UTF-8", TEXT.encode(), "utf-8-sig"),
    ("UTF-8 with a byte order mark, as spreadsheets write it", b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
    ("plain ASCII", b"line_number,owner\n5550,Sample\n", "utf-8-sig"),
    ("GB18030, two-byte characters (GBK)", TEXT.encode("gb18030"), "gb18030"),
    ("GB18030, four-byte characters", "owner\n\U00020000㐀\n".encode("gb18030"), "gb18030"),
    ("empty", b"", "utf-8-sig"),
]


@pytest.mark.parametrize("piece_bytes", [1, 7, 1000])
@pytest.mark.parametrize(("reason", "content", "found"), FILES, ids=[row[0] for row in FILES])
def test_the_encoding_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str, content: bytes, found: str, piece_bytes: int
) -> None:
    monkeypatch.setattr(encoding, "PIECE_BYTES", piece_bytes)
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    assert encoding_of(file) == found, reason


NEITHER = [
    ("UTF-16", TEXT.encode("utf-16"), 1),
    ("a stray byte far down", b"owner\n" * 9 + b"\xff\n" + b"owner\n", 10),
    ("cut in the middle of a character", "owner\n样".encode()[:-2], 2),
    ("two encodings in one file", TEXT.encode("gb18030") + b"\xff\xfe", 3),
]


@pytest.mark.parametrize("piece_bytes", [1, 7, 1000])
@pytest.mark.parametrize(("reason", "content", "line"), NEITHER, ids=[row[0] for row in NEITHER])
def test_anything_else_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str, content: bytes, line: int, piece_bytes: int
) -> None:
    monkeypatch.setattr(encoding, "PIECE_BYTES", piece_bytes)
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    with pytest.raises(ImportRefused, match=f"line {line} "):
        encoding_of(file)
