"""Reading a line, a report, an exchange: one statement each, so that a call waits for one round trip only."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, exists, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from desk.line_test.result import LineTest, Verdict
from desk.line_view import Exchange, LineView, OpenReport, PlannedWorks, Subscriber
from desk.models import (
    ExchangeRow,
    FaultReportRow,
    LineTestRow,
    PlannedWorksRow,
    ReportStatus,
    SubscriberRow,
)

Fetch = Callable[[Select[Any], Mapping[str, Any]], Awaitable[Sequence[Row[Any]]]]
"""How a statement reaches the database, deadline included; `Desk.fetch`."""

_LONGEST = 20
"""Digits of the longest number."""
_NUMBER: BindParameter[str] = bindparam("number")
_PREFIXES: list[BindParameter[str]] = [bindparam(f"prefix{length}") for length in range(1, _LONGEST + 1)]
_REPORT = aliased(FaultReportRow, name="open_report")
_REPORT_COLUMNS = ("number", "line_number", "repeat_count", "message_for_caller", "created_at")
_TEST_COLUMNS = ("verdict", *(f.name for f in fields(LineTest) if f.name not in {"number", "verdict"}))
_PARTS = {
    "exchange": (ExchangeRow, ("prefix", "branch", "test_centre")),
    "subscriber": (SubscriberRow, ("owner", "address", "key_account")),
    "works": (PlannedWorksRow, ("prefix", "starts", "ends", "text_zh", "text_en")),
    "report": (_REPORT, _REPORT_COLUMNS),
    "test": (LineTestRow, _TEST_COLUMNS),
}


def _columns(part: str) -> list[Any]:
    entity, names = _PARTS[part]
    return [getattr(entity, name).label(f"{part}_{name}") for name in names]


def _longest(prefix: InstrumentedAttribute[str]) -> Select[Any]:
    return select(prefix).where(prefix.in_(_PREFIXES)).order_by(func.length(prefix).desc()).limit(1)


def _is_open(report: Any) -> Any:
    return report.confirmed.is_(True) & (report.status == ReportStatus.OPEN)


def _newest(row: Any, *conditions: Any, by: Any) -> Any:
    """Id of the newest row that meets the conditions."""
    return select(row.id).where(*conditions).order_by(by.desc(), row.id.desc()).limit(1).scalar_subquery()


def _works_in_force() -> Any:
    works, now = PlannedWorksRow, bindparam("now", type_=PlannedWorksRow.starts.type)
    return (
        select(works.id)
        .where(works.prefix.in_(_PREFIXES), works.starts <= now, works.ends > now)
        .order_by(func.length(works.prefix).desc(), works.ends.desc())
        .limit(1)
        .scalar_subquery()
    )


def _mended() -> Any:
    reports = FaultReportRow
    return exists().where(
        reports.line_number == _NUMBER,
        reports.status != ReportStatus.OPEN,
        reports.mended_at >= bindparam("mended_since", type_=PlannedWorksRow.starts.type),
    )


def _line() -> Select[Any]:
    reports, tests = FaultReportRow, LineTestRow
    open_report = _newest(reports, reports.line_number == _NUMBER, _is_open(reports), by=reports.id)
    last_test = _newest(tests, tests.line_number == _NUMBER, by=tests.tested_at)
    one = select(literal(1).label("one")).subquery()
    joined = (
        one.outerjoin(ExchangeRow, ExchangeRow.prefix == _longest(ExchangeRow.prefix).scalar_subquery())
        .outerjoin(SubscriberRow, SubscriberRow.line_number == _NUMBER)
        .outerjoin(PlannedWorksRow, PlannedWorksRow.id == _works_in_force())
        .outerjoin(_REPORT, _REPORT.id == open_report)
        .outerjoin(LineTestRow, LineTestRow.id == last_test)
    )
    columns = [column for part in _PARTS for column in _columns(part)]
    return select(*columns, _mended().label("mended")).select_from(joined)


_LINE = _line()
_EXCHANGE = select(ExchangeRow.__table__).where(
    ExchangeRow.prefix == _longest(ExchangeRow.prefix).scalar_subquery()
)
_OPEN_REPORT = select(*(getattr(FaultReportRow, name) for name in _REPORT_COLUMNS)).where(
    FaultReportRow.number == _NUMBER, _is_open(FaultReportRow), FaultReportRow.line_number.is_not(None)
)
_REPORT_OF_CALL = (
    select(FaultReportRow.number)
    .where(FaultReportRow.call == bindparam("call"), FaultReportRow.confirmed.is_(True))
    .order_by(FaultReportRow.id.desc())
    .limit(1)
)


async def exchange_of(fetch: Fetch, number: str) -> Exchange | None:
    """The exchange with the longest prefix of this number."""
    rows = await fetch(_EXCHANGE, _prefixes(number))
    return Exchange(**rows[0]._mapping) if rows else None


async def line_view(
    fetch: Fetch, number: str, *, now: datetime, mended_since: datetime, folder: Path
) -> LineView:
    """Everything about one line, as of `now`."""
    values = {"number": number, "now": now, "mended_since": mended_since} | _prefixes(number)
    row = (await fetch(_LINE, values))[0]
    parts = _parts(row)
    exchange, subscriber, works, report, test = (parts[name] for name in _PARTS)
    open_report = _open_report(report, folder) if report else None
    return LineView(
        number=number,
        exchange=Exchange(**exchange) if exchange else None,
        subscriber=Subscriber(**subscriber) if subscriber else None,
        works=PlannedWorks(**works) if works else None,
        mended=bool(row[-1]) and open_report is None,
        open_report=open_report,
        last_test=_line_test(number, test) if test else None,
    )


async def open_report(fetch: Fetch, number: str, folder: Path) -> OpenReport | None:
    """The open report with this number."""
    rows = await fetch(_OPEN_REPORT, {"number": number})
    return _open_report(dict(rows[0]._mapping), folder) if rows else None


async def report_of_call(fetch: Fetch, call: str) -> str | None:
    """Number of the newest confirmed report of a call."""
    rows = await fetch(_REPORT_OF_CALL, {"call": call})
    return rows[0][0] if rows else None


def _prefixes(number: str) -> dict[str, str]:
    """All prefixes of the number, in a fixed count of parameters so that the statement never changes."""
    return {f"prefix{length}": number[:length] for length in range(1, _LONGEST + 1)}


def _parts(row: Row[Any]) -> dict[str, dict[str, Any] | None]:
    """The columns of each joined table; None where there was no row to join."""
    found: dict[str, dict[str, Any] | None] = {}
    start = 0  # the first column of each part is never NULL in its table
    for part, (_, names) in _PARTS.items():
        values = row[start : start + len(names)]
        start += len(names)
        found[part] = None if values[0] is None else dict(zip(names, values, strict=True))
    return found


def _open_report(columns: dict[str, Any], folder: Path) -> OpenReport:
    message = columns.pop("message_for_caller")
    return OpenReport(**columns, message_for_caller=folder / message if message else None)


def _line_test(number: str, columns: dict[str, Any]) -> LineTest:
    return LineTest(number=number, verdict=Verdict(columns.pop("verdict")), **columns)
