"""What the live floor knows of each call, journaled as facts: one row a call, one final record (F1.14)."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desk.database.database import Database
from desk.journal.fact import Kind
from desk.journal.journal import Journal
from desk.models import CallRow

LOST = "lost"
"""Outcome of a call whose end nobody saw."""

_NUMBER_LENGTH = 20
_NAME_LENGTH = 64
_CALL_LENGTH = 80
_KEYS_LENGTH = 40


class CallLog:
    """Every method but `open_calls` journals one fact: it never waits and never raises.

    `call`: Asterisk's unique id of the caller's channel; `at`: aware time of the event, now when left out.
    """

    def __init__(self, journal: Journal, database: Database) -> None:
        self._journal = journal
        self._database = database

    def started(self, call: str, *, caller: str, dialled: str, at: datetime | None = None) -> None:
        """A call came in."""
        at = at or self._journal.clock.wall()
        self._change(
            call, at, started_at=at, caller=caller[:_NUMBER_LENGTH], dialled=dialled[:_NUMBER_LENGTH]
        )

    def answered(self, call: str, *, at: datetime | None = None) -> None:
        """Asterisk answered the call (not yet an agent)."""
        at = at or self._journal.clock.wall()
        self._change(call, at, answered_at=at)

    def queued(self, call: str, queue: str, *, at: datetime | None = None) -> None:
        """The caller waits for an agent."""
        self._change(call, at, queue=queue[:_NAME_LENGTH])

    def overflow_prompted(self, call: str, *, at: datetime | None = None) -> None:
        """The waiting caller was asked whether to return to the automatic flow (F2.1)."""
        self._journal.append(Kind.CALL_CHANGED, call[:_CALL_LENGTH], {"overflow_prompts": 1}, at=at)

    def connected(self, call: str, agent: str, *, waited_seconds: float, at: datetime | None = None) -> None:
        """An agent answered, after so many seconds (monotonic) in the queue."""
        self._change(call, at, agent=agent[:_NAME_LENGTH], waited_seconds=waited_seconds)

    def recording(self, call: str, path: Path, *, at: datetime | None = None) -> None:
        """The conversation is recorded into this file (relative to the data folder)."""
        self._change(call, at, recording=path.as_posix())

    def keys_left(self, call: str, digits: str, *, at: datetime | None = None) -> None:
        """The caller hung up amid an entry; these digits were pressed and no dialog has taken them (F1.14)."""
        self._journal.append(Kind.KEYS_LEFT, call[:_CALL_LENGTH], {"digits": digits[:_KEYS_LENGTH]}, at=at)

    def callback_failed(
        self, call: str, *, number: str, line_number: str, language: str, at: datetime | None = None
    ) -> None:
        """The caller asked to be called back at `number` and will not be: an unconfirmed report tells people."""
        left = {
            "number": number[:_NUMBER_LENGTH],
            "line_number": line_number[:_NUMBER_LENGTH],
            "language": language,
        }
        self._journal.append(Kind.CALLBACK_FAILED, call[:_CALL_LENGTH], left, at=at)

    def ended(
        self,
        call: str,
        *,
        cause: int | None,
        outcome: str | None = None,
        waited_seconds: float | None = None,
        at: datetime | None = None,
    ) -> None:
        """The call is over: its final record. A second one changes nothing.

        `cause`: ITU-T Q.850. `outcome` None: that of the call's last visit to the automatic flow.
        """
        at = at or self._journal.clock.wall()
        columns: dict[str, Any] = {
            "ended_at": at.isoformat(),
            "cause": cause,
            "waited_seconds": waited_seconds,
        }
        if outcome is not None:
            columns |= {"outcome": outcome[:_NAME_LENGTH], "outcome_final": True}
        self._journal.append(Kind.CALL_ENDED, call[:_CALL_LENGTH], {"columns": columns}, at=at)

    def closed_as(self, call: str, outcome: str, *, at: datetime | None = None) -> None:
        """An agent says what became of the call (F2.3); its end no longer changes that."""
        self._change(call, at, outcome=outcome[:_NAME_LENGTH], outcome_final=True)

    def lost(self, call: str, *, at: datetime | None = None) -> None:
        """The call is gone and nobody saw its end: its final record, unless there is one."""
        self.ended(call, cause=None, outcome=LOST, at=at)

    async def open_calls(self, node: str) -> list[str]:
        """Calls of a node without a final record. Raises DeskUnavailable."""
        wanted = select(CallRow.call).where(CallRow.node == node, CallRow.ended_at.is_(None))
        async with self._database.reading() as connection:
            return list((await connection.execute(wanted.order_by(CallRow.started_at))).scalars())

    def _change(self, call: str, at: datetime | None, **columns: Any) -> None:
        values = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in columns.items()
        }
        self._journal.append(Kind.CALL_CHANGED, call[:_CALL_LENGTH], {"columns": values}, at=at)
