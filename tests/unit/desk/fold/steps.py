"""Facts of one visit to the automatic flow, a step a line, and what the fold makes of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from desk.fold.apply import fold
from desk.fold.change import Change
from desk.fold.draft import Visit
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
