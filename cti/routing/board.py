"""What the router decides on, kept in step with the floor: each change costs O(log n), a decision reads it all.

Pure: the floor, what happened and the time come as arguments. Not part of the fold, so that changed settings of a
site never change what a replay of the log gives.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cti.floor.calls import find_call
from cti.floor.changes import (
    AgentChanged,
    AgentMoved,
    CallAnswered,
    CallEnded,
    CallMoved,
    Change,
    OfferClosed,
)
from cti.floor.events import DeviceSeen, FloorEvent, Waiting
from cti.floor.state import Agent, AgentState, Call, Callback, Floor, Stage
from cti.routing.last_agents import LastAgents, Talk
from cti.routing.offers import Match, offers
from cti.routing.ordering import KEY_ACCOUNT, LOST_LEG, PRIORITISED
from cti.routing.queues import Queues, waiting_queue
from cti.routing.ready_agents import ReadyAgent, ReadyAgents
from cti.routing.waiting_room import WaitingCall, WaitingRoom
from cti.routing.work_times import WorkTimes

CALLBACK = "callback:"
"""Prefix of a place in line whose caller is to be called back."""
PRIORITISE = "prioritise"
"""`Steered.act` of an operator who puts a waiting caller in front."""
REFUSED_SECONDS = 30.0
"""For so long a call is not offered again to an agent who did not take it."""
SAME_AGENT_SECONDS = 10.0
"""For so long a repeat caller waits for the agent of the last call, if that agent works but is busy."""

WHOLE_SECONDS = 2.0
"""Times of entry that differ by less are the same one."""
TELEPHONE_GOES = 0.5
"""A telephone that drops out may still look registered for so long; a call offered to it would be refused (R15)."""
QUESTION_SECONDS = 7.5
"""Whoever is asked late, because a telephone rang, is asked before the next one does: `queue_question`, up to 6.5 s,
and the second for the key after it (F2.1)."""
BACK_WITHIN = 1.0
"""A caller who comes from an offer is back in the waiting room by then."""

IN_LINE = frozenset({Stage.WAITING, Stage.OFFERED, Stage.KEPT})
AT_WORK_BUSY = frozenset(
    {AgentState.RESERVED, AgentState.RINGING, AgentState.TALKING, AgentState.ON_HOLD, AgentState.WRAP_UP}
)
MAY_TAKE_BACK = frozenset({AgentState.READY, AgentState.PAUSED, AgentState.WRAP_UP})
"""States in which an agent whose telephone dropped out is offered the caller who was kept."""


@dataclass(slots=True)
class _Line:
    """What is known of a caller in line beyond the floor's own record."""

    since: float
    preferred: str
    preferred_until: float
    aside_until: float = 0.0


