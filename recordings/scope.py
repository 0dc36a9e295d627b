"""Whose recordings somebody may know of (S10): everything, or conversations with certain agents in them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true

from desk.models import RecordingFindingRow, table_of
from recordings.register import LEGS, RECORDINGS

_FINDINGS = table_of(RecordingFindingRow)


@dataclass(frozen=True, slots=True)
class Scope:
    """`agents`: extensions; None: no limit."""

    agents: frozenset[str] | None

    def visible(self) -> ColumnElement[bool]:
        """Condition on `recordings`."""
        if self.agents is None:
            return true()
        theirs = select(LEGS.c.recording_id).where(LEGS.c.agent.in_(sorted(self.agents)))
        return RECORDINGS.c.id.in_(theirs)

    def visible_findings(self) -> ColumnElement[bool]:
        """Condition on `recording_findings`."""
        return true() if self.agents is None else _FINDINGS.c.agent.in_(sorted(self.agents))


EVERYTHING = Scope(None)
