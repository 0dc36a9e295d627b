"""K12: every answered leg has audio of its length, within a second, that is not silence."""

from datetime import UTC, datetime

import numpy as np
import pytest

from recordings.completeness import FindingKind, audit
from recordings.conversation import AnsweredLeg, Conversation, Pause
from recordings.levels import Sound

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TALK, HUSH = -20.0, -72.0


def sound(*parts: tuple[float, float, float]) -> Sound:
    """(seconds, caller's level, agent's level) one after the other."""
    rows = [[caller, agent] for seconds, caller, agent in parts for _ in range(round(seconds * 10))]
    return Sound(len(rows) / 10, np.array(rows, np.float32).reshape(-1, 2))


def told(
    *legs: tuple[str, float, float], seconds: float | None = None, pauses: tuple[Pause, ...] = ()
) -> Conversation:
    return Conversation(
        "node1", "node1-1.1", "node1-1.1", "node1-1.1-0.raw", AT,
        seconds if seconds is not None else max(ends for _, _, ends in legs),
        tuple(AnsweredLeg(*leg) for leg in legs), pauses=pauses,
    )  # fmt: skip


ONE = told(("8001", 0, 20))
TWO = told(("8001", 0, 20), ("8002", 25, 40))
PAUSED = told(("8001", 0, 20), pauses=(Pause(5, 18),))
ROWS = [
    ("all is there", ONE, sound((20, TALK, TALK)), []),
    ("0.9 s less is within the second", ONE, sound((19.1, TALK, TALK)), []),
    ("1.1 s less is not", ONE, sound((18.9, TALK, TALK)), [("short", 0, "8001", 20.0, 18.9)]),
    ("0.9 s more is within the second", ONE, sound((20.9, TALK, TALK)), []),
    ("1.1 s more is not", ONE, sound((21.1, TALK, TALK)), [("long", -1, None, 20.0, 21.1)]),
    ("the writer died: nothing at all", ONE, sound(), [("short", 0, "8001", 20.0, 0.0)]),
    ("no file", ONE, None, [("missing", 0, "8001", 20.0, 0.0)]),
    ("no file: every leg counts", TWO, None, [("missing", 0, "8001", 20.0, 0.0), ("missing", 1, "8002", 15.0, 0.0)]),
    ("cut in the second leg", TWO, sound((30, TALK, TALK)), [("short", 1, "8002", 15.0, 5.0)]),
    ("cut before the second leg", TWO, sound((22, TALK, TALK)), [("short", 1, "8002", 15.0, 0.0)]),
    ("silence between the legs is no matter", TWO, sound((20, TALK, TALK), (5, HUSH, HUSH), (15, TALK, TALK)), []),
    ("the second leg is silent", TWO, sound((25, TALK, TALK), (15, HUSH, HUSH)), [("silent", 1, "8002", 15.0, 0.0)]),
    ("both silent", ONE, sound((20, HUSH, HUSH)), [("silent", 0, "8001", 20.0, 0.0)]),
    ("one word is enough", ONE, sound((19.9, HUSH, HUSH), (0.1, TALK, TALK)), []),
    ("caller unheard: one-way audio", ONE, sound((20, HUSH, TALK)), [("caller_silent", 0, "8001", 20.0, 0.0)]),
    ("agent unheard: one-way audio", ONE, sound((20, TALK, HUSH)), [("agent_silent", 0, "8001", 20.0, 0.0)]),
    ("a side may say nothing for a few seconds", told(("8001", 0, 9)), sound((9, HUSH, TALK)), []),
    ("a leg under a second may be silent", told(("8001", 0, 0.8)), sound((0.8, HUSH, HUSH)), []),
    ("a leg under a second may be missed", told(("8001", 0, 0.8)), sound(), []),
    ("paused: silence there is meant", PAUSED, sound((5, TALK, TALK), (13, HUSH, HUSH), (2, TALK, TALK)), []),
    ("paused: silence around it is not", PAUSED, sound((20, HUSH, HUSH)), [("silent", 0, "8001", 7.0, 0.0)]),
    ("paused throughout", told(("8001", 0, 20), pauses=(Pause(0, 20),)), sound((20, HUSH, HUSH)), []),
    ("pauses that overlap count once", told(("8001", 0, 20), pauses=(Pause(2, 10), Pause(5, 19))), sound((20, HUSH, HUSH)), [("silent", 0, "8001", 3.0, 0.0)]),
    ("a paused recording still has its length", PAUSED, sound((5, TALK, TALK)), [("short", 0, "8001", 20.0, 5.0)]),
    ("comfort noise is silence", ONE, sound((20, -56.0, -60.0)), [("silent", 0, "8001", 20.0, 0.0)]),
    ("the call went on after the agent", told(("8001", 0, 20), seconds=60), sound((60, TALK, TALK)), []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "conversation", "heard", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_found(
    why: str, conversation: Conversation, heard: Sound | None, expected: list[tuple[object, ...]]
) -> None:
    found = audit(conversation, heard)
    assert [(one.kind.value, one.leg, one.agent, one.expected, one.found) for one in found] == expected


def test_every_kind_of_the_audit_is_in_the_table() -> None:
    """Orphans, what waits, is lost or damaged are found by the archive, all else by the audit."""
    elsewhere = {FindingKind.ORPHANED, FindingKind.WAITING, FindingKind.LOST, FindingKind.DAMAGED}
    assert {kind for *_, expected in ROWS for kind, *_ in expected} == {one.value for one in FindingKind} - {
        one.value for one in elsewhere
    }
