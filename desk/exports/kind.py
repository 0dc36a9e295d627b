"""What can be exported: a table, its columns in a fixed order, and the time by which rows are chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, func, literal, select

from desk.models import Base, CallRow, FaultReportRow, LineTestRow, RecordingRow

ARCHIVE = "recordings/archive/"
"""What the key of an archived conversation begins with here; its folder, where the archive is the default one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of export. New columns go to the end: people's own programmes count on the order."""

    name: str
    table: Table
    at: str
    """Column that `since` and `until` are compared with."""
    order: tuple[str, ...]
    columns: tuple[str, ...]
    worked_out: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    """Columns whose value is not the table's own."""

    def rows(self, since: datetime | None, until: datetime | None) -> Select[Any]:
        """The rows from `since` until before `until`, oldest first."""
        at: Column[datetime] = self.table.c[self.at]
        own = self.table.c
        chosen = select(*(self.worked_out.get(name, own[name]).label(name) for name in self.columns))
        if since is not None:
            chosen = chosen.where(at >= since)
        if until is not None:
            chosen = chosen.where(at < until)
        return chosen.order_by(*(self.table.c[name] for name in self.order))


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


def _conversation() -> ColumnElement[Any]:
    """Where a call's first conversation lies now: in the archive, or still where Asterisk wrote it."""
    recordings, calls = _table(RecordingRow), _table(CallRow)
    archived = (
        select(literal(ARCHIVE).concat(recordings.c.storage_key))
        .where(recordings.c.call == calls.c.call, recordings.c.storage_key.is_not(None))
        .order_by(recordings.c.started_at, recordings.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(archived, calls.c.recording)


FAULT_REPORTS = Kind(
    name="fault-reports",
    table=_table(FaultReportRow),
    at="created_at",
    order=("id",),
    columns=(
        "number",
        "line_number",
        "contact_number",
        "confirmed",
        "repeat_count",
        "language",
        "outcome",
        "last_step",
        "created_at",
        "call",
        "symptom_recording",
        "technician_message",
        "symptom_class",
        "status",
        "mended_at",
        "message_for_caller",
        "keys_left",
        "taken_by",
        "handling",
        "note",
        "answer",
        "closed_at",
    ),
)
LINE_TESTS = Kind(
    name="line-tests",
    table=_table(LineTestRow),
    at="tested_at",
    order=("id",),
    columns=(
        "line_number",
        "tested_at",
        "head",
        "verdict",
        "resistance_tip_ring",
        "resistance_tip_ground",
        "resistance_ring_ground",
        "capacitance_nf",
        "dc_volts",
        "ac_volts",
        "off_hook",
        "call",
        "person",
    ),
)
CALLS = Kind(
    name="calls",
    table=_table(CallRow),
    at="started_at",
    order=("started_at", "call"),
    columns=(
        "call",
        "node",
        "started_at",
        "answered_at",
        "ended_at",
        "caller",
        "dialled",
        "queue",
        "agent",
        "waited_seconds",
        "overflow_prompts",
        "outcome",
        "recording",
        "language",
        "cause",
        "keys_left",
    ),
    worked_out={"recording": _conversation()},
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (FAULT_REPORTS, LINE_TESTS, CALLS)}
