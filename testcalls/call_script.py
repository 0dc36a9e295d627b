"""A test call by a list of keys: each group is pressed at the next question, a beep is answered by speaking."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from testcalls.ear import Heard
from testcalls.g711 import RATE, Samples
from testcalls.handset import Handset

QUESTIONS = frozenset(
    {
        "hotline_menu",
        "other_services_menu",
        "V1",
        "V2_confirm",
        "V5_contact",
        "V5_class",
        "V6_confirm",
        "V7",
        "V10",
        "V11",
        "ask_agent",
        "enter_report_number",
        "queue_question",
    }
)
"""Prompts that wait for keys. V5_symptom, V8 and voicemail wait for speech: their beep is what counts."""

_RECORDING_KEY = "#"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `what` is a prompt's id, the digits read out, the keys pressed, or seconds spoken."""

    at_seconds: float
    kind: Literal["heard", "pressed", "kept silent", "spoke", "ended"]
    what: str
    language: str = ""
    score: float = 0.0
    or_else: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(slots=True, kw_only=True)
class CallScript:
    """What the caller does. `keys`: one group a question, an empty one keeps silent."""

    keys: Iterable[str]
    speech: Samples
    """Said after each beep, then `#`."""
    patient: bool = False
    """Let each question end before pressing."""

    async def follow(self, caller: Handset, seconds: float, on_step: Callable[[Step], None]) -> list[Step]:
        """React to everything heard until the call is over or `seconds` have passed; returns every step."""
        groups, steps = deque(self.keys), list[Step]()

        def note(step: Step) -> None:
            steps.append(step)
            on_step(step)

        try:
            async with asyncio.timeout(seconds):
                while heard := await caller.next_heard():
                    note(_heard(heard))
                    if step := await self._react(caller, heard, groups):
                        note(step)
        except TimeoutError:
            pass
        return steps

    async def _react(self, caller: Handset, heard: Heard, groups: deque[str]) -> Step | None:
        if heard.id == "beep":
            await caller.ends(heard)
            await caller.speak(self.speech)
            await caller.press(_RECORDING_KEY)
            return Step(caller.media.now, "spoke", f"{len(self.speech) / RATE:.1f}")
        if not groups or not any(heard.matches(question) for question in QUESTIONS):
            return None
        keys = groups.popleft()
        if not keys:
            return Step(caller.media.now, "kept silent", heard.id)
        if self.patient:
            await caller.ends(heard)
        began = caller.media.now
        await caller.press(keys)
        return Step(began, "pressed", keys)


def _heard(heard: Heard) -> Step:
    what, score = heard.digits or heard.id, round(heard.score, 3)
    return Step(heard.at_seconds, "heard", what, heard.language, score, heard.or_else)


def not_heard(steps: Iterable[Step], expected: Iterable[str]) -> list[str]:
    """The first of `expected` that was not heard in this order, and all behind it; empty when all were."""
    wanted = deque(expected)
    for step in steps:
        if wanted and step.kind == "heard" and wanted[0] in (step.what, *step.or_else):
            wanted.popleft()
    return list(wanted)