class Board:
    """`decide` gives the offers to make; `follow` after each event, `rebuild` after a restart."""

    def __init__(self, queues: Queues) -> None:
        self.queues = queues
        self.waiting = WaitingRoom()
        self.ready = ReadyAgents(queues)
        self.work = WorkTimes()
        self._kept: dict[str, str] = {}
        self._lines: dict[str, _Line] = {}
        self._priority: dict[str, int] = {}
        self._last = LastAgents()

    def rebuild(self, floor: Floor, at: float, mono: float) -> None:
        """Begin anew from the floor as it stands, what was learnt kept. `at`, `mono`: now, on both clocks."""
        self.waiting, self.ready = WaitingRoom(), ReadyAgents(self.queues)
        self._kept, self._lines = {}, {}
        for agent in floor.agents.values():
            self._look_at_agent(agent)
        for call in floor.calls.values():
            self._look_at_call(floor, call.id, at, mono)

    def learn(self, talks: Iterable[Talk], floor: Floor, at: float, mono: float) -> None:
        """Who talked with whom before this start, the latest first; whoever waits already profits too."""
        self._last.learn(talks)
        for name, known in list(self._lines.items()):
            if (call := floor.calls.get(name)) is not None:
                line = self._line(floor, call, at, mono)
                line.aside_until = known.aside_until
                self._lines[name] = line
                self._look_at_call(floor, name, at, mono)

    def follow(self, floor: Floor, event: FloorEvent, changes: Iterable[Change]) -> None:
        """Take in what an event changed."""
        leg = getattr(event, "leg", "")
        if isinstance(event, Waiting) and (call := find_call(floor, leg, event.linkedid)) is not None:
            leg = call.id  # a customer whom an agent called waits on another leg
            if leg in self._lines:
                self._lines[leg].aside_until = event.mono + QUESTION_SECONDS if event.asks else 0.0
        if leg in floor.calls:
            self._look_at_call(floor, leg, event.at, event.mono)
        for change in changes:
            self._take(floor, event, change)

    def follow_queues(self, floor: Floor, at: float, mono: float) -> None:
        """The queues were changed: everybody keeps the place in line, by what holds now."""
        former, self.ready = self.ready, ReadyAgents(self.queues)
        for agent in former:
            self.ready.put(agent)
        for call in [call.call for call in self.waiting if not call.call.startswith(CALLBACK)]:
            self._look_at_call(floor, call, at, mono)

    def decide(self, floor: Floor, now: float) -> list[Match]:
        """The offers to make now: callers who were kept for an agent first, then all others in line."""
        matches = []
        for call, extension in self._kept.items():
            agent = floor.agents.get(extension)
            if now < self._lines[call].aside_until:
                continue
            if agent is not None and _takes_back(agent, floor.calls[call], now):
                matches.append(Match(call, extension))
        return matches + offers(self.waiting, self.ready, now, taken={match.agent for match in matches})

    def set_aside(self, call: str, until: float) -> None:
        """Leave a caller in line alone for a while; the place is kept."""
        if (line := self._lines.get(call)) is not None:
            line.aside_until = max(line.aside_until, until)

    def reserve(self, agent: str) -> None:
        """The agent's telephone is about to ring for something else than an offer."""
        self.ready.remove(agent)

    def release(self, floor: Floor, agent: str) -> None:
        """It will not ring after all."""
        if (known := floor.agents.get(agent)) is not None:
            self._look_at_agent(known)

    def put_first(self, floor: Floor, call: str, at: float, mono: float) -> None:
        """A caller who comes back from somewhere goes to the queue's head."""
        self._priority[call] = LOST_LEG
        self._look_at_call(floor, call, at, mono)

    def put_callback(self, callback: Callback, at: float, mono: float) -> None:
        """Somebody who wants to be called back stands in line like anybody else, by the first entry."""
        queue = waiting_queue(self.queues, callback.queue, key_account=callback.key_account)
        self.waiting.put(
            WaitingCall(
                call=CALLBACK + callback.id,
                queue=queue,
                since=round(mono - max(0.0, at - callback.since_at), 1),
                weight=self.queues[queue].weight,
                priority=_own_priority(callback) + self.queues[queue].priority,
            )
        )

    def remove_callback(self, callback: str) -> None:
        """Nobody is to be called back any more, or not now."""
        self.waiting.remove(CALLBACK + callback)

    def expected_wait(self, call: str) -> float | None:
        """Seconds that a waiting caller will probably wait; None: nobody works for the queue. Raises KeyError."""
        known = self.waiting.get(call)
        if known is None:
            raise KeyError(call)
        return self.work.expected_wait(known.queue, self.waiting.place(call))

    def _take(self, floor: Floor, event: FloorEvent, change: Change) -> None:
        match change:
            case AgentMoved() | AgentChanged():
                agent = floor.agents[change.agent]
                self._look_at_agent(agent)
                self.work.moved(agent, event.mono)
                if isinstance(event, DeviceSeen) and agent.reachable:
                    self._telephone_back(agent.extension)
            case CallAnswered():
                if (call := floor.calls.get(change.call)) is not None:
                    self._last.talked(call.caller, change.agent, event.mono)
                self._priority.pop(change.call, None)
                self.work.answered(change.agent, change.queue, event.mono)
                self._look_at_call(floor, change.call, event.at, event.mono)
            case CallMoved(before=Stage.KEPT, after=Stage.WAITING):
                self._priority[change.call] = LOST_LEG
                self._on_the_way(event, change.call)
                self._look_at_call(floor, change.call, event.at, event.mono)
            case CallMoved(after=Stage.KEPT):
                self._look_at_call(floor, change.call, event.at, event.mono)
                self.set_aside(change.call, event.mono + TELEPHONE_GOES)
            case CallMoved():
                self._look_at_call(floor, change.call, event.at, event.mono)
            case OfferClosed():
                self._on_the_way(event, change.call)
                self._look_at_call(floor, change.call, event.at, event.mono)
                self._look_at_agent(floor.agents[change.agent])
            case CallEnded():
                self._leave(change.call)
                self._priority.pop(change.call, None)
                if change.last.outgoing:
                    self.release(floor, change.last.agent)

    def _on_the_way(self, event: FloorEvent, call: str) -> None:
        """The caller is about to enter the waiting room, which says so; an offer sent before would be undone."""
        if not isinstance(event, Waiting):
            self.set_aside(call, event.mono + BACK_WITHIN)

    def _telephone_back(self, extension: str) -> None:
        """Registered anew: not the one any more that has just dropped out."""
        for call, kept_for in self._kept.items():
            if kept_for == extension:
                self._lines[call].aside_until = 0.0

    def _look_at_agent(self, agent: Agent) -> None:
        self.work.at_work(agent)
        if agent.state is AgentState.READY and not agent.offer:
            self.ready.put(
                ReadyAgent(extension=agent.extension, skills=dict(agent.skills), since=agent.ready_since)
            )
        else:
            self.ready.remove(agent.extension)

    def _look_at_call(self, floor: Floor, name: str, at: float, mono: float) -> None:
        call = floor.calls.get(name)
        if call is None or call.stage not in IN_LINE:
            self._leave(name)
            return
        self.waiting.remove(name)
        self._kept.pop(name, None)
        line = self._lines.setdefault(name, self._line(floor, call, at, mono))
        if call.stage is Stage.KEPT and not call.offer:
            self._kept[name] = call.agent
        elif call.stage is Stage.WAITING and not call.offer:
            self.waiting.put(self._waiting_call(call, line))

    def _line(self, floor: Floor, call: Call, at: float, mono: float) -> _Line:
        since = _since(call, at, mono)
        agent = self._same_agent(floor, call, mono)
        if agent is None:
            return _Line(since, "", 0.0)
        return _Line(
            since, agent.extension, since + SAME_AGENT_SECONDS if agent.state in AT_WORK_BUSY else 0.0
        )

    def _same_agent(self, floor: Floor, call: Call, mono: float) -> Agent | None:
        """Who knows a repeat caller, if it is the queue's business; never who has just passed this call on."""
        agent = floor.agents.get(self._last.of(call.caller, mono))
        queue = waiting_queue(self.queues, call.queue, key_account=call.key_account)
        return agent if agent is not None and call.talked_since is None and queue in agent.skills else None

    def _waiting_call(self, call: Call, line: _Line) -> WaitingCall:
        queue = waiting_queue(self.queues, call.queue, key_account=call.key_account)
        settings = self.queues[queue]
        own = max(self._priority.get(call.id, 0), _own_priority(call))
        return WaitingCall(
            call=call.id,
            queue=queue,
            since=line.since,
            priority=own + settings.priority,
            weight=settings.weight,
            preferred=line.preferred,
            preferred_until=line.preferred_until,
            not_before=line.aside_until,
            refused_by={agent: ended + REFUSED_SECONDS for agent, ended in call.refused_by.items()},
            overflow_to=settings.overflow_to or "",
            overflow_at=line.since + settings.overflow_after,
        )

    def _leave(self, call: str) -> None:
        self.waiting.remove(call)
        self._kept.pop(call, None)
        self._lines.pop(call, None)


def _own_priority(who: Call | Callback) -> int:
    """Kept by whoever asks to be called back."""
    return max(PRIORITISED if who.in_front else 0, KEY_ACCOUNT if who.key_account else 0)


def _since(call: Call, at: float, mono: float) -> float:
    """When the caller first began to wait. The dialplan tells it in whole seconds; our own clock is finer."""
    told = mono - max(0.0, at - call.waiting_since_at) if call.waiting_since_at else mono
    seen = call.queued_since
    return seen if seen is not None and abs(seen - told) < WHOLE_SECONDS else told


def _takes_back(agent: Agent, call: Call, now: float) -> bool:
    refused = now < call.refused_by.get(agent.extension, float("-inf")) + REFUSED_SECONDS
    return agent.state in MAY_TAKE_BACK and agent.reachable and not agent.offer and not refused
