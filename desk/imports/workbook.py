"""An Office Open XML workbook as a CSV file: its first sheet, row by row, so that the same checks read it.

Line n of the CSV is row n of the sheet. A number loses nothing but a needless decimal point; a time is written as
ISO 8601.
"""

import csv
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from desk.imports.refusal import ImportRefused

LARGEST_UNPACKED = 2 * 1024**3
"""Bytes; a workbook that unpacks to more is no honest one."""
LARGEST_PART = 400 * 1024**2
"""The same for a part that is read as a whole, the table of texts."""
_BREAKS = str.maketrans({"\r": "\v", "\n": "\v"})
"""A line break in a cell stays a control character, which the checks refuse, and does not shift the lines."""


def is_workbook(file: Path) -> bool:
    """Whether it is a ZIP archive, as a workbook is."""
    return zipfile.is_zipfile(file)


def to_csv(workbook: Path, target: Path) -> None:
    """Write the first sheet. Blocks; memory stays small. Raises ImportRefused, OSError."""
    try:
        _check_size(workbook)
        with workbook.open("rb") as source, target.open("w", encoding="utf-8", newline="") as stream:
            book = load_workbook(source, read_only=True, data_only=True)
            _write(book.worksheets[0].iter_rows(values_only=True), csv.writer(stream))
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError) as error:
        raise ImportRefused("not a workbook that can be read (XLSX)", "not_workbook") from error


def _check_size(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        parts = archive.infolist()
    whole = [part.file_size for part in parts if "worksheets/" not in part.filename]
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or sum(whole) > LARGEST_PART:
        raise ImportRefused("the workbook is too large: save it as CSV", "workbook_too_large")


def _write(rows: Iterable[tuple[Any, ...]], writer: Any) -> None:
    width = 0
    for cells in rows:
        texts = [_text(value) for value in cells]
        if not width:
            width = len(texts) - next((n for n, text in enumerate(reversed(texts)) if text), len(texts))
        kept = texts[:width] + [text for text in texts[width:] if text]
        writer.writerow(kept if any(kept) else [])


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value).translate(_BREAKS)
