"""What a real Asterisk said, folded: as it was, with each single message lost in turn, and said twice (R7, R20)."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from panoramisk.message import Message

from cti.floor.agents import IN_CALL
from cti.floor.apply import apply
from cti.floor.changes import (
    AgentMoved,
    CallAnswered,
    CallEnded,
    CallMoved,
    CallRinging,
    Change,
    Odd,
    OfferClosed,
    TransferEnded,
)
from cti.floor.events import FloorEvent, LeaseOver, LegEnded
from cti.floor.figures import Figures
from cti.floor.state import Floor
from cti.reading.read import Reading
from tests.real.cti.scenes import AGENT, COLLEAGUE
from tests.real.cti.transcript import folded, heard
from tests.unit.cti.floor.valid import check

FOLDER = Path(__file__).parents[1] / "transcripts"
TRANSCRIPTS = sorted(FOLDER.glob("*.jsonl"))
NAMES = [path.stem for path in TRANSCRIPTS]


def fold(events: Iterable[FloorEvent]) -> tuple[Floor, list[Change]]:
    floor, changes = Floor(), []
    for event in events:
        changes += apply(floor, event)
        check(floor)
    return floor, changes


def states(changes: Iterable[Change], agent: str = AGENT) -> list[str]:
    moved = [change for change in changes if isinstance(change, AgentMoved) and change.agent == agent]
    return [change.after.value for change in moved if change.before is not change.after]


def test_there_are_transcripts() -> None:
    assert NAMES == [
        "answered",
        "conference",
        "lost_leg",
        "not_answered",
        "on_hold",
        "out_call",
        "parachute",
        "to_a_queue",
    ]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=NAMES)
def test_the_messages_are_read_as_they_were_then(path: Path) -> None:
    """Every event of Asterisk that was folded live comes from its message; a caller's hang-up was only put off."""
    read = [event for at, mono, message in heard(path) for event in Reading().read(message, at, mono)]
    kinds = {type(event) for event in read}
    live = [event for event in folded(path) if type(event) in kinds]
    assert sorted(map(plain, read)) == sorted(map(plain, live))


def plain(event: FloorEvent) -> str:
    """An event but for the moment when we heard of it."""
    return repr(msgspec.structs.replace(event, mono=0.0))


def test_an_answered_call() -> None:
    _, changes = fold(folded(FOLDER / "answered.jsonl"))
    assert states(changes) == [
        "paused",
        "ready",
        "reserved",
        "ringing",
        "talking",
        "wrap_up",
        "ready",
        "paused",
    ]
    assert [type(c).__name__ for c in changes if isinstance(c, CallRinging | CallAnswered | CallEnded)] == [
        "CallRinging",
        "CallAnswered",
        "CallEnded",
    ]
    assert not [change for change in changes if isinstance(change, Odd)]


def test_a_call_that_nobody_answered() -> None:
    floor, changes = fold(folded(FOLDER / "not_answered.jsonl"))
    assert states(changes) == ["paused", "ready", "reserved", "ringing", "paused"]
    assert floor.agents["8001"].reason == "no answer"
    assert [change.why for change in changes if isinstance(change, OfferClosed)] == ["no answer"]


def test_a_call_of_the_parachute() -> None:
    _, changes = fold(folded(FOLDER / "parachute.jsonl"))
    assert states(changes) == ["paused", "ready", "ringing", "talking", "wrap_up"]
    [answered] = [change for change in changes if isinstance(change, CallAnswered)]
    assert (answered.agent, answered.queue) == ("8001", "junior")


