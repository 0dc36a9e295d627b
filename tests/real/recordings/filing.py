"""Filing conversations, and looking at what came of it: rows, open findings, sound."""

import io
from typing import Any

import numpy as np

from desk.database.database import Database
from desk.models import RecordingFindingRow, RecordingRow
from recordings.compact import decode
from recordings.conversation import Conversation
from recordings.room import Recordings
from tests.real.desk.rows import rows


async def filed(room: Recordings, conversation: Conversation | None = None) -> None:
    if conversation is not None:
        await room.take(conversation)
    await room.archive.look()


async def only(database: Database, table: Any = RecordingRow) -> dict[str, Any]:
    (row,) = await rows(database, table)
    return row


async def findings(database: Database) -> list[tuple[str, str | None, float | None, float | None]]:
    """Open findings: kind, agent, expected, found."""
    return [
        (row["kind"], row["agent"], row["expected"], row["found"])
        for row in await rows(database, RecordingFindingRow)
        if row["resolved_at"] is None
    ]


async def heard_again(room: Recordings, number: int = 1) -> np.ndarray:
    playable = await room.library.open(number)
    return np.concatenate(list(decode(io.BytesIO(b"".join(playable.read(0, playable.size))))))
