"""Which messages and recordings follow from which facts (F1.6, F1.12, F1.14, R11). One row a rule."""

from typing import Any

import pytest

from desk.fold.change import KeepMessage, KeepReport, NoteTruncated
from desk.fold.draft import Draft
from desk.journal.fact import Kind
from tests.unit.desk.fold.steps import BEGAN, LINE, LOST, SECOND_TAKE, TAKE, Step, ended, keyed, recorded, run

MESSAGES: list[tuple[str, list[Step], list[tuple[str, bool, bool, str]]]] = [
    (
        "F1.12 kept",
        [
            recorded("message", TAKE, 4.0),
            (Kind.MESSAGE_KEPT, {"report": "R1", "take": TAKE}),
            ended("reported"),
        ],
        [(TAKE, True, False, "R1")],
    ),
    (
        "F1.14 left before keeping it: there, but not kept",
        [recorded("message", TAKE), ended("left")],
        [(TAKE, False, False, "")],
    ),
    (
        "F1.14 the service died while it was recorded",
        [recorded("message", TAKE), LOST],
        [(TAKE, False, False, "")],
    ),
    (
        "F1.14 left at the beep of a second take: the first one stays",
        [
            recorded("message", TAKE, 4.0),
            recorded("message", SECOND_TAKE),
            recorded("message", None),
            ended("left"),
        ],
        [(TAKE, False, False, "")],
    ),
    (
        "F1.14 nothing said in a second take: the first one stays",
        [recorded("message", TAKE, 4.0), recorded("message", SECOND_TAKE, 0.4), ended("left")],
        [(TAKE, False, False, "")],
    ),
    (
        "F1.14 the service died in a second take, of which nobody knows the length: both",
        [recorded("message", TAKE, 4.0), recorded("message", SECOND_TAKE), LOST],
        [(TAKE, False, False, ""), (SECOND_TAKE, False, False, "")],
    ),
    (
        "F1.12 recorded again and kept: the second one alone",
        [
            recorded("message", TAKE, 4.0),
            recorded("message", SECOND_TAKE, 2.0),
            (Kind.MESSAGE_KEPT, {"report": "R1", "take": SECOND_TAKE}),
            ended("reported"),
        ],
        [(SECOND_TAKE, True, False, "R1")],
    ),
    (
        "F1.14 left amid a message to an earlier report: it belongs to the number that was keyed",
        [keyed("report_number", "R1"), recorded("message", TAKE), ended("left")],
        [(TAKE, False, False, "R1")],
    ),
    (
        "F1.6 the technician's message for the caller",
        [(Kind.ANSWER_KEPT, {"report": "R1", "take": TAKE})],
        [(TAKE, True, True, "R1")],
    ),
]


@pytest.mark.parametrize(("clause", "steps", "expected"), MESSAGES, ids=[row[0] for row in MESSAGES])
def test_messages(clause: str, steps: list[Step], expected: list[Any]) -> None:
    _, changes = run(BEGAN, *steps)
    kept = [c for c in changes if isinstance(c, KeepMessage)]
    assert [(c.recording, c.kept, c.for_caller, c.report) for c in kept] == expected


def cut_short(take: str) -> Step:
    kind, data = recorded("symptom", take, 0.5)
    return kind, {**data, "truncated": True}


@pytest.mark.parametrize(
    ("reason", "steps", "noted"),
    [
        ("R11 whole recordings are not noted", [recorded("symptom", TAKE, 3.0), ended("left")], []),
        ("R11 noted at the end, after the report it belongs to", [cut_short(TAKE), ended("left")], [TAKE]),
        ("R11 each of them", [cut_short(TAKE), cut_short(SECOND_TAKE), ended("left")], [TAKE, SECOND_TAKE]),
        ("R11 the service died", [cut_short(TAKE), LOST], [TAKE]),
    ],
)
def test_recordings_that_a_full_disk_cut_short(reason: str, steps: list[Step], noted: list[str]) -> None:
    visit, changes = run(BEGAN, keyed("line_number", LINE), *steps)
    found = [(n, change) for n, change in enumerate(changes) if isinstance(change, NoteTruncated)]
    assert [change.recording for _, change in found] == noted, reason
    reports = [n for n, change in enumerate(changes) if isinstance(change, KeepReport)]
    assert all(n > max(reports) for n, _ in found), reason
    assert Draft.read({"truncated": list(visit.draft.truncated)}).truncated == visit.draft.truncated
