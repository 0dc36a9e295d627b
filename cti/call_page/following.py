"""The calls that pages follow: each page is told of its own call alone, from the dialogs and from the floor.

What was told is kept while the pass holds, so that a page which lost its connection misses nothing.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from panoramisk.message import Message

from cti.call_page.moments import Moment, Moved, Over, Stored
from cti.call_page.passes import Passes
from cti.call_page.reading import FOLLOW, Wordings, moment_of
from cti.floor.calls import IN_QUEUE, WITH_AGENT
from cti.floor.changes import CallEnded, Change
from cti.floor.events import FloorEvent
from cti.floor.state import Call, Floor, Stage
from cti.reading import words

MOST_KEPT = 400
"""Moments of one call."""


@dataclass(slots=True)
class _Followed:
    call: str = ""
    moments: list[Moment] = field(default_factory=list)
    told: tuple[str, str, int, str] = ("", "", 0, "")
    """Stage, queue, place and agent as told last."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False


class Following:
    """`take` hears dialogs and dialplan, `note` the floor; `left` finds what a call left in the books."""

    def __init__(
        self,
        floor: Callable[[], Floor],
        passes: Passes,
        wordings: Wordings,
        left: Callable[[str], Awaitable[Over]],
    ) -> None:
        self._floor, self._wordings, self._left = floor, wordings, left
        self._passes = passes
        self._followed: dict[str, _Followed] = {}
        self._by_call: dict[str, str] = {}
        self._endings: set[asyncio.Task[None]] = set()

    def take(self, event: Message) -> None:
        """A user event `Followed`; one under a name that was not issued here is none of ours."""
        follow, call = event.follow, words.name(event.uniqueid)
        if not FOLLOW.fullmatch(follow) or not self._passes.holds(follow) or not call:
            return
        followed = self._of(follow)
        if followed.call not in ("", call):
            return  # one pass, one call
        if not followed.call:
            followed.call, self._by_call[call] = call, follow
            self._place(self._floor())
        moment = moment_of(event, words.happened(event, time.time()), self._wordings)
        if moment is not None:
            _tell(followed, moment)

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """The floor changed (its callback)."""
        if not self._by_call:
            return
        for change in changes:
            follow = self._by_call.get(getattr(change, "call", ""))
            if follow is not None and isinstance(change, CallEnded):
                self._end(change.call, follow)
        self._place(self._floor())

    async def watch(self, follow: str) -> AsyncIterator[Moment]:
        """Everything told under the pass, from the beginning, until the call is over."""
        followed = self._of(follow)
        told = 0
        while True:
            followed.news.clear()
            while told < len(followed.moments):
                told += 1
                yield followed.moments[told - 1]
            if followed.over:
                return
            await followed.news.wait()

    def so_far(self, follow: str) -> list[Moment]:
        """Everything told under the pass until now."""
        return list(self._of(follow).moments)

    def close(self) -> None:
        """Stop looking for what calls left."""
        for task in self._endings:
            task.cancel()

    def _of(self, follow: str) -> _Followed:
        for old in [name for name in self._followed if not self._passes.holds(name)]:
            self._by_call.pop(self._followed.pop(old).call, None)
        return self._followed.setdefault(follow, _Followed())

    def _place(self, floor: Floor) -> None:
        """Tell each page where its call is, if that has changed."""
        for name, follow in self._by_call.items():
            call, followed = floor.calls.get(name), self._followed[follow]
            if call is None:
                continue
            where = (call.stage.value, call.queue, _place_of(call, floor), _agent_of(call, floor))
            if where != followed.told:
                followed.told = where
                stage, queue, place, agent = where
                _tell(followed, Moved(at=time.time(), stage=stage, queue=queue, place=place, agent=agent))

    def _end(self, call: str, follow: str) -> None:
        del self._by_call[call]
        task = asyncio.get_running_loop().create_task(self._tell_end(self._followed[follow]))
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    async def _tell_end(self, followed: _Followed) -> None:
        _tell(followed, Moved(at=time.time(), stage=Stage.ENDED.value))
        over = await self._left(followed.call)
        known = next((one for one in reversed(followed.moments) if isinstance(one, Stored)), None)
        if known is not None and known.repeated and not over.report:
            over = over.model_copy(update={"report": known.report, "repeated": True, "confirmed": True})
        followed.over = True
        _tell(followed, over)


def _tell(followed: _Followed, moment: Moment) -> None:
    if len(followed.moments) < MOST_KEPT:
        followed.moments.append(moment)
    followed.news.set()


def _place_of(call: Call, floor: Floor) -> int:
    """1: next of those who wait in the queue; 0: waits in none."""
    if call.stage not in IN_QUEUE:
        return 0
    return 1 + sum(
        other.stage in IN_QUEUE
        and other.queue == call.queue
        and other.waiting_since_at < call.waiting_since_at
        for other in floor.calls.values()
    )


def _agent_of(call: Call, floor: Floor) -> str:
    """Whose telephone rings, or who talks with the caller."""
    if call.stage is Stage.OFFERED:
        offer = floor.offers.get(call.offer)
        return offer.agent if offer is not None else ""
    return call.agent if call.stage in WITH_AGENT else ""
