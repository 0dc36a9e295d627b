"""The fold: which reports, messages and columns follow from which facts. One row a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk.fold.apply import changes_of_call, fold
from desk.fold.change import (
    Change,
    ChangeCall,
    CountRepeat,
    KeepMessage,
    KeepReport,
    KeepVoicemail,
    NoteTruncated,
    SettleKeysLeft,
)
from desk.fold.draft import Draft, Visit
from desk.journal.fact import Fact, Kind

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
LINE, OTHER, CONTACT = "87650001", "87650002", "13800000000"
TAKE, SECOND_TAKE = "recordings/a.wav", "recordings/b.wav"

Step = tuple[str, dict[str, Any]]

BEGAN: Step = (
    Kind.VISIT_BEGAN,
    {"script": "fault_report", "caller": CONTACT, "dialled": "112", "language": "zh"},
)
LOST: Step = (Kind.VISIT_LOST, {})


def step(name: str, at_seconds: float = 0.0) -> Step:
    return Kind.STEP, {"name": name, "at_seconds": at_seconds}


def keyed(field: str, value: str) -> Step:
    return Kind.KEYED, {"field": field, "value": value}


def recorded(kind: str, take: str | None, seconds: float | None = None) -> Step:
    return Kind.RECORDED, {"kind": kind, "take": take, "seconds": seconds}


def seen(number: str) -> Step:
    return Kind.LINE_SEEN, {"line_number": number, "works": True, "mended": False}


def repeated(number: str) -> Step:
    return Kind.REPEATED, {"report": "2611220001", "line_number": number}


def ended(outcome: str, last_step: str = "V5") -> Step:
    data = {
        "outcome": outcome,
        "reason": "",
        "last_step": last_step,
        "durations": {"V1": 2.0},
        "tries": {"V1": 1},
    }
    return Kind.VISIT_ENDED, data | {"language": "en"}


CONFIRMED: Step = (Kind.CONFIRMED, {})
SPOKEN: list[Step] = [BEGAN, keyed("line_number", LINE), recorded("symptom", TAKE, 3.0)]


def facts_of(*steps: Step) -> list[Fact]:
    return [
        Fact(
            node="node1",
            boot="b1",
            sequence=index,
            at=START + timedelta(seconds=index),
            mono=100.0 + index,
            call="c1",
            visit="b1-1",
            kind=kind,
            data=data,
        )
        for index, (kind, data) in enumerate(steps)
    ]


def run(*steps: Step) -> tuple[Visit, list[Change]]:
    visit: Visit | None = None
    changes: list[Change] = []
    for fact in facts_of(*steps):
        visit, made = fold(visit, fact)
        changes += made
    assert visit is not None
    return visit, changes


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


def test_keys_left_behind_go_with_the_call_and_then_with_its_report() -> None:
    """F1.14."""
    (fact,) = facts_of((Kind.KEYS_LEFT, {"digits": "5551"}))
    call, settle = changes_of_call(fact)
    assert isinstance(call, ChangeCall)
    assert (call.columns, call.ends) == ({"keys_left": "5551"}, False)
    assert isinstance(settle, SettleKeysLeft)


@pytest.mark.parametrize(
    ("reason", "end", "settles"),
    [
        ("the caller hung up", ended("left"), 1),
        ("the service died, the caller may have hung up since", LOST, 1),
        ("nobody hung up amid an entry", ended("reported"), 0),
    ],
)
def test_the_end_of_a_visit_looks_for_keys_left_behind(reason: str, end: Step, settles: int) -> None:
    """F1.14: they may have been told of before."""
    _, changes = run(BEGAN, keyed("line_number", LINE), end)
    found = [n for n, change in enumerate(changes) if isinstance(change, SettleKeysLeft)]
    reports = [n for n, change in enumerate(changes) if isinstance(change, KeepReport)]
    assert len(found) == settles, reason
    assert all(n > max(reports) for n in found), "after the report that shows them"


def test_a_repeat_is_counted_on_the_open_report() -> None:
    """F1.6."""
    _, changes = run(BEGAN, keyed("line_number", LINE), repeated(LINE))
    counted = [change for change in changes if isinstance(change, CountRepeat)]
    assert [(change.report, change.call) for change in counted] == [("2611220001", "c1")]


def test_the_end_keeps_the_statistics() -> None:
    """F1.14: outcome, step reached, tries, language, durations; the length by the monotonic clock (R18)."""
    visit, changes = run(BEGAN, step("V1", 0.5), ended("left", last_step="V1"))
    assert (visit.outcome, visit.last_step, visit.language) == ("left", "V1", "en")
    assert (dict(visit.tries), dict(visit.durations)) == ({"V1": 1}, {"V1": 2.0})
    assert visit.seconds == 2.0
    calls = [change for change in changes if isinstance(change, ChangeCall)]
    assert calls[-1].columns == {"outcome": "left", "language": "en"}
    assert calls[-1].unless_final


def test_a_lost_visit_ends_with_its_last_fact() -> None:
    """F1.14: nobody knows how long a dead process would have gone on."""
    visit, _ = run(BEGAN, step("V1", 0.0), step("V2", 1.5), step("V1", 2.0), LOST)
    assert visit.ended_at == START + timedelta(seconds=3)
    assert visit.seconds == 3.0
    assert visit.last_step == "V1"
    assert visit.durations == {"V1": 2.5, "V2": 0.5}


def test_a_step_of_the_wall_clock_does_not_change_lengths() -> None:
    """R18: durations come from the monotonic clock."""
    began, over = facts_of(BEGAN, ended("left"))
    stepped = Fact(
        node="node1", boot="b1", sequence=2, at=over.at - timedelta(hours=1), mono=over.mono, call="c1",
        visit="b1-1", kind=over.kind, data=over.data,
    )  # fmt: skip
    visit, _ = fold(fold(None, began)[0], stepped)
    assert visit.seconds == 1.0


def test_a_draft_survives_its_table() -> None:
    draft = Draft(line_number=LINE, settled=(OTHER,), marks=(("V1", 0.5),), confirmed=True, seen_at="x")
    visit = Visit(key="k", call="c", node="n", boot="b", started_at=START, draft=draft)
    assert Draft.read(visit.columns()["draft"]) == draft
    assert Draft.read(visit.columns()["draft"] | {"of_a_later_version": 1}) == draft


UNKNOWN = [("kind", "no_such_kind", {}), ("field", Kind.KEYED, {"field": "password", "value": "1"})]


@pytest.mark.parametrize(("what", "kind", "data"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_what_is_unknown_is_refused(what: str, kind: str, data: dict[str, Any]) -> None:
    (fact,) = facts_of((kind, data))
    with pytest.raises(ValueError, match=r"unknown field|no_such_kind"):
        fold(None, fact)


def test_a_voicemail_is_an_unconfirmed_report_of_its_call() -> None:
    data = {"recording": TAKE, "line_number": None, "contact_number": CONTACT, "language": "en"}
    (fact,) = facts_of((Kind.VOICEMAIL, data))
    call, voicemail = changes_of_call(fact)
    assert isinstance(call, ChangeCall)
    assert isinstance(voicemail, KeepVoicemail)
    assert (voicemail.recording, voicemail.line_number, voicemail.contact_number) == (TAKE, None, CONTACT)


def test_a_call_back_that_failed_is_an_unconfirmed_report_of_its_call() -> None:
    """What was promised is not forgotten: people see whom nobody reached."""
    data = {"number": CONTACT, "line_number": LINE, "language": "en"}
    (fact,) = facts_of((Kind.CALLBACK_FAILED, data))
    _, report = changes_of_call(fact)
    assert isinstance(report, KeepReport)
    assert (report.line_number, report.contact_number, report.confirmed) == (LINE, CONTACT, False)
    assert (report.outcome, report.last_step) == ("callback_failed", "callback")


def test_the_end_of_a_call_carries_its_time() -> None:
    data = {"columns": {"ended_at": START.isoformat(), "cause": 16}}
    (fact,) = facts_of((Kind.CALL_ENDED, data))
    (change,) = changes_of_call(fact)
    assert isinstance(change, ChangeCall)
    assert change.ends
    assert change.columns == {"ended_at": START, "cause": 16}


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
