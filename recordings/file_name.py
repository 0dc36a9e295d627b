"""The name that the dialplan gives a recording: `<call>-<n>.raw`, of safe characters only (S16).

It is checked here before anything is made of it: names of stored objects are made of it alone.
"""

import re
from dataclasses import dataclass

_NAME = re.compile(r"(?P<call>[0-9A-Za-z][0-9A-Za-z.-]{0,79})-(?P<n>[0-9]{1,4})\.raw", re.ASCII)


@dataclass(frozen=True, slots=True)
class FileName:
    """What a name says: the caller's channel, and which recording of this call it is."""

    call: str
    n: int
    text: str

    @classmethod
    def parse(cls, text: str) -> "FileName | None":
        """Read a file's name; None: the dialplan did not make it."""
        found = _NAME.fullmatch(text)
        return None if found is None or ".." in text else cls(found["call"], int(found["n"]), text)

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return self.text.removesuffix(".raw")
