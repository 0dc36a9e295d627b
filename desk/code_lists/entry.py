"""An entry of a code list, and what a site's change of a list makes of it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """`active` false: no longer offered, but still readable where it was once noted."""

    code: str
    zh: str
    en: str
    active: bool = True


def replaced(before: Iterable[CodeEntry], wanted: Iterable[CodeEntry]) -> list[CodeEntry]:
    """The list as wanted; what is left out stays at its end, inactive, so that history keeps its words."""
    new = list(wanted)
    codes = {entry.code for entry in new}
    return new + [replace(entry, active=False) for entry in before if entry.code not in codes]
