"""A floor moved by hand: the real fold, a clock that tests turn, and short words for what Asterisk would say."""

from collections.abc import Sequence
from typing import Any

from cti.floor import events as e
from cti.floor.apply import apply
from cti.floor.changes import Change
from cti.floor.state import Floor
from cti.steering.live_floor import Listener
from cti.views.moment import Moment

CALLER, LINE = "55500100", "55510199"


class ScriptedFloor:
    """Folds what it is told and tells its listeners, as the live floor does."""

    def __init__(self) -> None:
        self.floor = Floor()
        self.at, self.mono = 1_800_000_000.0, 1_000.0
        self.log: list[e.FloorEvent] = []
        self._listeners: list[Listener] = []

    def now(self) -> Moment:
        return Moment(self.at, self.mono)

    def pass_time(self, seconds: float) -> None:
        self.at += seconds
        self.mono += seconds

    def act(self, event: e.FloorEvent) -> Sequence[Change]:
        self.log.append(event)
        changes = apply(self.floor, event)
        for listener in self._listeners:
            listener(event, changes)
        return changes

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def say(self, kind: type[e.FloorEvent], **values: Any) -> Sequence[Change]:
        """One event now."""
        return self.act(kind(at=self.at, mono=self.mono, **values))

    def agent(self, extension: str = "8001", queue: str = "junior") -> None:
        """An agent who is ready."""
        self.say(e.AgentKnown, agent=extension, name=f"Agent {extension}", skills={queue: 1})
        self.say(e.DeviceSeen, agent=extension, reachable=True)
        self.say(e.SignedIn, agent=extension, by=extension)
        self.say(e.WantsReady, agent=extension, by=extension)

    def call(self, call: str = "c1", *, line: str = LINE, caller: str = CALLER, **values: Any) -> None:
        """A caller who waits."""
        self.say(
            e.LegBegan, leg=call, channel=f"PJSIP/trunk-{call}", endpoint="trunk", number=caller,
            dialled="112", ringing=True, linkedid=call,
        )  # fmt: skip
        self.say(e.LegUp, leg=call, linkedid=call)
        values = {"queue": "junior", "since": self.at, "line_number": line, "reason": "asked", **values}
        self.say(e.Waiting, leg=call, linkedid=call, **values)

    def offer(self, call: str = "c1", agent: str = "8001", offer: str = "o1") -> None:
        """The call is reserved, and the telephone rings."""
        self.say(e.OfferMade, offer=offer, leg=call, agent=agent, lease=5.0, linkedid=call)
        leg = f"{offer}-leg"
        self.say(e.LegBegan, leg=leg, channel=f"PJSIP/{agent}-{leg}", endpoint=agent, linkedid=call)
        self.say(e.LegRinging, leg=leg, linkedid=call)

    def answer(self, call: str = "c1", agent: str = "8001", offer: str = "o1") -> None:
        """The agent answers."""
        self.say(e.LegUp, leg=f"{offer}-leg", linkedid=call)
        self.say(
            e.Conversation, leg=call, agent=agent, offer=offer, file=f"{call}-{offer}.wav", linkedid=call
        )

    def no_answer(self, call: str = "c1", offer: str = "o1") -> None:
        """The telephone rang in vain."""
        self.say(e.LegEnded, leg=f"{offer}-leg", linkedid=call)
        self.say(e.OfferOver, leg=call, offer=offer, status="NOANSWER", linkedid=call)

    def hang_up(self, call: str = "c1", *legs: str) -> None:
        """The caller's leg ends, and others with it."""
        for leg in (*legs, call):
            self.say(e.LegEnded, leg=leg, cause=16, linkedid=call)