TALKS = ["paused", "ready", "reserved", "ringing", "talking"]
TALKED = ["talking", "wrap_up", "ready", "paused"]
DESK = [
    # the transcript, the agent's states, the caller's stages
    (
        "on_hold",
        [*TALKS, "on_hold", "talking", "wrap_up", "ready", "paused"],
        ["automatic", "waiting", "offered", "talking", "held", "talking", "ended"],
    ),
    (
        "to_a_queue",
        [*TALKS, "wrap_up", "ready", "paused"],
        ["automatic", "waiting", "offered", "talking", "waiting", "ended"],
    ),
    (
        "lost_leg",  # Asterisk says that the leg ended before the dialplan says that the caller is kept
        [*TALKS, "wrap_up", "paused", "reserved", "ringing", "talking", "wrap_up", "ready", "paused"],
        ["automatic", "waiting", "offered", "talking", "kept", "offered", "talking", "ended"],
    ),
    (
        "conference",
        [*TALKS, "on_hold", "talking", "wrap_up", "ready", "paused"],
        ["automatic", "waiting", "offered", "talking", "held", "talking", "ended"],
    ),
    ("out_call", ["paused", "ready", "ringing", *TALKED], ["talking", "ended"]),
]


@pytest.mark.parametrize(("name", "agent", "caller"), DESK, ids=[row[0] for row in DESK])
def test_what_the_desk_does(name: str, agent: list[str], caller: list[str]) -> None:
    """F2.7, F2.8 and the lost leg of R15: each step once, in its order."""
    _, changes = fold(folded(FOLDER / f"{name}.jsonl"))
    assert states(changes) == agent
    moved = [change for change in changes if isinstance(change, CallMoved)]
    assert [change.after.value for change in moved if change.before is not change.after] == caller
    assert not [change for change in changes if isinstance(change, Odd)]


def test_whoever_joined_a_conversation_is_free_when_leaving_it() -> None:
    _, changes = fold(folded(FOLDER / "conference.jsonl"))
    assert states(changes, COLLEAGUE) == ["paused", "ready", "ringing", *TALKED]
    assert [change.result for change in changes if isinstance(change, TransferEnded)] == ["answered"]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=NAMES)
def test_with_any_one_event_lost_nobody_stays_in_a_call_that_is_over(path: Path) -> None:
    """R20: at the end Asterisk has no channel; what a snapshot and the leases then say sets everybody free."""
    events = list(folded(path))
    for lost in range(len(events)):
        floor, _ = fold(events[:lost] + events[lost + 1 :])
        end = events[-1]
        for leg in list(floor.legs):
            apply(floor, LegEnded(at=end.at, mono=end.mono, leg=leg, seen=False))
        for agent in floor.agents.values():
            apply(floor, LeaseOver(at=end.at, mono=end.mono, agent=agent.extension, state=agent.state.value))
        check(floor)
        assert not floor.calls, events[lost]
        assert not [agent for agent in floor.agents.values() if agent.state in IN_CALL], events[lost]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=NAMES)
def test_with_any_one_event_said_twice_the_figures_are_the_same(path: Path) -> None:
    events = list(folded(path))
    once = figures(events)
    for twice in range(len(events)):
        again = figures([*events[: twice + 1], *events[twice:]])
        assert (again.calls, again.answered, again.abandoned, again.answer_rate) == (
            once.calls,
            once.answered,
            once.abandoned,
            once.answer_rate,
        ), events[twice]


def figures(events: Iterable[FloorEvent]) -> Figures:
    floor, figures = Floor(), Figures()
    for event in events:
        figures.note(event, apply(floor, event))
    return figures


def test_a_hostile_name_in_a_message_reaches_no_event() -> None:
    """S1: whatever stands where a number, a queue or a name is expected is left out."""
    message = Message(
        {
            "Event": "Newchannel",
            "Channel": "PJSIP/trunk-00000001",
            "ChannelState": "4",
            "CallerIDNum": "5550\r\nEvent: Hangup",
            "Exten": "112;drop",
            "Uniqueid": "node1-1.1",
            "Linkedid": "../../etc",
        }
    )
    [began] = Reading().read(message, 1.8e9, 1.0)
    assert (began.number, began.dialled, began.linkedid) == ("", "", "")  # type: ignore[attr-defined]
