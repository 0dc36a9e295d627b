"""What follows for the call itself: keys left behind, repeats, voicemail, call-backs, its end (F1.6, F1.14)."""

from typing import Any

import pytest

from desk.fold.apply import changes_of_call, fold
from desk.fold.change import ChangeCall, CountRepeat, KeepReport, KeepVoicemail, SettleKeysLeft
from desk.fold.draft import Draft, Visit
from desk.journal.fact import Kind
from tests.unit.desk.fold.steps import (
    BEGAN,
    CONTACT,
    LINE,
    LOST,
    OTHER,
    START,
    TAKE,
    Step,
    ended,
    facts_of,
    keyed,
    repeated,
    run,
)


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
