"""What a check found: whether it is well, what is the matter, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`warn`: works, but not as it should; `fail`: calls or records would suffer."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's list; `do` is empty when there is nothing to do."""

    name: str
    state: State
    says: str
    do: str = ""


def ok(name: str, says: str) -> Finding:
    """All is well."""
    return Finding(name, State.OK, says)


def warn(name: str, says: str, do: str) -> Finding:
    """It works, but someone should look."""
    return Finding(name, State.WARN, says, do)


def fail(name: str, says: str, do: str) -> Finding:
    """It has to be put right."""
    return Finding(name, State.FAIL, says, do)
