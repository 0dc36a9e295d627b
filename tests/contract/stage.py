"""What every stage of the contract offers: run one dialog with one caller, and tell what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from ivr.line import Hangup, Line
from ivr.script import Reaction

Dialog = Callable[[Line], Awaitable[Any]]

TONES = ("beep", "comfort")


@dataclass(slots=True)
class Came:
    """What came of a dialog: its value or the name of what it raised; what the caller heard, tones left out."""

    value: Any = None
    heard: list[str] = field(default_factory=list)
    languages: list[tuple[str, str]] = field(default_factory=list)
    """Prompt and language of each, where the stage can tell."""


class Stage(Protocol):
    """A line behind which somebody follows a script."""

    async def run(self, dialog: Dialog, script: tuple[Reaction, ...]) -> Came:
        """Run a dialog to its end."""


async def value_of(dialog: Dialog, line: Line) -> Any:
    """The dialog's value; what it raises is a value too, by its name."""
    try:
        return await dialog(line)
    except Hangup:
        return "Hangup"


def joined(names: list[str]) -> list[str]:
    """Digits that follow each other as one number; tones left out."""
    heard: list[str] = []
    number = ""
    for name in [*names, ""]:
        if name.startswith("digit_"):
            number += name.removeprefix("digit_")
            continue
        heard += [number] if number else []
        number = ""
        heard += [name] if name and name not in TONES else []
    return heard
