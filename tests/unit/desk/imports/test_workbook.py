"""A workbook as the lines of a CSV file: row n stays line n, numbers lose nothing, breaks stay visible (H15, S12)."""

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desk.imports.refusal import ImportRefused
from desk.imports.workbook import is_workbook, to_csv


def saved(folder: Path, *rows: tuple[Any, ...]) -> Path:
    """A workbook of these rows."""
    book, path = Workbook(), folder / "sample.upload"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


CELLS = [
    ("a number that a spreadsheet took for one", 55500101, "55500101"),
    ("with a point that says nothing", 55500101.0, "55500101"),
    ("text that begins with a zero", "0100", "0100"),
    ("a switch", True, "yes"),
    ("a time", datetime.fromisoformat("2026-11-22T14:05"), "2026-11-22T14:05:00"),
    ("nothing", None, ""),
    ("a break stays a control character", "two\nlines", "two\vlines"),
]


@pytest.mark.parametrize(("cell", "text"), [row[1:] for row in CELLS], ids=[row[0] for row in CELLS])
def test_a_cell_becomes_text(tmp_path: Path, cell: Any, text: str) -> None:
    book = saved(tmp_path, ("a", "b"), (cell, "x"))
    to_csv(book, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").split("\n")[1] == f"{text},x"


def test_rows_keep_their_number_and_empty_columns_behind_the_header_go(tmp_path: Path) -> None:
    book = saved(tmp_path, ("a", "b", None), ("1", "2", None), (), ("3", "4", "too many"))
    assert is_workbook(book)
    to_csv(book, tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["a,b", "1,2", "", "3,4,too many"]


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(ImportRefused, match="workbook"):
        to_csv(path, tmp_path / "out.csv")


def test_an_archive_that_unpacks_to_too_much_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.imports.workbook.LARGEST_PART", 1000)
    path = saved(tmp_path, *[(f"text {number}",) for number in range(500)])
    with pytest.raises(ImportRefused, match="too large"):
        to_csv(path, tmp_path / "out.csv")
