"""What is wrong with a file: single rows, or the file as a whole."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken. `line` counts lines of the file from 1, the header's."""

    line: int
    reason: str
    column: str = field(default="", compare=False)
    """Empty: the row as a whole."""


class ImportRefused(Exception):  # noqa: N818 - a verdict on the file
    """Nothing of the file can be read: encoding, header, or no rows. The message says why."""


class BadCell(ValueError):  # noqa: N818 - beside BadRow
    """One cell's value is not what its column takes. The message names the column."""

    def __init__(self, column: str, expected: str, found: str) -> None:
        self.column = column
        shown = found if len(found) <= 40 else found[:39] + "…"
        super().__init__(f"{column}: expected {expected}, found {shown!r}" if found else f"{column}: empty")
