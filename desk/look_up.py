"""Reading a line, a report, an exchange: one statement each, so that a call waits for one round trip only."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, RowMapping, Select, bindparam, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection
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

_NUMBER: BindParameter[str] = bindparam("number")
_PREFIXES: BindParameter[list[str]] = bindparam("prefixes", expanding=True)
_REPORT = aliased(FaultReportRow, name="open_report")
_REPORT_COLUMNS = ("number", "line_number", "repeat_count", "message_for_caller", "created_at")


def _columns(entity: Any, prefix: str, names: tuple[str, ...]) -> list[Any]:
    return [getattr(entity, name).label(f"{prefix}_{name}") for name in names]


def _names(row: Any) -> tuple[str, ...]:
    return tuple(column.name for column in row.__table__.columns)


def _longest(prefix: InstrumentedAttribute[str]) -> Select[Any]:
    return select(prefix).where(prefix.in_(_PREFIXES)).order_by(func.length(prefix).desc()).limit(1)


def _is_open(report: Any) -> Any:
    return report.confirmed.is_(True) & (report.status == ReportStatus.OPEN)


def _line() -> Select[Any]:
    works = (
        select(PlannedWorksRow.id)
        .where(
            PlannedWorksRow.prefix.in_(_PREFIXES),
            PlannedWorksRow.starts <= bindparam("now", type_=PlannedWorksRow.starts.type),
            PlannedWorksRow.ends > bindparam("now", type_=PlannedWorksRow.starts.type),
        )
        .order_by(func.length(PlannedWorksRow.prefix).desc(), PlannedWorksRow.ends.desc())
        .limit(1)
    )
    open_report = (
        select(FaultReportRow.id)
        .where(FaultReportRow.line_number == _NUMBER, _is_open(FaultReportRow))
        .order_by(FaultReportRow.id.desc())
        .limit(1)
    )
    last_test = (
        select(LineTestRow.id)
        .where(LineTestRow.line_number == _NUMBER)
        .order_by(LineTestRow.tested_at.desc(), LineTestRow.id.desc())
        .limit(1)
    )
    mended = exists().where(
        FaultReportRow.line_number == _NUMBER,
        FaultReportRow.status != ReportStatus.OPEN,
        FaultReportRow.mended_at >= bindparam("mended_since", type_=PlannedWorksRow.starts.type),
    )
    one = select(literal(1).label("one")).subquery()
    joined = (
        one.outerjoin(ExchangeRow, ExchangeRow.prefix == _longest(ExchangeRow.prefix).scalar_subquery())
        .outerjoin(SubscriberRow, SubscriberRow.line_number == _NUMBER)
        .outerjoin(PlannedWorksRow, PlannedWorksRow.id == works.scalar_subquery())
        .outerjoin(_REPORT, _REPORT.id == open_report.scalar_subquery())
        .outerjoin(LineTestRow, LineTestRow.id == last_test.scalar_subquery())
    )
    return select(
        *_columns(ExchangeRow, "exchange", _names(ExchangeRow)),
        *_columns(SubscriberRow, "subscriber", ("owner", "address", "key_account")),
        *_columns(PlannedWorksRow, "works", ("prefix", "starts", "ends", "text_zh", "text_en")),
        *_columns(_REPORT, "report", _REPORT_COLUMNS),
        *_columns(LineTestRow, "test", _names(LineTestRow)),
        mended.label("mended"),
    ).select_from(joined)


_LINE = _line()
_EXCHANGE = select(ExchangeRow.__table__).where(
    ExchangeRow.prefix == _longest(ExchangeRow.prefix).scalar_subquery()
)
_OPEN_REPORT = select(*_columns(FaultReportRow, "report", _REPORT_COLUMNS)).where(
    FaultReportRow.number == _NUMBER, _is_open(FaultReportRow), FaultReportRow.line_number.is_not(None)
)
_REPORT_OF_CALL = (
    select(FaultReportRow.number)
    .where(FaultReportRow.call == bindparam("call"), FaultReportRow.confirmed.is_(True))
    .order_by(FaultReportRow.id.desc())
    .limit(1)
)


async def exchange_of(connection: AsyncConnection, number: str) -> Exchange | None:
    """The exchange with the longest prefix of this number."""
    found = (await connection.execute(_EXCHANGE, {"prefixes": _prefixes(number)})).mappings().first()
    return Exchange(**found) if found else None


async def line_view(
    connection: AsyncConnection, number: str, *, now: datetime, mended_since: datetime, folder: Path
) -> LineView:
    """Everything about one line, as of `now`."""
    values = {"number": number, "prefixes": _prefixes(number), "now": now, "mended_since": mended_since}
    row = (await connection.execute(_LINE, values)).mappings().one()
    exchange, subscriber, works = (_part(row, name) for name in ("exchange", "subscriber", "works"))
    report = _open_report(row, folder)
    return LineView(
        number=number,
        exchange=Exchange(**exchange) if exchange else None,
        subscriber=Subscriber(**subscriber) if subscriber else None,
        works=PlannedWorks(**works) if works else None,
        mended=bool(row["mended"]) and report is None,
        open_report=report,
        last_test=_line_test(row),
    )


async def open_report(connection: AsyncConnection, number: str, folder: Path) -> OpenReport | None:
    """The open report with this number."""
    row = (await connection.execute(_OPEN_REPORT, {"number": number})).mappings().first()
    return _open_report(row, folder) if row else None


async def report_of_call(connection: AsyncConnection, call: str) -> str | None:
    """Number of the newest confirmed report of a call."""
    return (await connection.execute(_REPORT_OF_CALL, {"call": call})).scalar()


def _prefixes(number: str) -> list[str]:
    return [number[:length] for length in range(1, len(number) + 1)]


def _part(row: RowMapping, name: str) -> dict[str, Any] | None:
    """The columns of one joined table without their prefix; None when there was no row to join."""
    start = f"{name}_"
    found = {key[len(start) :]: value for key, value in row.items() if key.startswith(start)}
    return None if all(value is None for value in found.values()) else found


def _open_report(row: RowMapping, folder: Path) -> OpenReport | None:
    found = _part(row, "report")
    if found is None:
        return None
    message = found.pop("message_for_caller")
    return OpenReport(**found, message_for_caller=folder / message if message else None)


def _line_test(row: RowMapping) -> LineTest | None:
    found = _part(row, "test")
    if found is None:
        return None
    for unused in ("id", "call"):
        del found[unused]
    return LineTest(number=found.pop("line_number"), verdict=Verdict(found.pop("verdict")), **found)
