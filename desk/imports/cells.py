"""From the text of one cell to a typed value. Written by hand: a million rows go through here."""

import re
from datetime import UTC, datetime, tzinfo

from desk.imports.refusal import BadCell

FLAGS = {
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "是": True,
    "否": False,
}
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control characters and marks that reorder or hide text: no part of a name or an address (S12)."""


def digits(column: str, value: str, shortest: int, longest: int) -> str:
    """A telephone number or prefix: ASCII digits, as many as that. Raises BadCell."""
    value = value.strip()
    if value.isdigit() and value.isascii() and shortest <= len(value) <= longest:
        return value
    raise BadCell(column, "digits", f"{shortest} to {longest} digits", value, least=shortest, most=longest)


def flag(column: str, value: str) -> bool:
    """yes/no, true/false, 1/0 or 是/否, in any case. Raises BadCell."""
    found = FLAGS.get(value.strip().lower())
    if found is None:
        raise BadCell(column, "flag", "yes or no", value.strip())
    return found


def text(column: str, value: str, longest: int, *, required: bool = True) -> str:
    """Text of one line, `longest` characters at most. Raises BadCell."""
    value = value.strip()
    if required and not value:
        raise BadCell(column, "empty", "text", value)
    if len(value) > longest:
        raise BadCell(column, "length", f"{longest} characters at most", value, most=longest)
    if not value.isprintable() and UNSEEN.search(value):
        raise BadCell(column, "unseen", "no control characters", value)
    return value


def moment(column: str, value: str, zone: tzinfo) -> datetime:
    """An ISO 8601 time as UTC; without an offset it is meant in the site's zone. Raises BadCell."""
    value = value.strip()
    try:
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadCell(column, "time", "an ISO 8601 time", value) from error
