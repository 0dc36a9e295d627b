"""The live floor without Asterisk and without a log: the real fold, and events of Asterisk made up by the test."""

from collections.abc import Sequence

from cti.floor.apply import apply
from cti.floor.changes import Change
from cti.floor.events import (
    AgentKnown,
    DesktopSeen,
    DeviceSeen,
    FloorEvent,
    LegBegan,
    SignedIn,
    Steered,
    Waiting,
    WantsReady,
)
from cti.floor.state import Floor
from cti.steering.live_floor import Listener, stamp


class FoldedFloor:
    """A LiveFloor; `log` keeps every event that was folded."""

    def __init__(self) -> None:
        self.floor = Floor()
        self.log: list[FloorEvent] = []
        self._listeners: list[Listener] = []

    def act(self, event: FloorEvent) -> Sequence[Change]:
        self.log.append(event)
        changes = apply(self.floor, event)
        for listener in self._listeners:
            listener(event, changes)
        return changes

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def agent(self, extension: str, *, ready: bool = True, **skills: int) -> None:
        """Somebody who works; `skills` of the queue junior by default."""
        known = AgentKnown(**stamp(), agent=extension, name="Sample", skills=skills or {"junior": 1})
        self.act(known)
        self.act(DeviceSeen(**stamp(), agent=extension, reachable=True))
        self.act(SignedIn(**stamp(), agent=extension, by=extension))
        self.act(DesktopSeen(**stamp(), agent=extension, present=True))
        if ready:
            self.act(WantsReady(**stamp(), agent=extension, by=extension))

    def caller(
        self, call: str, *, number: str = "55500101", queue: str = "junior", since: float = 0.0
    ) -> None:
        """Somebody who calls and waits; `since`: seconds ago."""
        self.arrives(call, number)
        self.waits(call, queue, since)

    def arrives(self, call: str, number: str = "55500101") -> None:
        """Somebody calls."""
        began = LegBegan(
            **stamp(),
            leg=call,
            linkedid=call,
            channel=f"PJSIP/trunk-{call}",
            endpoint="trunk",
            number=number,
            ringing=True,
        )
        self.act(began)

    def customer_waits(self, call: str, leg: str, agent: str = "8001", queue: str = "junior") -> None:
        """A customer whom an agent called is in the waiting room; the call goes by the name of the agent's leg."""
        self.act(Steered(**stamp(), leg=call, linkedid=call, by=agent, act="out_call", detail="55500101"))
        named = {"channel": f"PJSIP/trunk-{leg}", "endpoint": "trunk", "up": True}
        self.act(LegBegan(**stamp(), leg=leg, linkedid=call, **named))  # type: ignore[arg-type]
        self.act(Waiting(**stamp(), leg=leg, linkedid=call, queue=queue, since=stamp()["at"]))

    def waits(
        self,
        call: str,
        queue: str = "junior",
        since: float = 0.0,
        *,
        key_account: bool = False,
        asks: bool = False,
    ) -> None:
        """The caller enters the waiting room."""
        now = stamp()
        came = Waiting(
            **now, leg=call, queue=queue, since=now["at"] - since, key_account=key_account, asks=asks
        )
        self.act(came)
