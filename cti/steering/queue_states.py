"""Tells the dialplan which queues take callers, and waiting callers their place: globals and variables (H15).

What it says holds without the service where that makes sense: a queue that is closed opens by itself at the time
given with it (docs/asterisk.md).
"""

import asyncio
import logging
import math
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cti import dialplan
from cti.ami.actions import Setvar
from cti.ami.errors import AmiError, Refused
from cti.ami.link import AmiLink
from cti.floor.legs import carrier
from cti.floor.state import Floor, Stage
from cti.routing.board import CALLBACK, Board
from cti.routing.queues import Queues
from cti.steering.live_floor import LiveFloor

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds."""
SAY_AGAIN = 60.0
"""Seconds after which everything is said again: Asterisk may have been restarted meanwhile."""
MOST_TOLD = 999

Wanted = tuple[str, str, str]
"""Channel or nothing, variable, value."""


def queue_globals(queues: Queues, floor: Floor, when: datetime, zone: ZoneInfo) -> Iterator[Wanted]:
    """What the dialplan is to know of each queue."""
    waiting = dict.fromkeys(queues, 0)
    for call in floor.calls.values():
        if call.stage in (Stage.WAITING, Stage.OFFERED, Stage.PARACHUTE) and call.queue in waiting:
            waiting[call.queue] += 1
    for name, queue in queues.items():
        opens = ""
        if not queue.hours.open_at(when, zone):
            state, opens = "closed", _seconds(queue.hours.next_opening(when, zone))
        else:
            # Whether anybody is signed in the dialplan sees for itself: the members are kept in step.
            state = "full" if waiting[name] >= queue.max_waiting else "open"
        yield "", dialplan.queue_opens(name), opens
        yield "", dialplan.queue_state(name), state
        yield "", dialplan.duty_number(name), queue.duty_number


def places(queues: Queues, board: Board, floor: Floor, mono: float) -> Iterator[Wanted]:
    """Place and expected wait of the callers in queues that announce them, and how often they are told by now."""
    for call in board.waiting:
        if call.call.startswith(CALLBACK):
            continue
        queue = queues[call.queue]
        leg = carrier(floor, floor.calls[call.call])
        if queue.announce_place:
            yield leg, dialplan.PLACE, str(min(board.waiting.place(call.call), MOST_TOLD))
        if queue.announce_wait and (wait := board.expected_wait(call.call)) is not None:
            yield leg, dialplan.WAIT_MINUTES, str(min(max(1, math.ceil(wait / 60)), MOST_TOLD))
        if queue.announce_place or queue.announce_wait:
            turns = max(0.0, mono - call.since) // queue.announce_every
            yield leg, dialplan.PLACE_TURN, str(1 + int(turns))


def _seconds(opening: datetime | None) -> str:
    return str(int(opening.timestamp())) if opening is not None else ""


class QueueStates:
    """Run `run()` as a task."""

    def __init__(self, live: LiveFloor, link: AmiLink, board: Board, zone: ZoneInfo) -> None:
        self.live = live
        self.link = link
        self.board = board
        self.zone = zone
        self._said: dict[tuple[str, str], str] = {}

    async def run(self) -> None:
        """Say what changed every second, and everything now and then, until cancelled."""
        while True:
            self._said.clear()
            for _ in range(int(SAY_AGAIN / TICK)):
                if self.link.trouble is not None:
                    self._said.clear()
                else:
                    await self.say(datetime.now(UTC))
                await asyncio.sleep(TICK)

    async def say(self, when: datetime) -> None:
        """Tell Asterisk what it does not know yet; what it does not take is said again later."""
        queues = self.board.queues
        wanted = [
            *queue_globals(queues, self.live.floor, when, self.zone),
            *places(queues, self.board, self.live.floor, time.monotonic()),
        ]
        self._forget({channel for channel, _, _ in wanted})
        for channel, name, value in wanted:
            if self._said.get((channel, name)) == value:
                continue
            try:
                await self.link.actions.act(Setvar(name, value, channel or None))
            except Refused:
                log.debug("A variable was not taken", extra={"variable": name})
            except AmiError:
                return
            self._said[channel, name] = value

    def _forget(self, channels: set[str]) -> None:
        """Channels that wait no more."""
        for said in [key for key in self._said if key[0] not in channels]:
            del self._said[said]
