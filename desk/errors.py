"""Everything that the desk can refuse, in one tree.

    DeskError
    ├── DeskUnavailable     the database is slow, locked, full or absent (R10): facts are in the journal
    ├── SchemaMismatch      the database belongs to a newer or foreign version of the programme
    ├── UnknownReport       no fault report has this number
    ├── ReportChanged       somebody else has changed the report meanwhile
    ├── BadRecording        a file offered as a voice message is no usable audio
    └── TooManyGuesses      a caller keyed too many numbers that do not exist (S18)

The test head's own errors (busy, failed) stand beside its protocol in desk/line_test/.
"""

from typing import Literal

BadSound = Literal["sound_empty", "sound_too_large", "sound_too_long", "sound_unreadable"]


class DeskError(Exception):
    """Base of everything the desk raises."""


class DeskUnavailable(DeskError):  # noqa: N818 - a state of the world, as the dialog sees it
    """The database did not answer within its deadline, or refused. Journaled facts are stored later."""


class SchemaMismatch(DeskError):  # noqa: N818 - as above
    """The database's revision is not one that this version of the programme knows."""


class UnknownReport(DeskError):  # noqa: N818 - as above
    """No fault report has the given number."""


class ReportChanged(DeskError):  # noqa: N818 - as above
    """The report is no longer as it was seen: look again before changing it."""


class BadRecording(DeskError):  # noqa: N818 - as above
    """The file cannot be used as a voice message: not audio, empty, or too long; `code` says which."""

    def __init__(self, says: str, code: BadSound, **params: int) -> None:
        super().__init__(says)
        self.code = code
        self.params = params


class TooManyGuesses(DeskError):  # noqa: N818 - as above
    """This caller keyed too many numbers that do not exist; for now none is looked up any more (S18)."""
