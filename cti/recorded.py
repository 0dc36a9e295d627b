"""What the floor knows of each recorded file, handed over when the recording has ended (K12, H4).

The dialplan records from an agent's answer until the caller leaves the conversation: over hold, and while the call
is passed on to another agent, it goes on in the same file; after a lost telephone or a time in a queue the next answer
begins a new one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cti.floor.changes import CallAnswered, CallEnded, CallMoved, Change, RecordingKnown
from cti.floor.events import FloorEvent, Steered
from cti.floor.events.steering import RECORDING_PAUSED, RECORDING_RESUMED
from cti.floor.state import Call, Floor, Stage
from recordings.conversation import AnsweredLeg, Conversation, Pause

WITH_AGENT = frozenset({Stage.TALKING, Stage.HELD})
RECORDED = WITH_AGENT | {Stage.OFFERED}
"""Stages in which a recording runs on."""
Take = Callable[[Conversation], None]
"""Takes over a conversation that has ended; returns at once."""


@dataclass(slots=True)
class _Running:
    """A file that is being written. Seconds of the clock that never steps."""

    file: str
    began: float
    began_at: float
    agent: str
    agent_since: float
    legs: list[AnsweredLeg] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    paused_since: float | None = None

    def pass_on(self, agent: str, mono: float) -> None:
        """Another agent talks from now on, or nobody (empty)."""
        if self.agent and self.agent != agent:
            self.legs.append(AnsweredLeg(self.agent, self.agent_since - self.began, mono - self.began))
        if self.agent != agent:
            self.agent, self.agent_since = agent, mono

    def pause(self, mono: float) -> None:
        """Nothing is recorded from now on."""
        if self.paused_since is None:
            self.paused_since = mono

    def resume(self, mono: float) -> None:
        """Recording again."""
        if self.paused_since is not None:
            self.pauses.append(Pause(self.paused_since - self.began, mono - self.began))
            self.paused_since = None


class Recorded:
    """Subscribe `note` to the floor; `adopt` once at start, for conversations that went on without us."""

    def __init__(self, floor: Floor, take: Take) -> None:
        self._floor = floor
        self._take = take
        self._running: dict[str, _Running] = {}

    def adopt(self, at: float, mono: float) -> None:
        """The conversations under way, as the floor has them from its log. `at`, `mono`: now, on both clocks."""
        for call in self._floor.calls.values():
            if call.id in self._running or call.stage not in WITH_AGENT or not call.recordings:
                continue
            first = len(call.recordings) == 1 and call.talked_since is not None
            began = call.talked_since if first and call.talked_since is not None else call.stage_since
            file = call.recordings[-1]
            running = _Running(file, began, at - (mono - began), call.agent, began)
            running.pauses = [Pause(since - began, until - began) for since, until in call.recording_pauses]
            running.paused_since = call.recording_paused
            self._running[call.id] = running

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """The floor changed (its callback)."""
        anew = {change.call for change in changes if isinstance(change, RecordingKnown)}
        for change in changes:
            match change:
                case RecordingKnown():
                    self._begin(change, event)
                case CallAnswered(call=call, agent=agent) if call in self._running and call not in anew:
                    self._running[call].pass_on(agent, event.mono)
                case CallMoved(call=call, after=Stage.OFFERED) if call in self._running:
                    self._running[call].pass_on("", event.mono)
                case CallMoved(call=call, after=after) if after not in RECORDED:
                    self._end(self._floor.calls.get(call), event.mono)
                case CallEnded():
                    self._end(change.last, event.mono)
        if isinstance(event, Steered) and event.act in (RECORDING_PAUSED, RECORDING_RESUMED):
            self._pause(event)

    def _begin(self, change: RecordingKnown, event: FloorEvent) -> None:
        call = self._floor.calls.get(change.call)
        self._end(call, event.mono)
        if call is not None:
            self._running[call.id] = _Running(change.file, event.mono, event.at, call.agent, event.mono)

    def _pause(self, event: Steered) -> None:
        running = self._running.get(event.leg)
        if running is not None:
            (running.pause if event.act == RECORDING_PAUSED else running.resume)(event.mono)

    def _end(self, call: Call | None, mono: float) -> None:
        running = self._running.pop(call.id, None) if call is not None else None
        if call is None or running is None:
            return
        running.resume(mono)
        running.pass_on("", mono)
        self._take(self._conversation(call, running, mono))

    def _conversation(self, call: Call, running: _Running, mono: float) -> Conversation:
        return Conversation(
            node=self._floor.node,
            call=call.id,
            linkedid=call.linkedid,
            file=running.file,
            started_at=datetime.fromtimestamp(running.began_at, UTC),
            seconds=max(0.0, mono - running.began),
            legs=tuple(running.legs),
            caller=call.caller,
            callee=call.dialled,
            queue=call.queue or None,
            line_number=call.line_number or None,
            pauses=tuple(running.pauses),
        )
