"""The completeness audit (K12): every answered leg has audio of its length that is not silence.

Pure: a conversation and what was measured of its recording go in, findings come out. A side that is silent by
itself is a finding too, from ten seconds on: one-way audio is a fault that neither side may report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from recordings.capture import SIDES
from recordings.conversation import AnsweredLeg, Conversation
from recordings.levels import SILENT_DBFS, WINDOW_SECONDS, Levels, Sound

TOLERANCE_SECONDS = 1.0
SILENCE_FROM_SECONDS = 1.0
"""A leg shorter than this may be silent."""
ONE_SIDED_FROM_SECONDS = 10.0
WHOLE = -1
"""Number of no leg: the finding is about the whole recording."""


class FindingKind(StrEnum):
    """What can be wrong with a recording."""

    MISSING = "missing"
    """There is none."""
    SHORT = "short"
    LONG = "long"
    """Longer than the conversation."""
    SILENT = "silent"
    CALLER_SILENT = "caller_silent"
    AGENT_SILENT = "agent_silent"
    ORPHANED = "orphaned"
    """A file of which the live floor knows nothing."""
    WAITING = "waiting"
    """It could not be archived yet."""
    LOST = "lost"
    """It was archived, and its object is gone or was changed."""
    DAMAGED = "damaged"
    """What the archive holds is no longer what was put there: its checksum is another one."""


_ONE_SIDED = {"caller": FindingKind.CALLER_SILENT, "agent": FindingKind.AGENT_SILENT}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `expected` and `found` in seconds."""

    kind: FindingKind
    leg: int = WHOLE
    agent: str | None = None
    expected: float | None = None
    found: float | None = None


def audit(conversation: Conversation, sound: Sound | None) -> list[Finding]:
    """What is wrong with this recording; `sound` None: there is no file."""
    found = [
        finding
        for n, leg in enumerate(conversation.legs)
        if (finding := _of_leg(n, leg, conversation, sound)) is not None
    ]
    return [*found, *_too_long(conversation, sound)]


def _of_leg(n: int, leg: AnsweredLeg, conversation: Conversation, sound: Sound | None) -> Finding | None:
    length = leg.ends - leg.begins
    if sound is None:
        return Finding(FindingKind.MISSING, n, leg.agent, round(length, 1), 0.0)
    there = min(max(0.0, sound.seconds - leg.begins), length)
    if there < length - TOLERANCE_SECONDS:
        return Finding(FindingKind.SHORT, n, leg.agent, round(length, 1), round(there, 1))
    return _silence(n, leg, _unpaused(conversation, leg, sound))


def _unpaused(conversation: Conversation, leg: AnsweredLeg, sound: Sound) -> Levels:
    """Levels of a leg without the times in which recording was paused."""
    parts, begins = [], leg.begins
    for pause in sorted(conversation.pauses, key=lambda one: one.begins):
        parts.append(sound.between(begins, min(leg.ends, pause.begins)))
        begins = max(begins, pause.ends)
    parts.append(sound.between(begins, leg.ends))
    return np.concatenate(parts)


def _silence(n: int, leg: AnsweredLeg, levels: Levels) -> Finding | None:
    length = len(levels) * WINDOW_SECONDS
    if length < SILENCE_FROM_SECONDS:
        return None
    loud = [int(np.count_nonzero(levels[:, side] > SILENT_DBFS)) for side in range(len(SIDES))]
    if not any(loud):
        return Finding(FindingKind.SILENT, n, leg.agent, round(length, 1), 0.0)
    if length >= ONE_SIDED_FROM_SECONDS and not all(loud):
        kind = _ONE_SIDED[SIDES[loud.index(0)]]
        return Finding(kind, n, leg.agent, round(length, 1), 0.0)
    return None


def _too_long(conversation: Conversation, sound: Sound | None) -> Iterator[Finding]:
    if sound is not None and sound.seconds > conversation.seconds + TOLERANCE_SECONDS:
        yield Finding(
            FindingKind.LONG, expected=round(conversation.seconds, 1), found=round(sound.seconds, 1)
        )
