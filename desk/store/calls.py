"""Writing calls: rows that fill up from several sides, closed exactly once."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, case, false, or_, update

from desk.fold.change import ChangeCall
from desk.models import CallRow, ConversationRow, table_of
from desk.store.upsert import insert

_FIRST_WINS = ("caller", "dialled")

_CALLS = table_of(CallRow)
_CHANGE = update(_CALLS).where(_CALLS.c.call == bindparam("of_call"))
_CHANGE_OPEN = _CHANGE.where(_CALLS.c.outcome_final == false())
_END = _CHANGE.where(_CALLS.c.ended_at.is_(None))
_END_AS = _END.values(
    outcome=case((_CALLS.c.outcome_final, _CALLS.c.outcome), else_=bindparam("ended_as")), outcome_final=True
)
"""What an agent has said of the call stays (F2.3)."""
_KEEP_KEYS = _CHANGE.where(
    or_(_CALLS.c.keys_left.is_(None), _CALLS.c.keys_left.not_like(bindparam("told_keys") + "%"))
).values(keys_left=bindparam("told_keys"))
"""Each time a call's keys are told of, those from before stand in front: fewer come late, by another way (F1.14)."""
_COUNT_PROMPTS = _CHANGE.values(overflow_prompts=_CALLS.c.overflow_prompts + bindparam("more"))


def ensure_calls(connection: Connection, changes: Iterable[ChangeCall]) -> None:
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
        connection.execute(insert(connection, CallRow).on_conflict_do_nothing(), ordered)


def change_call(connection: Connection, change: ChangeCall) -> None:
    """Fill columns of one call."""
    values = {
        name: value
        for name, value in change.columns.items()
        if value is not None and not (name in _FIRST_WINS and value == "")
    }
    if change.overflow_prompts:
        connection.execute(_COUNT_PROMPTS, {"of_call": change.call, "more": change.overflow_prompts})
    if (keys := values.pop("keys_left", None)) is not None:
        connection.execute(_KEEP_KEYS, {"of_call": change.call, "told_keys": keys})
    if change.ends and (outcome := values.pop("outcome", None)) is not None:
        values.pop("outcome_final", None)
        connection.execute(_END_AS, values | {"of_call": change.call, "ended_as": outcome})
    elif values:
        statement = _END if change.ends else _CHANGE_OPEN if change.unless_final else _CHANGE
        connection.execute(statement, values | {"of_call": change.call})
    if (agent := values.get("agent")) is not None:
        part = {"call": change.call, "agent": agent, "answered_at": change.at}
        connection.execute(insert(connection, ConversationRow).on_conflict_do_nothing(), part)
