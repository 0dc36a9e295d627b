"""The name that the dialplan gives a voicemail: `<call>_<caller or 0>_<line number or 0>_<language>.wav`.

It is all that is known of the message, and it is checked here before anything is made of it (S16).
"""

import re
from dataclasses import dataclass

_NAME = re.compile(
    r"(?P<call>[A-Za-z0-9.-]{1,80})_(?P<caller>[0-9]{1,20})_(?P<line>[0-9]{1,20})_(?P<language>[A-Za-z_]{0,8})\.wav",
    re.ASCII,
)
_LANGUAGES = {"zh", "en"}


@dataclass(frozen=True, slots=True)
class VoicemailName:
    """What a name says. None: not known."""

    call: str
    caller: str | None
    line_number: str | None
    language: str

    @classmethod
    def parse(cls, name: str) -> "VoicemailName | None":
        """Read a file's name; None: the dialplan did not make it."""
        found = _NAME.fullmatch(name)
        if found is None:
            return None
        caller, line = (None if found[part].strip("0") == "" else found[part] for part in ("caller", "line"))
        language = found["language"] if found["language"] in _LANGUAGES else "zh"
        return cls(found["call"], caller, line, language)
