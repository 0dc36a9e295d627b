"""The desk as an agent sees it: reports taken down, repeated and added to, and lines tested (F2.5-F2.7).

What an agent saves is journaled like what a caller keys: a database that is away delays the report's number and
loses nothing (R10).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from desk.errors import DeskUnavailable
from desk.journal.fact import Kind
from desk.line_test import waiting
from desk.line_test.head import TestHeadFailed
from desk.line_test.result import LineTest
from desk.models import FaultReportRow, ReportEventRow

if TYPE_CHECKING:
    from desk.desk import Desk

_DONE = (
    select(FaultReportRow.number)
    .join(ReportEventRow, ReportEventRow.report_id == FaultReportRow.id)
    .where(ReportEventRow.request_id == bindparam("request"))
)


class AgentDesk:
    """Made of the process' desk. `request` is the desktop's own name for what it asks; `person` a login."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    async def done(self, request: str) -> str | None:
        """Number of the report that this request has led to already. Raises DeskUnavailable."""
        rows = await self._desk.fetch(_DONE, {"request": request})
        return rows[0][0] if rows else None

    async def take(self, report: Mapping[str, Any], *, request: str, person: str, call: str) -> str | None:
        """Take a new report down (F2.7); its number, None: it is stored later.

        `report`: line_number, contact_number, symptom_class, note, answer, handling, language.
        """
        return await self._kept(Kind.AGENT_REPORTED, report, request, person, call)

    async def repeat(
        self, number: str, *, note: str, told: str, request: str, person: str, call: str
    ) -> str | None:
        """Note that the caller asked about this report again, and what was told (F2.5)."""
        words = {"report": number, "note": note, "told": told}
        return await self._kept(Kind.AGENT_REPEATED, words, request, person, call)

    async def supplement(
        self, number: str, words: Mapping[str, str], *, request: str, person: str, call: str
    ) -> str | None:
        """Add `note`, `answer` and `handling` to a report (F2.6)."""
        return await self._kept(Kind.AGENT_SUPPLEMENTED, {**words, "report": number}, request, person, call)

    async def test_line(self, number: str, *, person: str, call: str) -> LineTest:
        """Test a line as soon as the head lets us, within the site's limit, and store the result.

        Raises TestHeadBusy at the limit, TestHeadFailed.
        """
        if self._desk.test_head is None:
            raise TestHeadFailed("no test head")
        result = await waiting.test_when_free(
            self._desk.test_head, number, self._desk.rules.test_head_seconds
        )
        columns: dict[str, Any] = asdict(result)
        columns["line_number"] = columns.pop("number")
        columns |= {"tested_at": result.tested_at.isoformat(), "person": person}
        self._desk.journal.append(Kind.LINE_TESTED, call, columns)
        return result

    async def _kept(
        self, kind: Kind, words: Mapping[str, Any], request: str, person: str, call: str
    ) -> str | None:
        data = {**words, "request": request, "person": person}
        sequence = self._desk.journal.append(kind, call, data)
        try:
            async with asyncio.timeout(self._desk.rules.confirm_seconds):
                await self._desk.journal.durable(sequence)
                number = await self._desk.writer.stored(sequence)
            return number or await self.done(request)
        except (TimeoutError, DeskUnavailable):
            return None
