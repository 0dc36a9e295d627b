"""What is wrong with a file: single rows, or the file as a whole; in English, and by a stable name with its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RowCode = Literal[
    "cells", "digits", "empty", "flag", "length", "not_csv", "order", "repeated", "time", "unseen"
]  # fmt: skip
"""What can be wrong with a row or one of its cells."""
FileCode = Literal[
    "columns_missing",
    "columns_twice",
    "columns_unknown",
    "encoding",
    "header_not_csv",
    "no_rows",
    "not_workbook",
    "workbook_too_large",
]
"""What can be wrong with a file as a whole."""
Params = Mapping[str, str | int]
SHOWN = 40
"""Characters of a cell that are shown."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken. `line` counts lines of the file from 1, the header's."""

    line: int
    reason: str
    column: str = field(default="", compare=False)
    """Empty: the row as a whole."""
    code: RowCode = field(default="cells", compare=False)
    params: Params = field(default_factory=dict, compare=False)
    """The values in the words of `code`."""


class ImportRefused(Exception):  # noqa: N818 - a verdict on the file
    """Nothing of the file can be read: encoding, header, or no rows. The message says why."""

    def __init__(self, says: str, code: FileCode, **params: str | int) -> None:
        super().__init__(says)
        self.code = code
        self.params: Params = params


class BadCell(ValueError):  # noqa: N818 - beside BadRow
    """One cell's value is not what its column takes; an empty one is always that. The message names the column."""

    def __init__(self, column: str, code: RowCode, expected: str, found: str, **params: int) -> None:
        self.column = column
        shown = found if len(found) <= SHOWN else found[: SHOWN - 1] + "…"
        self.code: RowCode = code if found else "empty"
        self.params: Params = {**params, "found": shown} if found else {}
        super().__init__(f"{column}: expected {expected}, found {shown!r}" if found else f"{column}: empty")
