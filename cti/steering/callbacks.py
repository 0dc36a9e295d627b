"""The call-back queue: when the turn of somebody who left comes, the agent gets the pop and the customer is called.

They stand in line with those who wait, by their first entry (F2.1). What is to be done follows from the floor alone:
a restart loses nobody.
"""

import asyncio
import logging
from collections.abc import Sequence

from cti.errors import Refused, Unavailable
from cti.floor.changes import CallAnswered, CallEnded, Change
from cti.floor.events import CallbackOver, CallbackTried, FloorEvent
from cti.floor.state import Callback
from cti.routing.board import Board
from cti.steering.live_floor import LiveFloor, stamp
from cti.steering.out_calls import OutCalls
from cti.steering.tasks import Tasks

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds."""
MOST_TRIES = 3
AGAIN_AFTER = 300.0
"""Seconds until a customer who was not reached is in line again."""
AGENT_AGAIN_AFTER = 10.0
"""The same where the call could not be placed now; an agent who does not answer is paused, and the next one asked."""


class Callbacks:
    """Run `run()` as a task; `note` hears of every event, `call` is told of by the router."""

    def __init__(self, live: LiveFloor, board: Board, out_calls: OutCalls) -> None:
        self._live = live
        self._board = board
        self._out_calls = out_calls
        self._lined_up: set[str] = set()
        self._tasks = Tasks()

    async def run(self) -> None:
        """Keep the line until cancelled."""
        try:
            while True:
                self.line_up()
                await asyncio.sleep(TICK)
        finally:
            self._tasks.cancel()

    def line_up(self) -> None:
        """Whoever is to be called back stands in line; whoever is being called does not."""
        now = stamp()
        for callback in list(self._live.floor.callbacks.values()):
            if callback.call and callback.call not in self._live.floor.calls:
                self._not_reached(callback)
        due = {c.id: c for c in self._live.floor.callbacks.values() if self._is_due(c, now["at"])}
        for gone in self._lined_up - due.keys():
            self._board.remove_callback(gone)
        for callback in due.values():
            self._board.put_callback(callback, now["at"], now["mono"])
        self._lined_up = set(due)

    def call(self, callback: str, agent: str) -> None:
        """The turn has come: out of the line at once, so that nobody is called twice."""
        known = self._live.floor.callbacks.get(callback)
        self._board.remove_callback(callback)
        if known is not None and not known.call:
            self._tasks.start(self._place(known, agent))

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """Hear what became of the calls that were placed."""
        placed = {c.call: c for c in self._live.floor.callbacks.values() if c.call}
        for change in changes if placed else ():
            callback = placed.get(getattr(change, "call", ""))
            if callback is not None and isinstance(change, CallAnswered):
                self._over(callback, CallbackOver(**stamp(), callback=callback.id, result="answered"))
            elif callback is not None and isinstance(change, CallEnded):
                self._not_reached(callback, rung=change.last.answered)

    async def _place(self, callback: Callback, agent: str) -> None:
        try:
            call = await self._out_calls.place(
                agent,
                callback.number,
                queue=callback.queue,
                line_number=callback.line_number,
                key_account=callback.key_account,
                language=callback.language,
            )
        except Refused as refusal:
            log.warning("A caller could not be called back", extra={"call": callback.id, "why": str(refusal)})
            again = isinstance(refusal, Unavailable) or refusal.status in (409, 429)
            result = CallbackOver(
                **stamp(),
                callback=callback.id,
                result="again" if again else "failed",
                seconds=AGENT_AGAIN_AFTER,
            )
            self._over(callback, result)
            return
        self._live.act(CallbackTried(**stamp(), callback=callback.id, leg=call, agent=agent))

    def _not_reached(self, callback: Callback, *, rung: bool = True) -> None:
        """`rung`: the agent answered, so the customer was called."""
        if not rung:
            self._over(callback, CallbackOver(**stamp(), callback=callback.id, result="not_taken"))
            return
        result = CallbackOver(
            **stamp(),
            callback=callback.id,
            result="failed" if callback.tries >= MOST_TRIES else "again",
            seconds=AGAIN_AFTER,
        )
        self._over(callback, result)

    def _over(self, callback: Callback, event: CallbackOver) -> None:
        log.info("Calling back goes on", extra={"call": callback.id, "result": event.result})
        self._live.act(event)

    def _is_due(self, callback: Callback, at: float) -> bool:
        return not callback.call and at >= callback.not_before_at
