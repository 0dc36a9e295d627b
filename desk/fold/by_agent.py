"""The fold of what agents do with fault reports: from the journal's fact to the change (F2.5-F2.7). Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from desk.fold.change import ByAgent, TakeRepeat, TakeReport, TakeSupplement
from desk.journal.fact import Fact, Kind


def _reported(fact: Fact) -> ByAgent:
    data = fact.data
    return TakeReport(
        **_who(fact),
        line_number=data["line_number"],
        contact_number=data["contact_number"],
        symptom_class=data["symptom_class"],
        handling=data["handling"],
        answer=data["answer"],
        language=data["language"],
    )


def _repeated(fact: Fact) -> ByAgent:
    return TakeRepeat(**_who(fact), report=fact.data["report"], told=fact.data["told"])


def _supplemented(fact: Fact) -> ByAgent:
    data = fact.data
    return TakeSupplement(
        **_who(fact), report=data["report"], handling=data["handling"], answer=data["answer"]
    )


def _who(fact: Fact) -> dict[str, Any]:
    data: Mapping[str, Any] = fact.data
    return {
        "request": data["request"],
        "person": data["person"],
        "note": data["note"],
        "call": fact.call,
        "at": fact.at,
    }


BY_AGENT: dict[Kind, Callable[[Fact], Any]] = {
    Kind.AGENT_REPORTED: _reported,
    Kind.AGENT_REPEATED: _repeated,
    Kind.AGENT_SUPPLEMENTED: _supplemented,
}
