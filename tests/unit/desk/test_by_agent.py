"""The fold of what agents do: each fact survives the journal and becomes one change (F2.5-F2.7)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from desk.fold.apply import changes_of_call
from desk.fold.change import KeepLineTest, TakeRepeat, TakeReport, TakeSupplement
from desk.journal.fact import Fact, Kind

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WHO: dict[str, Any] = {"request": "r-1", "person": "agent.one", "note": "crackles\n<b>"}
DONE: dict[str, Any] = {**WHO, "call": "node1-1.1", "at": AT}
REPORT: dict[str, Any] = {
    "line_number": "55500101",
    "contact_number": None,
    "symptom_class": "2",
    "handling": "dispatch",
    "answer": "",
    "language": "zh",
}
MORE: dict[str, Any] = {"report": "2611220001", "handling": "senior", "answer": ""}

ROWS: list[tuple[str, Kind, dict[str, Any], object]] = [
    ("F2.7: a new report", Kind.AGENT_REPORTED, REPORT, TakeReport(**DONE, **REPORT)),
    (
        "F2.5: a repeat",
        Kind.AGENT_REPEATED,
        {"report": "2611220001", "told": "overdue"},
        TakeRepeat(**DONE, report="2611220001", told="overdue"),
    ),
    ("F2.6: a supplement", Kind.AGENT_SUPPLEMENTED, MORE, TakeSupplement(**DONE, **MORE)),
]


def fact(kind: Kind, data: dict[str, Any], call: str = "node1-1.1") -> Fact:
    made = Fact(node="node1", boot="b", sequence=1, at=AT, mono=1.0, call=call, kind=kind, data=data)
    return Fact.parse(made.line())


@pytest.mark.parametrize(("why", "kind", "data", "wanted"), ROWS, ids=[row[0] for row in ROWS])
def test_a_fact_becomes_a_change(why: str, kind: Kind, data: dict[str, Any], wanted: object) -> None:
    assert changes_of_call(fact(kind, {**WHO, **data})) == (wanted,)


def test_a_line_test_of_an_agent_needs_no_call() -> None:
    """F1.8, F2.6: tested from the page."""
    measured = {
        "line_number": "55500101",
        "tested_at": AT.isoformat(),
        "verdict": "ok",
        "person": "agent.one",
    }
    (change,) = changes_of_call(fact(Kind.LINE_TESTED, measured, call=""))
    assert isinstance(change, KeepLineTest)
    assert change.columns == {**measured, "tested_at": AT, "call": None}
