"""The three forms of an export. Each writes row by row; none holds the whole."""

import csv
import io
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

from desk.exports.neutral import neutral

Value = str | int | float | bool | datetime | None

SHEET_ROWS = 1_048_576
"""Rows that a sheet holds (ECMA-376 sets no limit, spreadsheets do); more of them go on in the next sheet."""
CELL_CHARACTERS = 32_767
"""Characters that a cell of a spreadsheet holds."""


class Writer(ABC):
    """Writes one export to a binary stream: `begin`, a `row` each, `end`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    @abstractmethod
    def begin(self, columns: Sequence[str]) -> None:
        """Name the columns."""

    @abstractmethod
    def row(self, values: Sequence[Value]) -> None:
        """One row, values in the order of the columns."""

    @abstractmethod
    def end(self) -> None:
        """All rows have been written. The stream stays open."""


def iso(at: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond: `2026-11-22T04:00:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class JsonLines(Writer):
    """One JSON object a line, UTF-8."""

    def begin(self, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)

    def row(self, values: Sequence[Value]) -> None:
        plain = (iso(value) if isinstance(value, datetime) else value for value in values)
        line = json.dumps(dict(zip(self._columns, plain, strict=True)), ensure_ascii=False)
        self._stream.write(line.encode("utf-8", "backslashreplace") + b"\n")

    def end(self) -> None:
        self._stream.flush()


class Csv(Writer):
    """RFC 4180 with a header row, UTF-8, every cell in quotes so that no separator of any country splits
    one."""

    def begin(self, columns: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(self._stream, encoding="utf-8", errors="backslashreplace", newline="")
        self._csv = csv.writer(self._text, quoting=csv.QUOTE_ALL)
        self._csv.writerow(columns)

    def row(self, values: Sequence[Value]) -> None:
        self._csv.writerow([self._cell(value) for value in values])

    def end(self) -> None:
        self._text.flush()
        self._text.detach()

    def _cell(self, value: Value) -> str | int | float:
        match value:
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case datetime():
                return iso(value)
            case str():
                return neutral(value)
            case _:
                return value


class Xlsx(Writer):
    """An Office Open XML workbook. Telephone numbers are text cells, so none loses a zero or becomes
    5.55E+07."""

    def begin(self, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._book = Workbook(write_only=True)
        self._next_sheet()

    def row(self, values: Sequence[Value]) -> None:
        if self._left == 0:
            self._next_sheet()
        self._append(values)

    def end(self) -> None:
        self._book.save(self._stream)
        self._stream.flush()

    def _next_sheet(self) -> None:
        self._sheet = self._book.create_sheet()
        self._left = SHEET_ROWS
        self._append(self._columns)

    def _append(self, values: Sequence[Value]) -> None:
        self._sheet.append([self._cell(value) for value in values])
        self._left -= 1

    def _cell(self, value: Value) -> Cell | int | float | None:
        if isinstance(value, datetime):
            value = iso(value)
        if not isinstance(value, str):
            return value
        printable = ILLEGAL_CHARACTERS_RE.sub("\ufffd", neutral(value))
        cell: Cell = WriteOnlyCell(self._sheet, printable[:CELL_CHARACTERS])
        cell.data_type = "s"
        cell.number_format = "@"
        return cell


FORMATS: dict[str, type[Writer]] = {"jsonl": JsonLines, "csv": Csv, "xlsx": Xlsx}
