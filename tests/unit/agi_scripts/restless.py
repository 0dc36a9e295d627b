"""A caller who never leaves and presses keys at every prompt, round and round (S18)."""

from collections.abc import Sequence
from typing import Any

from ivr.said import Said
from ivr.script import Reaction, Script
from ivr.scripted_caller import ScriptedCaller

GOES_ON = {"V2_confirm": "1", "V5_contact": "#", "V5_class": "2", "V6_confirm": "2", "V7": "1", "V10": "2"}
"""Keys that lead deeper into a dialog, or round and round in it."""


class Round(Script):
    """The same presses and words again and again; never used up. None: what leads deeper into the dialog."""

    def __init__(self, presses: Sequence[str | None], speaks: Sequence[float]) -> None:
        super().__init__([])
        self._presses, self._speaks = presses, speaks
        self.turn = 0

    @property
    def used_up(self) -> bool:
        """There is always a next key."""
        return False

    def next(self, prompt: Said) -> Reaction:
        """Words where a recording begins, else keys."""
        self.turn += 1
        spoken = self._speaks[self.turn % len(self._speaks)] if prompt == "beep" else None
        keys = self._presses[self.turn % len(self._presses)]
        if keys is None:
            keys = f"5550{self.turn % 10_000:04}#" if prompt == "V1" else GOES_ON.get(str(prompt), "")
        return Reaction(prompt, keys, spoken, False, 1)


class RestlessCaller(ScriptedCaller):
    """Goes through as many visits as the dialplan lets a call have."""

    def __init__(self, round_: Round, **values: Any) -> None:
        super().__init__(**values)
        self._script = round_
