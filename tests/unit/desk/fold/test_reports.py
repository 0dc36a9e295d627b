"""Which reports follow from which facts (F1.2-F1.14). One row a rule."""

from typing import Any

import pytest

from desk.fold.change import Change, KeepReport
from tests.unit.desk.fold.steps import (
    BEGAN,
    CONFIRMED,
    CONTACT,
    LINE,
    LOST,
    OTHER,
    SECOND_TAKE,
    SPOKEN,
    TAKE,
    Step,
    ended,
    keyed,
    recorded,
    repeated,
    run,
    seen,
    step,
)


def reports(changes: list[Change]) -> list[tuple[str | None, bool, str, str | None, str | None]]:
    return [
        (
            change.line_number,
            change.confirmed,
            change.outcome,
            change.contact_number,
            change.symptom_recording,
        )
        for change in changes
        if isinstance(change, KeepReport)
    ]


REPORTS: list[tuple[str, list[Step], list[tuple[str | None, bool, str, str | None, str | None]]]] = [
    ("F1.14 left before any number: nothing to report", [BEGAN, ended("left")], []),
    (
        "F1.14 left after the number",
        [BEGAN, keyed("line_number", LINE), ended("left")],
        [(LINE, False, "left", None, None)],
    ),
    (
        "F1.10 not confirmed: all that was entered is kept",
        [
            BEGAN,
            keyed("line_number", LINE),
            keyed("contact_number", CONTACT),
            recorded("symptom", TAKE, 3.0),
            ended("not_confirmed"),
        ],
        [(LINE, False, "not_confirmed", CONTACT, TAKE)],
    ),
    (
        "F1.14 left while recording: the recording that had begun is kept",
        [BEGAN, keyed("line_number", LINE), recorded("symptom", TAKE), ended("left")],
        [(LINE, False, "left", None, TAKE)],
    ),
    (
        "F1.10 recorded again: the last one counts",
        [
            BEGAN,
            keyed("line_number", LINE),
            recorded("symptom", TAKE, 3.0),
            recorded("symptom", SECOND_TAKE, 2.0),
            ended("left"),
        ],
        [(LINE, False, "left", None, SECOND_TAKE)],
    ),
    (
        "F1.14 left at the beep of a second take: the first one stays",
        [*SPOKEN, recorded("symptom", SECOND_TAKE), recorded("symptom", None), ended("left")],
        [(LINE, False, "left", None, TAKE)],
    ),
    (
        "F1.14 nothing said in a second take: the first one stays",
        [*SPOKEN, recorded("symptom", SECOND_TAKE), recorded("symptom", SECOND_TAKE, 0.4), ended("left")],
        [(LINE, False, "left", None, TAKE)],
    ),
    (
        "F1.14 the service died in a second take, of which nobody knows the length: the first one stays",
        [*SPOKEN, recorded("symptom", SECOND_TAKE), LOST],
        [(LINE, False, "service_lost", None, TAKE)],
    ),
    (
        "F1.14 nothing said in the only take: better than no recording",
        [BEGAN, keyed("line_number", LINE), recorded("symptom", TAKE, 0.4), ended("left")],
        [(LINE, False, "left", None, TAKE)],
    ),
    (
        "F1.2 another number, and nothing said for it: not the words of the first",
        [*SPOKEN, keyed("line_number", OTHER), recorded("symptom", None), ended("left")],
        [(OTHER, False, "left", None, None)],
    ),
    (
        "F1.11 confirmed: stored at once, and its outcome at the end",
        [BEGAN, keyed("line_number", LINE), CONFIRMED, ended("reported")],
        [(LINE, True, "confirmed", None, None), (LINE, True, "reported", None, None)],
    ),
    (
        "F1.5 mended or in planned works: no report",
        [BEGAN, seen(LINE), keyed("line_number", LINE), ended("works")],
        [],
    ),
    (
        "F1.5 another number was in planned works: that of this one stays",
        [BEGAN, seen(OTHER), keyed("line_number", LINE), ended("left")],
        [(LINE, False, "left", None, None)],
    ),
    (
        "F1.6 a repeat is counted, not stored again",
        [BEGAN, keyed("line_number", LINE), repeated(LINE), ended("repeat")],
        [],
    ),
    (
        "F1.11 confirmed although works were announced: the caller has the last word",
        [BEGAN, seen(LINE), keyed("line_number", LINE), CONFIRMED, ended("reported")],
        [(LINE, True, "confirmed", None, None), (LINE, True, "reported", None, None)],
    ),
    (
        "F1.2 started over with another number: what belonged to the first is forgotten",
        [
            BEGAN,
            keyed("line_number", LINE),
            recorded("symptom", TAKE, 1.0),
            keyed("line_number", OTHER),
            ended("left"),
        ],
        [(OTHER, False, "left", None, None)],
    ),
    (
        "F1.14 the service died",
        [BEGAN, keyed("line_number", LINE), step("V5", 4.0), LOST],
        [(LINE, False, "service_lost", None, None)],
    ),
    (
        "F1.14 the service died after the confirmation",
        [BEGAN, keyed("line_number", LINE), CONFIRMED, LOST],
        [(LINE, True, "confirmed", None, None), (LINE, True, "service_lost", None, None)],
    ),
    (
        "given up as lost, yet its process lived: the true end counts",
        [BEGAN, keyed("line_number", LINE), LOST, ended("left")],
        [(LINE, False, "service_lost", None, None), (LINE, False, "left", None, None)],
    ),
    (
        "ended, then given up as lost: nothing changes",
        [BEGAN, keyed("line_number", LINE), ended("left"), LOST],
        [(LINE, False, "left", None, None)],
    ),
    (
        "ended twice: the first counts",
        [BEGAN, keyed("line_number", LINE), ended("left"), ended("reported")],
        [(LINE, False, "left", None, None)],
    ),
    (
        "its beginning was lost with a broken line",
        [keyed("line_number", LINE), ended("left")],
        [(LINE, False, "left", None, None)],
    ),
]


@pytest.mark.parametrize(("clause", "steps", "expected"), REPORTS, ids=[row[0] for row in REPORTS])
def test_reports(clause: str, steps: list[Step], expected: list[Any]) -> None:
    _, changes = run(*steps)
    assert reports(changes) == expected
