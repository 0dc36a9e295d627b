"""Makes the offers that the router decides on, each exactly once (F2.1, F2.4, R7, R16).

An offer is reserved first, by one conditional step of the fold; only what the floor took is sent. Sent are two
actions, the offer's id and the redirect; what stays unanswered is looked up and never sent again.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Sequence

from cti import dialplan
from cti.ami.actions import Redirect, Setvar
from cti.ami.errors import AmiError, LinkLost, NoAnswer
from cti.ami.link import AmiLink
from cti.floor.changes import Change
from cti.floor.events import FloorEvent, OfferFailed, OfferMade, Steered
from cti.floor.legs import carrier
from cti.routing.board import CALLBACK, Board
from cti.routing.offers import Match
from cti.steering.leases import LEASE_SECONDS
from cti.steering.live_floor import LiveFloor, stamp
from cti.steering.tasks import Tasks
from cti.steering.whereabouts import whereabouts

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Decisions that only time brings about (a grace is over, a refusal forgotten) come so late at most."""
ASIDE_SECONDS = 2.0
"""A call whose offer could not be sent is left alone for so long."""


class Offering:
    """Run `run()` as a task; `note` hears of every event."""

    def __init__(
        self,
        live: LiveFloor,
        link: AmiLink,
        board: Board,
        call_back: Callable[[str, str], None] = lambda callback, agent: None,
    ) -> None:
        self.live = live
        self.link = link
        self.board = board
        self.call_back = call_back
        self._due = asyncio.Event()
        self._tasks = Tasks()

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """Something happened on the floor."""
        self.board.follow(self.live.floor, event, changes)
        if changes or isinstance(event, Steered):
            self._due.set()

    async def run(self) -> None:
        """Decide whenever something changed, all changes of one turn of the loop together, until cancelled."""
        now = stamp()
        self.board.rebuild(self.live.floor, now["at"], now["mono"])
        try:
            while True:
                self.decide()
                await self._something_changed()
        finally:
            self._tasks.cancel()

    def decide(self) -> None:
        """Make the offers that can be made now; none while Asterisk is away."""
        if self.link.trouble is None:
            for match in self.board.decide(self.live.floor, time.monotonic()):
                if match.call.startswith(CALLBACK):
                    self.call_back(match.call.removeprefix(CALLBACK), match.agent)
                else:
                    self.offer(match)

    def offer(self, match: Match) -> str:
        """Reserve and send one offer; its id, or nothing when the floor did not take it."""
        offer = secrets.token_hex(8)
        self.live.act(
            OfferMade(
                **stamp(),
                linkedid=self.live.floor.calls[match.call].linkedid,
                offer=offer,
                leg=match.call,
                agent=match.agent,
                lease=LEASE_SECONDS,
            )
        )
        if offer not in self.live.floor.offers:
            log.info("An offer was not taken by the floor", extra={"call": match.call, "agent": match.agent})
            return ""
        self._tasks.start(self._send(offer, match))
        return offer

    async def _something_changed(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._due.wait()
        except TimeoutError:
            return
        await asyncio.sleep(0)
        self._due.clear()

    async def _send(self, offer: str, match: Match) -> None:
        act, floor = self.link.actions.act, self.live.floor
        leg = carrier(floor, floor.calls[match.call])
        try:
            await act(Setvar(dialplan.OFFER_ID, offer, leg))
        except AmiError as error:
            self._failed(offer, match, type(error).__name__)
            return
        try:
            await act(Redirect(leg, dialplan.OFFER, match.agent))
        except (LinkLost, NoAnswer) as doubt:
            await self._look_up(offer, match, leg, type(doubt).__name__)
        except AmiError as error:
            self._failed(offer, match, type(error).__name__)

    async def _look_up(self, offer: str, match: Match, leg: str, doubt: str) -> None:
        """The redirect may have been done or not; without Asterisk's word the lease decides."""
        try:
            place = (await whereabouts(self.link)).get(leg)
        except AmiError:
            return
        if place is None or (place.context, place.exten) != (dialplan.OFFER, match.agent):
            self._failed(offer, match, doubt)

    def _failed(self, offer: str, match: Match, why: str) -> None:
        log.warning(
            "An offer could not be sent", extra={"call": match.call, "agent": match.agent, "why": why}
        )
        now = stamp()
        self.board.set_aside(match.call, now["mono"] + ASIDE_SECONDS)
        self.live.act(OfferFailed(**now, offer=offer, why=why))
