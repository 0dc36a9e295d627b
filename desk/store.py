"""Carrying facts into the database: load the visits they belong to, fold, write the changes, all in one
transaction with the journal's position, so that each fact counts exactly once (R10)."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.apply import changes_of_call, fold
from desk.call_store import change_call, ensure_calls
from desk.change import (
    Change,
    ChangeCall,
    CountRepeat,
    KeepLineTest,
    KeepMessage,
    KeepReport,
    KeepVoicemail,
)
from desk.draft import Draft, Visit
from desk.fact import Fact
from desk.models import JournalPositionRow, LineTestRow, VisitRow
from desk.report_store import count_repeat, keep_message, keep_report, keep_voicemail
from desk.upsert import insert as upsert

Numbers = dict[int, str]
"""Report number by the sequence of the fact that stored it."""


class Store:
    """Applies facts of one boot in order. `zone` decides the day of a report number."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    async def apply(self, connection: AsyncConnection, facts: Sequence[Fact]) -> Numbers:
        """Apply what is new among facts of one boot and move its position past them."""
        last = facts[-1]
        position = await _position(connection, last)
        new = [fact for fact in facts if fact.sequence > position]
        numbers = await self._fold_all(connection, new) if new else {}
        if new:
            moved = update(JournalPositionRow).where(_is_boot_of(last))
            await connection.execute(moved.values(sequence=last.sequence, moved_at=last.at))
        return numbers

    async def pass_over(self, connection: AsyncConnection, fact: Fact) -> None:
        """Move the position past a fact that was put aside."""
        if await _position(connection, fact) < fact.sequence:
            moved = update(JournalPositionRow).where(_is_boot_of(fact))
            await connection.execute(moved.values(sequence=fact.sequence, moved_at=fact.at))

    async def _fold_all(self, connection: AsyncConnection, facts: Sequence[Fact]) -> Numbers:
        stored = await _load(connection, {fact.visit for fact in facts if fact.visit})
        visits = dict(stored)
        changes: list[tuple[int, Change]] = []
        for fact in facts:
            if fact.visit:
                visits[fact.visit], made = fold(visits.get(fact.visit), fact)
            else:
                made = changes_of_call(fact)
            changes += [(fact.sequence, change) for change in made]
        await ensure_calls(connection, [c for _, c in changes if isinstance(c, ChangeCall)])
        await _save(connection, stored, visits)
        numbers: Numbers = {}
        for sequence, change in changes:
            number = await self._carry_out(connection, change)
            if number is not None:
                numbers[sequence] = number
        return numbers

    async def _carry_out(self, connection: AsyncConnection, change: Change) -> str | None:
        match change:
            case KeepReport():
                return await keep_report(connection, change, self._zone)
            case KeepVoicemail():
                return await keep_voicemail(connection, change, self._zone)
            case CountRepeat():
                await count_repeat(connection, change)
            case KeepMessage():
                await keep_message(connection, change)
            case KeepLineTest():
                await connection.execute(insert(LineTestRow).values(dict(change.columns)))
            case ChangeCall():
                await change_call(connection, change)
        return None


async def _position(connection: AsyncConnection, fact: Fact) -> int:
    """Last applied sequence of the fact's boot, its row locked until the transaction ends."""
    here = select(JournalPositionRow.sequence).where(_is_boot_of(fact)).with_for_update()
    found = (await connection.execute(here)).scalar()
    if found is None:
        first = {"node": fact.node, "boot": fact.boot, "sequence": 0, "moved_at": fact.at}
        await connection.execute(
            upsert(connection, JournalPositionRow).values(first).on_conflict_do_nothing()
        )
        found = (await connection.execute(here)).scalar_one()
    return int(found)


def _is_boot_of(fact: Fact) -> Any:
    return (JournalPositionRow.node == fact.node) & (JournalPositionRow.boot == fact.boot)


async def _load(connection: AsyncConnection, keys: set[str]) -> dict[str, Visit]:
    if not keys:
        return {}
    rows = await connection.execute(select(VisitRow.__table__).where(VisitRow.key.in_(sorted(keys))))
    names = [name.name for name in fields(Visit) if name.name != "draft"]
    return {
        row["key"]: Visit(**{name: row[name] for name in names}, draft=Draft.read(row["draft"]))
        for row in rows.mappings()
    }


async def _save(connection: AsyncConnection, stored: dict[str, Visit], visits: dict[str, Visit]) -> None:
    new = [visit for key, visit in visits.items() if key not in stored]
    if changed := [visit for key, visit in visits.items() if key in stored and visit != stored[key]]:
        rows = [visit.columns() | {"row_key": visit.key} for visit in changed]
        names = [name for name in rows[0] if name not in {"row_key", "key"}]
        statement = (
            update(VisitRow.__table__)  # type: ignore[arg-type]
            .where(VisitRow.key == bindparam("row_key"))
            .values({name: bindparam(name) for name in names})
        )
        await connection.execute(statement, rows)
    for visit in new:
        earlier = select(func.count()).where(VisitRow.call == visit.call).scalar_subquery()
        await connection.execute(insert(VisitRow).values(**visit.columns(), n=earlier + 1))
