"""What must not stand in a log: callers' numbers and data, secrets, keys of confidential steps (S19).

A personal field keeps its last two characters when it is a number of five or more digits, nothing otherwise.
Free text loses every run of six or more digits, and what databases quote of a statement's values; Asterisk's
unique ids stay readable.
"""

import re
from collections.abc import Mapping

PERSONAL = frozenset({"caller", "dialled", "line_number", "contact_number", "digits", "owner", "address"})
"""Fields that hold personal data; shown only when the site's setting says so."""
CONFIDENTIAL = frozenset({"keys", "pin", "password", "secret", "token", "authorization", "cookie"})
"""Fields that are never shown."""

HIDDEN = "***"

_NUMBER = re.compile(r"\+?[0-9]{5,}")
_LONG_RUN = re.compile(
    r"(?<![0-9.])(?:[a-z][a-z0-9-]*-)?[0-9]{10}\.[0-9]+(?![0-9])|"  # a unique id
    r"[0-9](?:[ -]?[0-9]){5,}"
)
_QUOTED_VALUES = re.compile(
    r"\[parameters: .*|"  # SQLAlchemy
    r"DETAIL: .*|"  # PostgreSQL
    r"input_value=.*?(?=, input_type=|$)",  # pydantic
    re.MULTILINE,
)


def mask_field(name: str, value: object, *, personal: bool) -> object:
    """The value of a field as it may be shown; `personal` shows personal fields whole."""
    if name in CONFIDENTIAL:
        return HIDDEN
    if isinstance(value, Mapping):
        return {str(key): mask_field(str(key), part, personal=personal) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_field(name, part, personal=personal) for part in value]
    if personal or value is None or isinstance(value, bool):
        return value
    if name in PERSONAL:
        return mask_number(str(value))
    return value if isinstance(value, int | float) else mask_text(str(value))


def mask_number(value: str) -> str:
    """`55501234` as `***34`; anything but a long number as `***`."""
    return HIDDEN + value[-2:] if _NUMBER.fullmatch(value) else HIDDEN if value else ""


def mask_text(text: str) -> str:
    """Free text without numbers of people and without values that a database quoted."""
    return _LONG_RUN.sub(_shorten, _QUOTED_VALUES.sub(HIDDEN, text))


def _shorten(found: re.Match[str]) -> str:
    return found[0] if "." in found[0] else HIDDEN + found[0][-2:]
