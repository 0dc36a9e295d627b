"""What happened to a report, from every side, in order: its history, calls, line tests and transfers.

Other rooms add what they keep; a kind that nobody writes is not in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, or_, select

from desk.models import CallRow, FloorEventRow, LineTestRow, ReportEventRow, VisitRow, table_of

_EVENTS, _VISITS, _TESTS, _CALLS, _FLOOR = (
    table_of(row) for row in (ReportEventRow, VisitRow, LineTestRow, CallRow, FloorEventRow)
)
MOST = 200
"""Of each kind."""
TRANSFERRED = "transferred"
LONGEST_CALL = timedelta(hours=12)
"""How far to look for transfers of a call whose end is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing. `person`: a login or an extension, empty: the caller or the automatic flow."""

    at: datetime
    kind: str
    call: str = ""
    person: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def history(connection: Connection, report: RowMapping) -> list[Moment]:
    """The report's own history."""
    wanted = select(_EVENTS).where(_EVENTS.c.report_id == report["id"]).order_by(_EVENTS.c.id)
    return [
        Moment(
            at=row["at"],
            kind=row["kind"],
            call=row["call"] or "",
            person=row["person"] or "",
            data=row["data"],
        )
        for row in connection.execute(wanted).mappings()
    ]


def calls_of(report: RowMapping, events: Sequence[Moment]) -> list[str]:
    """The calls that the report is about."""
    return sorted({report["call"], *(event.call for event in events)} - {""})


def around(connection: Connection, report: RowMapping, calls: Sequence[str]) -> list[Moment]:
    """Visits to the automatic flow, line tests and transfers."""
    return [
        *(_visit(row) for row in _rows(connection, select(_VISITS).where(_VISITS.c.call.in_(calls)))),
        *(_test(row) for row in _rows(connection, _tests(report, calls))),
        *_transfers(connection, calls),
    ]


def tests_of_line(connection: Connection, line: str, limit: int) -> list[RowMapping]:
    """The last line tests, the newest first."""
    wanted = select(_TESTS).where(_TESTS.c.line_number == line)
    newest = wanted.order_by(_TESTS.c.tested_at.desc(), _TESTS.c.id.desc()).limit(limit)
    return list(connection.execute(newest).mappings())


def _rows(connection: Connection, wanted: Select[Any]) -> Sequence[RowMapping]:
    return connection.execute(wanted.limit(MOST)).mappings().all()


def _tests(report: RowMapping, calls: Sequence[str]) -> Select[Any]:
    until = report["closed_at"] or report["mended_at"] or datetime.now(UTC)
    meanwhile = _TESTS.c.tested_at.between(report["created_at"], until)
    of_line = (_TESTS.c.line_number == report["line_number"]) & meanwhile
    return select(_TESTS).where(or_(of_line, _TESTS.c.call.in_(calls))).order_by(_TESTS.c.id)


def _transfers(connection: Connection, calls: Sequence[str]) -> list[Moment]:
    """Looked for while each call lasted: the floor's events are found by their time."""
    known = select(_CALLS.c.call, _CALLS.c.started_at, _CALLS.c.ended_at).where(_CALLS.c.call.in_(calls))
    whiles = [
        and_(
            _FLOOR.c.at.between(row.started_at, row.ended_at or row.started_at + LONGEST_CALL),
            _FLOOR.c.data["leg"].as_string() == row.call,
        )
        for row in connection.execute(known)
    ]
    if not whiles:
        return []
    wanted = select(_FLOOR).where(_FLOOR.c.kind == TRANSFERRED, or_(*whiles)).order_by(_FLOOR.c.at)
    return [_transfer(row) for row in _rows(connection, wanted)]


def _visit(row: RowMapping) -> Moment:
    names = ("script", "outcome", "reason", "last_step", "seconds", "language", "durations")
    data = {name: row[name] for name in names}
    return Moment(at=row["started_at"], kind="visit", call=row["call"], data=data)


def _test(row: RowMapping) -> Moment:
    return Moment(
        at=row["tested_at"],
        kind="line_test",
        call=row["call"] or "",
        person=row["person"] or "",
        data={"test": row["id"], "verdict": row["verdict"]},
    )


def _transfer(row: RowMapping) -> Moment:
    said = row["data"]
    data = {name: said.get(name, "") for name in ("to", "target", "mode", "reason")}
    return Moment(at=row["at"], kind="transfer", call=said["leg"], person=said.get("agent", ""), data=data)
