"""What is left of a call in the books, once everything of it is written (F1.11, F1.14)."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select

from cti.call_page.moments import Over
from desk.errors import DeskUnavailable
from desk.look_up import Fetch
from desk.models import CallRow, FaultReportRow, VisitRow

WITHIN = 10.0
"""Seconds that the books are given to hold the whole call; then it is told as it stands."""
_LOOK_SECONDS = 0.25

_CALL: BindParameter[str] = bindparam("call")
_ENDED: Select[Any] = select(CallRow.ended_at).where(CallRow.call == _CALL)
_VISIT: list[Any] = [VisitRow.ended_at, VisitRow.last_step]
_VISITS: Select[Any] = select(*_VISIT).where(VisitRow.call == _CALL).order_by(VisitRow.n)
_COLUMNS: list[Any] = [FaultReportRow.number, FaultReportRow.line_number, FaultReportRow.confirmed]
_REPORT: Select[Any] = (
    select(*_COLUMNS).where(FaultReportRow.call == _CALL).order_by(FaultReportRow.id.desc()).limit(1)
)


async def left_of(fetch: Fetch, call: str, within: float = WITHIN) -> Over:
    """The newest report of an ended call, and the step at which the caller left. Never raises for a store's sake."""
    until = time.monotonic() + within
    while True:
        with contextlib.suppress(DeskUnavailable):
            if await _written(fetch, call) or time.monotonic() > until:
                return await _over(fetch, call)
        if time.monotonic() > until:
            return Over(at=time.time())
        await asyncio.sleep(_LOOK_SECONDS)


async def _written(fetch: Fetch, call: str) -> bool:
    ended = await fetch(_ENDED, {"call": call})
    visits = await fetch(_VISITS, {"call": call})
    return bool(ended and ended[0][0]) and all(visit.ended_at for visit in visits)


async def _over(fetch: Fetch, call: str) -> Over:
    reports: Sequence[Row[Any]] = await fetch(_REPORT, {"call": call})
    visits = await fetch(_VISITS, {"call": call})
    report = reports[0] if reports else None
    return Over(
        at=time.time(),
        report=report.number if report else "",
        line_number=(report.line_number or "") if report else "",
        confirmed=bool(report and report.confirmed),
        last_step=visits[-1].last_step if visits else "",
    )
