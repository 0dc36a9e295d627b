"""Numbered streams: whatever is cut off and whenever, a desktop ends up knowing everything (resume without loss)."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.live.hub import Hub, Seat
from cti.live.messages import FullState, OwnCallOver
from cti.live.stream import Stream
from cti.live.viewer import Viewer, agent_topic

AGENT = "8001"
VIEWER = Viewer(person="7", session="s", agent=AGENT)


class Known:
    """What was told so far: the truth that the full state carries, here as names of calls in alarms' place."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def state(self, _: Viewer) -> FullState:
        return msgspec.convert(
            {
                "type": "full",
                "alarms": [
                    {"alarm": name, "text": "", "since": "2026-01-01T00:00:00Z"} for name in self.told
                ],
            },
            FullState,
        )


class Desktop:
    """A desktop that loses its connection at any time, with whatever was on the way."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.view: set[str] = set()
        self.stream, self.last = "", 0
        self.seat: Seat | None = None
        self.on_the_way: list[tuple[int, Any]] = []

    def connect(self) -> None:
        if self.seat is None:
            self.seat, _ = self.hub.open(VIEWER, self.stream, self.last, self.closed)
            if self.seat.stream.id != self.stream:
                self.stream, self.last = self.seat.stream.id, 0

    def closed(self, code: int, reason: str) -> None:
        self.seat = None

    def send_one(self) -> bool:
        """The service sends the next frame; False: nothing to send."""
        if self.seat is None:
            return False
        stream = self.seat.stream
        if stream.behind:
            number = stream.restate()
            self.on_the_way.append((number, self.hub.state_of(VIEWER)))
            return True
        taken = stream.take()
        if taken is None:
            return False
        self.on_the_way.append((taken[0], msgspec.json.decode(taken[1], type=OwnCallOver)))
        return True

    def receive_one(self) -> None:
        if self.on_the_way:
            number, message = self.on_the_way.pop(0)
            if isinstance(message, FullState):
                self.view = {alarm.alarm for alarm in message.alarms}
            else:
                assert number == self.last + 1, "a gap without a full state"
                self.view.add(message.call)
            self.last = number

    def cut(self) -> None:
        self.on_the_way.clear()
        if self.seat is not None:
            self.hub.leave(self.seat, self.closed)
            self.seat = None


STEPS = st.lists(
    st.sampled_from(["tell", "tell", "tell", "send", "send", "receive", "receive", "cut", "connect", "late"]),
    max_size=120,
)


@given(steps=STEPS, kept=st.integers(1, 8))
def test_no_interleaving_of_disconnects_loses_anything(steps: list[str], kept: int) -> None:
    known = Known()
    clock = [0.0]
    hub = Hub(known.state, kept=kept, linger=10.0, clock=lambda: clock[0])
    desktop = Desktop(hub)
    for step in steps:
        match step:
            case "tell":
                known.told.append(f"c{len(known.told)}")
                hub.tell(agent_topic(AGENT), OwnCallOver(call=known.told[-1]))
            case "send":
                desktop.send_one()
            case "receive":
                desktop.receive_one()
            case "cut":
                desktop.cut()
            case "connect":
                desktop.connect()
            case "late":
                clock[0] += 11.0  # long enough for the stream to be forgotten
    desktop.connect()
    while desktop.send_one():
        pass
    while desktop.on_the_way:
        desktop.receive_one()
    assert desktop.view == set(known.told)


RESUMES = [
    ("everything was received", 3, 3, True),
    ("one is missing and still kept", 3, 2, True),
    ("the oldest kept one is the next", 3, 1, True),
    ("nothing was ever received, not even the full state", 3, 0, False),
    ("the next one has fallen out of the ring", 9, 2, False),
    ("the next one is the oldest that is kept", 9, 5, True),
    ("a number from the future", 3, 9, False),
    ("nonsense", 3, -5, False),
]


@pytest.mark.parametrize(("why", "told", "last", "possible"), RESUMES, ids=[row[0] for row in RESUMES])
def test_resuming(why: str, told: int, last: int, possible: bool) -> None:
    stream = Stream("s", most=4)
    stream.restate()
    for number in range(2, told + 1):  # the full state had number 1
        stream.tell(b"%d" % number)
    assert stream.resume(last) is possible
    assert stream.behind is not possible
    rest = []
    while (taken := stream.take()) is not None:
        rest.append(taken)
    assert rest == ([(n, b"%d" % n) for n in range(last + 1, told + 1)] if possible else [])


def test_a_slow_desktop_gets_one_full_state_in_place_of_every_step() -> None:
    stream = Stream("s", most=10)
    stream.restate()
    for number in range(1000):
        stream.tell(b"%d" % number)
    assert stream.behind
    assert stream.take() is None
    assert stream.restate() == stream.last == 1001
    assert stream.up_to_date
    stream.tell(b"next")
    assert stream.take() == (1002, b"next")


def test_the_ring_is_bounded_by_bytes_too() -> None:
    stream = Stream("s", most=1000, most_bytes=100)
    for _ in range(500):
        stream.tell(bytes(30))
    assert stream.last - stream.oldest + 1 == 3
    stream.tell(bytes(5000))
    assert stream.last == stream.oldest


def test_full_states_in_a_row_are_counted_until_the_desktop_keeps_up() -> None:
    stream = Stream("s", most=2)
    stream.restate()
    for _ in range(3):
        for _ in range(5):
            stream.tell(b"x")
        stream.restate()
    assert stream.restated == 3
    stream.tell(b"x")
    assert stream.take() is not None
    assert stream.restated == 0
