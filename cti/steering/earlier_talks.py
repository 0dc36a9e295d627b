"""Who talked with whom before this start of the service: a caller is served by the agent of the last call again.

Read from the call records once, which hold the conversations of all nodes; while the database is away, callers are
served by whoever is free.
"""

import asyncio
import logging
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection, select

from cti.routing.board import Board
from cti.routing.last_agents import REMEMBERED_CALLERS, REMEMBERED_SECONDS, Talk
from cti.steering.live_floor import LiveFloor, Stamp, stamp
from desk.database.database import Database
from desk.errors import DeskUnavailable
from desk.models import CallRow, ConversationRow

log = logging.getLogger(__name__)

WITHIN_SECONDS = 10.0
RETRY_SECONDS = 5.0


class EarlierTalks:
    """Run `run()` as a task: it ends once the board knows."""

    def __init__(self, database: Database, live: LiveFloor, board: Board) -> None:
        self._database = database
        self._live = live
        self._board = board

    async def run(self) -> None:
        """Ask until the database has answered."""
        while True:
            now = stamp()
            try:
                talks = await self._database.read(partial(_talks, now=now), WITHIN_SECONDS)
            except DeskUnavailable:
                await asyncio.sleep(RETRY_SECONDS)
                continue
            self._board.learn(talks, self._live.floor, **stamp())
            log.info("Callers are remembered with their agents", extra={"talks": len(talks)})
            return


def _talks(connection: Connection, now: Stamp) -> list[Talk]:
    """The latest first."""
    since = datetime.fromtimestamp(now["at"] - REMEMBERED_SECONDS, UTC)
    wanted = (
        select(CallRow.caller, ConversationRow.agent, ConversationRow.answered_at)
        .join(ConversationRow, ConversationRow.call == CallRow.call)
        .where(CallRow.started_at >= since, CallRow.caller != "")
        .order_by(ConversationRow.answered_at.desc())
        .limit(REMEMBERED_CALLERS)
    )
    return [
        Talk(caller, agent, now["mono"] - (now["at"] - answered_at.timestamp()))
        for caller, agent, answered_at in connection.execute(wanted)
    ]
