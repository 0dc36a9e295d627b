"""Everything that the room of recordings can refuse, in one tree.

RecordingsError
├── NoSuchRecording     no row with this id, or none that this person may know of (S10)
├── NoAudio             the row is there, its audio is missing, deleted, lost or damaged
├── NotStored           the archive did not take an object, or gave back another one
├── NoKey               the key that an object is encrypted with is not in the secrets
├── WrongCursor         a page mark that this search did not give out
├── HeldAlready         the legal hold stands, or does not stand, already
├── NoSuchMark          no mark with this id at this recording
├── BeyondTheEnd        a moment that the recording does not have
└── NotTheirs           a mark of somebody else
"""


class RecordingsError(Exception):
    """Base of everything that is raised here."""


class NoSuchRecording(RecordingsError):  # noqa: N818 - a state of the world
    """Nothing with this id that this person may know of."""


class NoAudio(RecordingsError):  # noqa: N818 - as above
    """There is no audio to be had."""


class NotStored(RecordingsError):  # noqa: N818 - as above
    """What the archive holds is not what was put there."""


class NoKey(RecordingsError):  # noqa: N818 - as above
    """The key is not there."""


class HeldAlready(RecordingsError):  # noqa: N818 - as above
    """The hold is as it was asked to be, or the recording is deleted."""


class NoSuchMark(RecordingsError):  # noqa: N818 - as above
    """No mark with this id at this recording."""


class BeyondTheEnd(RecordingsError):  # noqa: N818 - as above
    """The recording does not have such a moment."""


class NotTheirs(RecordingsError):  # noqa: N818 - as above
    """Somebody else wrote it."""
