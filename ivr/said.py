"""What can be said to a caller: a prompt of the catalogue, a number read digit by digit, or a recording."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Digits:
    """A number read out digit by digit, the way people of the language read telephone numbers (F1.2)."""

    number: str

    def __post_init__(self) -> None:
        """Raise ValueError unless the number consists of 1 to 40 ASCII digits."""
        if not (self.number.isascii() and self.number.isdigit() and len(self.number) <= 40):
            raise ValueError("a number that is read out consists of 1 to 40 digits")


@dataclass(frozen=True, slots=True)
class Audio:
    """A recording made by a caller or a technician, an absolute path with its ending (`….wav`)."""

    path: Path


Said = str | Digits | Audio
"""A plain string is the id of a prompt in the catalogue, such as `V1`."""
