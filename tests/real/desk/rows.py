"""Sample numbers, reading tables, and one visit of a caller as the tests of the desk need it."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from desk.call_desk import CallDesk
from desk.database.database import Database
from desk.desk import Desk

LINE, SECOND_LINE, CONTACT = "87650001", "87650002", "13800000000"


async def rows(database: Database, table: Any) -> list[dict[str, Any]]:
    """All rows of a table, in the order of its key."""
    key = table.__table__.primary_key.columns
    async with database.reading() as connection:
        found = await connection.execute(select(table.__table__).order_by(*key))
        return [dict(row) for row in found.mappings()]


async def stored(desk: Desk) -> None:
    """Wait until everything journaled so far is in the database."""
    await desk.writer.stored(desk.journal.last)


def visit(desk: Desk, call: str = "node1-1700000000.1", *, script: str = "fault_report") -> CallDesk:
    """A visit that has begun."""
    begun = desk.for_call(call, script, CONTACT, "112", "zh")
    begun.begin()
    return begun


def end(visit: CallDesk, outcome: str = "left", last_step: str = "V5") -> None:
    """End a visit."""
    visit.end(outcome, "", last_step, {"V1": 1.0}, {"line_number": 1}, "zh")


def enter(visit: CallDesk, line: str = LINE) -> Path:
    """Key the line and contact numbers and record the symptom; where the recording is."""
    visit.step("line_number", 0.1)
    visit.keyed("line_number", line)
    visit.keyed("contact_number", CONTACT)
    take = visit.take_path("symptom")
    visit.recorded("symptom", take, None)
    visit.recorded("symptom", take, 2.5)
    return take


async def confirmed_report(desk: Desk, line: str = LINE, call: str = "c-first") -> str:
    """Number of a confirmed report of another caller."""
    first = visit(desk, call)
    enter(first, line)
    number = await first.confirm()
    end(first, "reported")
    return number
