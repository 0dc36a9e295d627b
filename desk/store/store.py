"""Carrying facts into the database: load the visits they belong to, fold, write the changes, all in one
transaction with the journal's position, so that each fact counts exactly once (R10)."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, insert, select, update

from desk.fold.apply import changes_of_call, fold
from desk.fold.change import (
    Change,
    ChangeCall,
    CountRepeat,
    KeepLineTest,
    KeepMessage,
    KeepReport,
    KeepVoicemail,
    NoteTruncated,
    SettleKeysLeft,
    TakeRepeat,
    TakeReport,
    TakeSupplement,
)
from desk.fold.draft import Draft, Visit
from desk.journal.fact import Fact
from desk.models import JournalPositionRow, LineTestRow, VisitRow, table_of
from desk.store.agent_reports import take_repeat, take_report, take_supplement
from desk.store.calls import change_call, ensure_calls
from desk.store.keys_left import settle_keys_left
from desk.store.recorded import note_change
from desk.store.reports import count_repeat, keep_message, keep_report, keep_voicemail, note_truncated
from desk.store.upsert import insert as upsert

Numbers = dict[int, str]
"""Report number by the sequence of the fact that stored it, or of what an agent did to it."""


# Built once: building a statement costs more than running it.
_VISITS, _POSITIONS = table_of(VisitRow), table_of(JournalPositionRow)
_VISIT_FIELDS = tuple(field.name for field in fields(Visit) if field.name != "draft")
_OF_BOOT = (_POSITIONS.c.node == bindparam("of_node")) & (_POSITIONS.c.boot == bindparam("of_boot"))
_POSITION = select(_POSITIONS.c.sequence).where(_OF_BOOT).with_for_update()
_MOVE = (
    update(_POSITIONS).where(_OF_BOOT).values(sequence=bindparam("sequence"), moved_at=bindparam("moved_at"))
)
_LOAD = select(_VISITS).where(_VISITS.c.key.in_(bindparam("keys", expanding=True)))
_EARLIER = (
    select(func.count()).select_from(_VISITS).where(_VISITS.c.call == bindparam("of_call")).scalar_subquery()
)
_VISIT_VALUES: dict[str, Any] = {name: bindparam(name) for name in (*_VISIT_FIELDS, "draft")}
_ADD_VISIT = insert(_VISITS).values(_VISIT_VALUES | {"n": _EARLIER + 1})
_CHANGE_VISIT = update(_VISITS).where(_VISITS.c.key == bindparam("of_key")).values(_VISIT_VALUES)
_ADD_LINE_TEST = insert(table_of(LineTestRow))


class Store:
    """Applies facts of one boot in order. `zone` decides the day of a report number."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def apply(self, connection: Connection, facts: Sequence[Fact]) -> Numbers:
        """Apply what is new among facts of one boot and move its position past them."""
        last = facts[-1]
        position = _position(connection, last)
        new = [fact for fact in facts if fact.sequence > position]
        numbers = self._fold_all(connection, new) if new else {}
        if new:
            connection.execute(_MOVE, _boot(last) | {"sequence": last.sequence, "moved_at": last.at})
        return numbers

    def pass_over(self, connection: Connection, fact: Fact) -> None:
        """Move the position past a fact that was put aside."""
        if _position(connection, fact) < fact.sequence:
            connection.execute(_MOVE, _boot(fact) | {"sequence": fact.sequence, "moved_at": fact.at})

    def _fold_all(self, connection: Connection, facts: Sequence[Fact]) -> Numbers:
        stored = _load(connection, {fact.visit for fact in facts if fact.visit})
        visits = dict(stored)
        changes: list[tuple[int, Change]] = []
        for fact in facts:
            if fact.visit:
                visits[fact.visit], made = fold(visits.get(fact.visit), fact)
            else:
                made = changes_of_call(fact)
            changes += [(fact.sequence, change) for change in made]
        ensure_calls(connection, [c for _, c in changes if isinstance(c, ChangeCall)])
        _save(connection, stored, visits)
        numbers: Numbers = {}
        for sequence, change in changes:
            number = self._carry_out(connection, change)
            note_change(connection, change, number)
            if number is not None:
                numbers[sequence] = number
        return numbers

    def _carry_out(self, connection: Connection, change: Change) -> str | None:
        match change:
            case KeepReport():
                return keep_report(connection, change, self._zone)
            case KeepVoicemail():
                return keep_voicemail(connection, change, self._zone)
            case TakeReport():
                return take_report(connection, change, self._zone)
            case TakeRepeat():
                return take_repeat(connection, change)
            case TakeSupplement():
                return take_supplement(connection, change)
            case CountRepeat():
                count_repeat(connection, change)
            case KeepMessage():
                keep_message(connection, change)
            case NoteTruncated():
                note_truncated(connection, change)
            case SettleKeysLeft():
                settle_keys_left(connection, change, self._zone)
            case KeepLineTest():
                connection.execute(_ADD_LINE_TEST, dict(change.columns))
            case ChangeCall():
                change_call(connection, change)
        return None


def _position(connection: Connection, fact: Fact) -> int:
    """Last applied sequence of the fact's boot, its row locked until the transaction ends."""
    found = connection.execute(_POSITION, _boot(fact)).scalar()
    if found is None:
        first = {"node": fact.node, "boot": fact.boot, "sequence": 0, "moved_at": fact.at}
        connection.execute(upsert(connection, JournalPositionRow).values(first).on_conflict_do_nothing())
        found = connection.execute(_POSITION, _boot(fact)).scalar_one()
    return int(found)


def _boot(fact: Fact) -> dict[str, Any]:
    return {"of_node": fact.node, "of_boot": fact.boot}


def _load(connection: Connection, keys: set[str]) -> dict[str, Visit]:
    if not keys:
        return {}
    rows = connection.execute(_LOAD, {"keys": sorted(keys)}).mappings()
    return {
        row["key"]: Visit(**{name: row[name] for name in _VISIT_FIELDS}, draft=Draft.read(row["draft"]))
        for row in rows
    }


def _save(connection: Connection, stored: dict[str, Visit], visits: dict[str, Visit]) -> None:
    changed = [visit for key, visit in visits.items() if key in stored and visit != stored[key]]
    if changed:
        connection.execute(_CHANGE_VISIT, [visit.columns() | {"of_key": visit.key} for visit in changed])
    if new := [visit for key, visit in visits.items() if key not in stored]:
        connection.execute(_ADD_VISIT, [visit.columns() | {"of_call": visit.call} for visit in new])
