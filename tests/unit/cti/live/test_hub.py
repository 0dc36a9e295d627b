"""Who is told what, and whose stream is whose (S13)."""

from dataclasses import replace

import msgspec
import pytest

from cti.live.hub import STREAMS_OF_ONE, Hub
from cti.live.messages import Alarms, Board, FullState, OwnCallOver
from cti.live.viewer import ALARMS, BOARD, Viewer, agent_topic, person_topic
from cti.views.board import BoardView

AGENT = Viewer(person="1", session="a", agent="8001", alarms=True)
OTHER = Viewer(person="2", session="b", agent="8002", alarms=True)
SUPERVISOR = Viewer(person="3", session="c", board=True, alarms=True)
OUTSIDER = Viewer(person="4", session="d")


class Closed:
    """How a connection was closed, if it was."""

    def __init__(self) -> None:
        self.code = 0

    def __call__(self, code: int, reason: str) -> None:
        self.code = code


@pytest.fixture
def hub() -> Hub:
    return Hub(lambda _: FullState())


def told(hub: Hub, viewer: Viewer, topic: str) -> bool:
    seat, _ = hub.open(viewer, "", 0, Closed())
    seat.stream.restate()
    hub.tell(topic, OwnCallOver(call="c"))
    return seat.stream.take() is not None


MAY = [
    (AGENT, agent_topic("8001"), True, "own calls and pops"),
    (OTHER, agent_topic("8001"), False, "another agent's"),
    (SUPERVISOR, agent_topic("8001"), False, "pops are the agent's alone"),
    (AGENT, BOARD, False, "an agent sees no board"),
    (SUPERVISOR, BOARD, True, "the floor board"),
    (AGENT, ALARMS, True, "agents are told (R8)"),
    (OUTSIDER, ALARMS, False, "somebody without a part in calls"),
    (SUPERVISOR, person_topic("3"), True, "one's own listen-in"),
    (AGENT, person_topic("3"), False, "another's listen-in"),
]


@pytest.mark.parametrize(("viewer", "topic", "may", "why"), MAY, ids=[row[3] for row in MAY])
def test_topics_by_right(hub: Hub, viewer: Viewer, topic: str, may: bool, why: str) -> None:
    assert told(hub, viewer, topic) is may


def test_a_stream_resumes_for_its_person_alone(hub: Hub) -> None:
    seat, _ = hub.open(AGENT, "", 0, Closed())
    number = seat.stream.restate()
    hub.tell(agent_topic("8001"), OwnCallOver(call="c1"))
    stolen, resumed = hub.open(OTHER, seat.stream.id, number, Closed())
    assert not resumed
    assert stolen is not seat
    again, resumed = hub.open(AGENT, seat.stream.id, number, Closed())
    assert resumed
    assert again is seat


def test_another_connection_of_the_same_stream_closes_the_first(hub: Hub) -> None:
    first = Closed()
    seat, _ = hub.open(AGENT, "", 0, first)
    hub.open(AGENT, seat.stream.id, 1, Closed())
    assert first.code == 4409
    hub.leave(seat, first)
    assert hub.connected == 1, "the first one's end changes nothing any more"


def test_with_other_rights_the_stream_does_not_go_on(hub: Hub) -> None:
    seat, _ = hub.open(SUPERVISOR, "", 0, Closed())
    number = seat.stream.restate()
    demoted = replace(SUPERVISOR, board=False)
    fresh, resumed = hub.open(demoted, seat.stream.id, number, Closed())
    assert not resumed
    assert BOARD not in fresh.topics


def test_revoked_rights_close_and_forget(hub: Hub) -> None:
    closed, untouched = Closed(), Closed()
    seat, _ = hub.open(SUPERVISOR, "", 0, closed)
    hub.open(AGENT, "", 0, untouched)
    hub.revoke("3", 4403, "demoted")
    assert (closed.code, untouched.code) == (4403, 0)
    last = seat.stream.last
    hub.tell(BOARD, Board(board=BoardView()))
    assert seat.stream.last == last, "nothing more is told"
    assert not hub.anybody(BOARD)
    _, resumed = hub.open(SUPERVISOR, seat.stream.id, last, Closed())
    assert not resumed


def test_signing_out_of_one_session_leaves_the_other(hub: Hub) -> None:
    one, two = Closed(), Closed()
    hub.open(AGENT, "", 0, one)
    hub.open(replace(AGENT, session="elsewhere"), "", 0, two)
    hub.revoke("1", 4403, "signed out", session="a")
    assert (one.code, two.code) == (4403, 0)


def test_one_person_can_not_fill_the_hub(hub: Hub) -> None:
    closed = [Closed() for _ in range(STREAMS_OF_ONE + 3)]
    for close in closed:
        hub.open(AGENT, "", 0, close)
    assert [close.code for close in closed] == [4409] * 3 + [0] * STREAMS_OF_ONE
    assert hub.connected == STREAMS_OF_ONE


def test_a_gone_desktop_is_forgotten_in_the_end() -> None:
    clock = [0.0]
    hub = Hub(lambda _: FullState(), linger=60.0, clock=lambda: clock[0])
    closed = Closed()
    seat, _ = hub.open(AGENT, "", 0, closed)
    hub.leave(seat, closed)
    clock[0] = 30.0
    hub.sweep()
    assert hub.anybody(ALARMS), "its stream waits for it"
    clock[0] = 90.0
    hub.sweep()
    assert hub.topics == []
    hub.tell(ALARMS, Alarms(alarms=[]))


def test_a_message_is_encoded_once_and_the_same_for_all(hub: Hub) -> None:
    seats = [hub.open(viewer, "", 0, Closed())[0] for viewer in (AGENT, OTHER)]
    for seat in seats:
        seat.stream.restate()
    hub.tell(ALARMS, Alarms(alarms=[]))
    bodies = [taken[1] for seat in seats if (taken := seat.stream.take())]
    assert len(bodies) == 2
    assert bodies[0] is bodies[1]
    assert msgspec.json.decode(bodies[0]) == {"type": "alarms", "alarms": []}
