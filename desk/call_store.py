"""Writing calls: rows that fill up from several sides, closed exactly once."""

from collections.abc import Iterable

from sqlalchemy import false, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.change import ChangeCall
from desk.models import CallRow
from desk.upsert import insert

_FIRST_WINS = ("caller", "dialled")


async def ensure_calls(connection: AsyncConnection, changes: Iterable[ChangeCall]) -> None:
    """Make sure that each call has a row; `started_at` is the first that was heard of it."""
    rows = {
        change.call: {
            "call": change.call,
            "node": change.node,
            "started_at": change.at,
            "caller": "",
            "dialled": "",
            "overflow_prompts": 0,
            "outcome_final": False,
        }
        for change in reversed(list(changes))
    }
    if rows:
        ordered = [rows[call] for call in sorted(rows)]
        await connection.execute(insert(connection, CallRow).on_conflict_do_nothing(), ordered)


async def change_call(connection: AsyncConnection, change: ChangeCall) -> None:
    """Fill columns of one call."""
    values = {
        name: value
        for name, value in change.columns.items()
        if value is not None and not (name in _FIRST_WINS and value == "")
    }
    if change.overflow_prompts:
        values["overflow_prompts"] = CallRow.overflow_prompts + change.overflow_prompts
    if not values:
        return
    statement = update(CallRow).where(CallRow.call == change.call).values(values)
    if change.ends:
        statement = statement.where(CallRow.ended_at.is_(None))
    if change.unless_final:
        statement = statement.where(CallRow.outcome_final == false())
    await connection.execute(statement)
