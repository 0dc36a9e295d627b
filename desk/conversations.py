"""Reading and writing what agents note about their conversations (F2.3, wrap-up)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from desk.models import ConversationRow, FaultReportRow, SubscriberRow, table_of
from desk.store.upsert import insert

CONVERSATIONS = table_of(ConversationRow)

MISMATCH = "identity_mismatch"
"""Outcome of a call whose caller is not the subscriber, who has to report (F2.3)."""


def conversation(connection: Connection, call: str, agent: str) -> Row[Any] | None:
    """An agent's part in a call."""
    return connection.execute(select(CONVERSATIONS).where(_is(call, agent))).one_or_none()


def begin(connection: Connection, call: str, agent: str, at: datetime) -> None:
    """Make sure that there is a row: the fact of the answer may still be in the journal."""
    values = {"call": call, "agent": agent, "answered_at": at}
    connection.execute(insert(connection, ConversationRow).values(values).on_conflict_do_nothing())


def note(connection: Connection, call: str, agent: str, at: datetime, values: Mapping[str, Any]) -> Row[Any]:
    """Fill in what the agent says; the row as it is then."""
    connection.execute(update(CONVERSATIONS).where(_is(call, agent)).values(**values, noted_at=at))
    return connection.execute(select(CONVERSATIONS).where(_is(call, agent))).one()


def of_calls(connection: Connection, calls: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """The conversations of these calls, in the order of the answers."""
    found: dict[str, list[Row[Any]]] = {call: [] for call in calls}
    wanted = select(CONVERSATIONS).where(CONVERSATIONS.c.call.in_(found))
    for row in connection.execute(wanted.order_by(CONVERSATIONS.c.answered_at, CONVERSATIONS.c.agent)):
        found[row.call].append(row)
    return found


def is_key_account(connection: Connection, line: str) -> bool:
    """Whether the line belongs to a key account (F2.4)."""
    wanted = select(SubscriberRow.key_account).where(SubscriberRow.line_number == line)
    return bool(line and connection.execute(wanted).scalar())


def has_report(connection: Connection, number: str) -> bool:
    """Whether there is a fault report of this number."""
    wanted = select(FaultReportRow.id).where(FaultReportRow.number == number)
    return connection.execute(wanted).first() is not None


def _is(call: str, agent: str) -> Any:
    return (CONVERSATIONS.c.call == call) & (CONVERSATIONS.c.agent == agent)
