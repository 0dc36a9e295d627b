"""Looks after the leases: every few seconds each doubtful state is compared with Asterisk's channels (R20).

A state that two looks running do not bear out is over. Where Asterisk knows more than the floor (a call that is
gone, a telephone that was answered unheard) the link is asked for a whole snapshot instead, from which everything
is put right.
"""

import asyncio
import logging
import time
from collections.abc import Mapping

from cti.ami.errors import AmiError
from cti.ami.link import AmiLink
from cti.floor.events import LeaseOver
from cti.floor.legs import carrier
from cti.floor.state import Stage
from cti.steering.knobs import Knobs
from cti.steering.leases import Doubt, answered_unheard, borne_out, doubts
from cti.steering.live_floor import LiveFloor, stamp
from cti.steering.whereabouts import Place, whereabouts

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds."""


class Reconciler:
    """Run `run()` as a task."""

    def __init__(
        self, live: LiveFloor, link: AmiLink, knobs: Knobs, *, look_every: float = LOOK_EVERY
    ) -> None:
        self.live = live
        self.link = link
        self.knobs = knobs
        self.look_every = look_every
        self._unborne: set[Doubt] = set()
        self._missing: set[str] = set()

    async def run(self) -> None:
        """Look until cancelled; without Asterisk there is nothing to compare with."""
        while True:
            await asyncio.sleep(self.look_every)
            if self.link.trouble is None:
                try:
                    await self.look()
                except (AmiError, ValueError) as trouble:
                    log.info("Leases could not be looked at", extra={"cause": type(trouble).__name__})

    async def look(self) -> None:
        """One look. Raises AmiError."""
        doubtful = list(doubts(self.live.floor, time.monotonic(), self.knobs.ring_seconds))
        floor = self.live.floor
        calls = {
            carrier(floor, call): call.id for call in floor.calls.values() if call.stage is not Stage.ENDED
        }
        if not doubtful and not calls:
            self._unborne, self._missing = set(), set()
            return
        places = await whereabouts(self.link)
        self._end(doubtful, places)
        self._resynchronise({call for leg, call in calls.items() if leg not in places}, places)

    def _end(self, doubtful: list[Doubt], places: Mapping[str, Place]) -> None:
        unborne = {doubt for doubt in doubtful if self._stands(doubt) and not self._borne_out(doubt, places)}
        for doubt in unborne & self._unborne:
            log.warning("A lease is over", extra={"agent": doubt.agent, "state": doubt.state.value})
            self.live.act(LeaseOver(**stamp(), agent=doubt.agent, state=doubt.state.value))
        self._unborne = unborne - self._unborne

    def _resynchronise(self, missing: set[str], places: Mapping[str, Place]) -> None:
        missing = {call for call in missing if call in self.live.floor.calls}
        unheard = any(answered_unheard(agent, places) for agent in self.live.floor.agents.values())
        if unheard or missing & self._missing:
            log.warning("The floor differs from Asterisk and is compared anew", extra={"calls": len(missing)})
            self.link.inbox.gap("lease")
        self._missing = missing

    def _stands(self, doubt: Doubt) -> bool:
        agent = self.live.floor.agents.get(doubt.agent)
        return agent is not None and (agent.state, agent.since) == (doubt.state, doubt.since)

    def _borne_out(self, doubt: Doubt, places: Mapping[str, Place]) -> bool:
        return borne_out(self.live.floor.agents[doubt.agent], self.live.floor, places)
