"""Delivering screen pops: on ringing, in one message, until acknowledged; taken away when the ringing ends (F2.2).

The pop waits for the database for DEADLINE and no longer, then goes out with what the floor knows and is completed
by a further revision. One pop an offer: a ringing that is told of twice makes no second one, and a call that rings
elsewhere takes the first one away before the next is shown.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from cti.floor.calls import find_call
from cti.floor.changes import (
    AgentMoved,
    CallAnswered,
    CallEnded,
    CallRinging,
    Change,
    OfferClosed,
    TransferEnded,
)
from cti.floor.events import FloorEvent, PopAcknowledged, Transferred
from cti.floor.state import AgentState
from cti.live.hub import Hub
from cti.live.messages import PopShown, PopWithdrawn
from cti.live.viewer import agent_topic
from cti.pops.building import completed, filled, first_pop, pop_id, revised, unavailable
from cti.pops.counters import PopCounters
from cti.pops.findings import Findings, Look, Question
from cti.pops.live_pop import LivePop, PopShelf, PopState
from cti.pops.pop import Pop
from cti.pops.targets import PopTarget
from cti.routing.queues import Queues
from cti.steering.live_floor import LiveFloor
from cti.views.moment import Moment
from desk.errors import DeskUnavailable

log = logging.getLogger(__name__)

DEADLINE = 0.05
"""Seconds that a pop waits for the database."""
AGAIN_SECONDS = 3.0
"""An unacknowledged pop is sent again after so long; a database that was away is asked again."""
KEPT_SECONDS = 30.0
"""How long a pop that was taken away is remembered, for an acknowledgement that is on its way."""

Post = Callable[[str, str, Pop], None]
"""Posts a pop to a webhook: address, kind, pop."""

_NOWHERE = PopTarget()
_WITH_POP = frozenset({AgentState.RINGING, AgentState.TALKING, AgentState.ON_HOLD})
_IN_CONVERSATION = frozenset({AgentState.TALKING, AgentState.ON_HOLD, AgentState.WRAP_UP})


class PopDesk:
    """Subscribe `take` to the floor, run `run`. `queues`: the site's; `post`: takes what goes to webhooks."""

    def __init__(
        self,
        look: Look,
        hub: Hub,
        live: LiveFloor,
        counters: PopCounters,
        queues: Queues,
        *,
        post: Post | None = None,
        now: Callable[[], Moment] = Moment.now,
        deadline: float = DEADLINE,
        again: float = AGAIN_SECONDS,
    ) -> None:
        self._look = look
        self._hub = hub
        self._live = live
        self._now = now
        self._counters = counters
        self._queues = queues
        self._post = post
        self._deadline = deadline
        self._again = again
        self._pops = PopShelf()
        self._passed: dict[str, Transferred] = {}
        """Call → the transfer that it comes from."""

    def of(self, agent: str) -> list[Pop]:
        """What belongs on the agent's screen now: rings, is talked about, or is being wrapped up."""
        return [live.pop for live in self._pops.of_agent(agent) if live.open and live.sent]

    def take(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """The floor changed (its callback)."""
        if isinstance(event, Transferred):
            call = find_call(self._live.floor, event.leg)
            self._passed[call.id if call else event.leg] = event
        for change in changes:
            match change:
                case CallRinging():
                    self._ring(change, event)
                case OfferClosed():
                    self._withdraw(self._pops.get(change.offer), change.why)
                case CallAnswered():
                    self._answered(change)
                case AgentMoved():
                    self._moved(change)
                case TransferEnded(result="failed" | "cancelled"):
                    self._not_passed(change)
                case CallEnded():
                    self._ended(change)

    def seen(self, agent: str, pop: str, revision: int) -> None:
        """The agent's desktop shows a pop. What is not the agent's, or was never sent, changes nothing."""
        live = self._pops.get(pop)
        if live is None or live.pop.agent != agent or not live.sent or not 0 < revision <= live.pop.revision:
            return
        first = live.seen == 0
        live.seen = max(live.seen, revision)
        if not first:
            return
        now = self._now()
        seconds = max(0.0, now.mono - live.rang)
        self._counters.seconds.observe(seconds)
        self._live.act(
            PopAcknowledged(
                at=now.at,
                mono=now.mono,
                linkedid=live.pop.call,
                offer=live.pop.id,
                leg=live.pop.call,
                agent=agent,
                revision=revision,
                seconds=round(seconds, 4),
            )
        )

    async def run(self) -> None:
        """Send again what nobody acknowledged, until cancelled; then give up what is being looked up."""
        try:
            while True:
                await asyncio.sleep(self._again / 3)
                self.tidy()
        finally:
            for live in self._pops:
                if live.work is not None:
                    live.work.cancel()

    def tidy(self) -> None:
        """Send again what is due, forget what is over."""
        now = self._now().mono
        for live in self._pops:
            if live.closed and now - live.closed > KEPT_SECONDS:
                self._pops.remove(live)
            elif live.unseen and now - live.sent >= self._again:
                self._counters.again.inc()
                self._send(live)

    def adopt(self) -> None:
        """After a start: the pops of those whose telephone rings, or who talk, as the floor was found."""
        now, floor = self._now(), self._live.floor
        for agent in floor.agents.values():
            call = floor.calls.get(agent.call)
            if call is not None and agent.state in _WITH_POP and not self._pops.of_agent(agent.extension):
                ringing = CallRinging(call=call.id, agent=agent.extension, offer=agent.offer)
                live = self._ring(ringing, FloorEvent(at=now.at, mono=now.mono))
                if live is not None and agent.state is not AgentState.RINGING:
                    live.state = PopState.ANSWERED

    def _ring(self, ringing: CallRinging, event: FloorEvent) -> LivePop | None:
        call = self._live.floor.calls.get(ringing.call)
        if call is None or pop_id(ringing, event) in self._pops:
            return None
        pop = first_pop(ringing, call, event, self._passed.get(call.id))
        if (target := self._target(pop)).url:
            pop = replace(pop, url=filled(target.url, pop), url_only=target.instead)
        live = LivePop(pop, rang=event.mono)
        self._pops.add(live)
        self._counters.shown.inc()
        question = Question(call=call.id, caller=call.caller, line=call.line_number)
        live.work = asyncio.create_task(self._complete(live, question))
        return live

    async def _complete(self, live: LivePop, question: Question) -> None:
        """Send the pop within the deadline, and again once the database has answered."""
        asked = asyncio.create_task(self._look.find(question))
        try:
            done, _ = await asyncio.wait({asked}, timeout=self._deadline)
            if not done:
                self._counters.late.inc()
                self._send(live)
            while not await self._answered_by_database(live, asked):
                await asyncio.sleep(self._again)
                asked = asyncio.create_task(self._look.find(question))
        finally:
            asked.cancel()

    async def _answered_by_database(self, live: LivePop, asked: "asyncio.Task[Findings]") -> bool:
        try:
            found = await asked
        except Exception as error:  # whatever is wrong with it, the agent gets the caller
            if not isinstance(error, DeskUnavailable):
                log.error("A pop's look-up failed", extra={"call": live.pop.call}, exc_info=error)
            if live.pop.looked != "unavailable":
                self._revise(live, unavailable(live.pop))
            return False
        self._revise(live, completed(live.pop, found))
        return True

    def _revise(self, live: LivePop, pop: Pop) -> None:
        live.pop = revised(pop) if live.sent else pop
        self._send(live)
        self._post_out("pop", live.pop)

    def _send(self, live: LivePop) -> None:
        if not live.open:
            return
        live.sent = self._now().mono
        self._hub.tell(agent_topic(live.pop.agent), PopShown(pop=live.pop))

    def _post_out(self, kind: str, pop: Pop) -> None:
        webhook = self._target(pop).webhook
        if webhook and self._post is not None:
            self._post(webhook, kind, pop)

    def _target(self, pop: Pop) -> PopTarget:
        queue = self._queues.get(pop.queue)
        return queue.pop if queue is not None else _NOWHERE

    def _withdraw(self, live: LivePop | None, why: str) -> None:
        if live is None or live.state is not PopState.RINGING:
            return
        live.state, live.closed = PopState.WITHDRAWN, self._now().mono
        if live.work is not None:
            live.work.cancel()
        self._counters.withdrawn.inc()
        if live.sent:
            self._hub.tell(agent_topic(live.pop.agent), PopWithdrawn(pop=live.pop.id, why=why))
            self._post_out("pop_withdrawn", live.pop)

    def _answered(self, answered: CallAnswered) -> None:
        for live in self._pops.of_call(answered.call):
            if live.pop.agent != answered.agent:
                self._withdraw(live, "another agent answered")
            elif live.state is PopState.RINGING:
                live.state = PopState.ANSWERED

    def _moved(self, moved: AgentMoved) -> None:
        """What rings no longer is taken away; what was talked about is over when the agent is free again."""
        for live in self._pops.of_agent(moved.agent):
            if live.state is PopState.RINGING and moved.before is AgentState.RINGING:
                if moved.after is AgentState.TALKING:
                    live.state = PopState.ANSWERED
                else:
                    self._withdraw(live, moved.cause)
            elif live.state is PopState.ANSWERED and moved.after not in _IN_CONVERSATION:
                self._close(live)

    def _not_passed(self, ended: TransferEnded) -> None:
        passed = self._passed.get(ended.call)
        if passed is not None and passed.transfer == ended.transfer:
            del self._passed[ended.call]

    def _ended(self, ended: CallEnded) -> None:
        self._passed.pop(ended.call, None)
        for live in self._pops.of_call(ended.call):
            self._withdraw(live, "caller left")

    def _close(self, live: LivePop) -> None:
        if live.work is not None:
            live.work.cancel()
        self._pops.remove(live)
