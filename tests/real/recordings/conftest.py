"""Recordings on a real database (SQLite, PostgreSQL), with a data folder of the test's own."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.database import schema
from desk.database.database import Database
from recordings.archive import Pace
from recordings.conversation import AnsweredLeg, Conversation
from recordings.room import Recordings
from tests.recorded import leave, talk

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
QUICK = Pace(look=0.05, missing=0.0, orphan=0.0, waiting=0.0, audit=0.05)
"""Nothing is waited for."""

OpenRoom = Callable[..., Recordings]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with its tables."""
    database = Database(database_url)
    await schema.upgrade(database)
    yield database
    await database.close()


@pytest.fixture
def open_room(database: Database, tmp_path: Path) -> OpenRoom:
    """Opens the room of recordings on the test's database and data folder."""

    folder = tmp_path / "data"

    def open_one(**changes: Any) -> Recordings:
        return Recordings(database, folder, "node1", **{"spool": folder / "spool", "pace": QUICK, **changes})

    return open_one


class Calls:
    """Makes conversations and the files that Asterisk leaves of them."""

    def __init__(self, folder: Path) -> None:
        self.spool = folder / "spool"
        self._made = 0

    def told(self, seconds: float = 3.0, **changes: Any) -> Conversation:
        """A conversation with the agent 8001, a minute after the one before."""
        self._made += 1
        call = f"node1-1763798400.{self._made}"
        values: dict[str, Any] = {
            "node": "node1",
            "call": call,
            "linkedid": call,
            "file": f"{call}-0.raw",
            "started_at": AT + timedelta(minutes=self._made),
            "seconds": seconds,
            "legs": (AnsweredLeg("8001", 0.0, seconds),),
            "caller": f"5550000{self._made}",
            "callee": "112",
            "queue": "junior",
            "line_number": "87650001",
            "report": f"26112200{self._made:02}",
        }
        return Conversation(**{**values, **changes})

    def leave(self, conversation: Conversation, seconds: float | None = None) -> Path:
        """Its file, finished; `seconds`: where it is not as long as the conversation."""
        return leave(
            self.spool, conversation.file, talk(conversation.seconds if seconds is None else seconds)
        )


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Conversations in the test's data folder."""
    return Calls(tmp_path / "data")
