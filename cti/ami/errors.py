"""What can go wrong on the manager link.

AmiError
├── LinkDown     nothing was sent
├── LinkLost     sent, but the connection ended before the answer: it may or may not have been done
├── NoAnswer     sent, no answer in time: it may or may not have been done
├── NoEvents     actions are answered, but an event of our own did not come back
└── Refused      Asterisk said no
"""


class AmiError(Exception):
    """Root of the tree."""


class LinkDown(AmiError):  # noqa: N818
    """There is no session with Asterisk; nothing was sent."""


class LinkLost(AmiError):  # noqa: N818
    """The session ended before the answer came; look it up, never send it again."""


class NoAnswer(AmiError):  # noqa: N818
    """No answer within the action's time-out; look it up, never send it again."""


class NoEvents(AmiError):  # noqa: N818
    """The session is deaf: what it was asked to tell did not come in time."""


class Refused(AmiError):  # noqa: N818
    """Asterisk answered with an error; the text is Asterisk's."""
