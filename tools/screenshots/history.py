"""What lies before the morning: a customer whose line has been out of order for days, and how often that was told."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from desk.database.database import Database
from desk.models import CallRow, CustomerNumberRow, CustomerRow, FaultReportRow

LINE = "55510120"
"""A key account's, which nobody has mended in time and everybody has asked about."""
CUSTOMER = "55510040"
"""Calls about it."""
REPEATS = 3
"""The next repeat goes to an agent (F1.6)."""


async def remember(database: Database) -> None:
    """Put it into the books of a site that has not begun to work yet."""
    now = datetime.now(UTC)
    async with database.writing() as connection:
        await connection.execute(insert(CustomerRow).values(_customer(now - timedelta(days=90))))
        await connection.execute(
            insert(CustomerNumberRow), [{"number": CUSTOMER, "customer_id": 1, "position": 0}]
        )
        for row in _reports(now):
            await connection.execute(insert(FaultReportRow).values(row))
        for row in _calls(now):
            await connection.execute(insert(CallRow).values(row))


def _customer(since: datetime) -> dict[str, Any]:
    return {
        "id": 1,
        "name": "钱样例",
        "address": "虚构街 20 号传达室",
        "note": "工作日 8:00 至 17:00 在校",
        "line_number": LINE,
        "created_at": since,
        "changed_at": since,
    }


def _reports(now: datetime) -> list[dict[str, Any]]:
    open_since, mended_since = now - timedelta(days=2, hours=3), now - timedelta(days=40)
    mended = {"status": "mended", "mended_at": mended_since + timedelta(hours=9), "symptom_class": "1"}
    return [
        _report(mended_since, "old1") | mended,
        _report(open_since, "old2") | {"repeat_count": REPEATS, "symptom_class": "2"},
    ]


def _report(at: datetime, call: str) -> dict[str, Any]:
    return {
        "number": f"{at:%y%m%d}0001",
        "line_number": LINE,
        "contact_number": CUSTOMER,
        "confirmed": True,
        "language": "zh",
        "outcome": "reported",
        "last_step": "what_else",
        "created_at": at,
        "call": call,
    }


def _calls(now: datetime) -> list[dict[str, Any]]:
    told = ((40, "reported", "old1"), (2, "reported", "old2"), (1, "repeat", "old3"))
    return [
        {
            "call": call,
            "node": "node1",
            "started_at": now - timedelta(days=days, hours=3),
            "ended_at": now - timedelta(days=days, hours=3) + timedelta(seconds=70),
            "caller": CUSTOMER,
            "dialled": "112",
            "outcome": outcome,
            "outcome_final": True,
            "language": "zh",
        }
        for days, outcome, call in told
    ]
