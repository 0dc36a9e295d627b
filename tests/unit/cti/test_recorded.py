"""Which recording holds whom, from when to when, as the floor hands it over (K12, R7)."""

from collections.abc import Sequence

import pytest

from cti.floor import events as e
from cti.floor.apply import apply
from cti.floor.events.steering import RECORDING_PAUSED as PAUSED
from cti.floor.events.steering import RECORDING_RESUMED as RESUMED
from cti.floor.state import Floor
from cti.recorded import Recorded
from recordings.conversation import AnsweredLeg, Conversation, Pause

CALL, FILE = "node1-1.0", "node1-1.0-1.raw"
BEGAN_AT = 1_800_000_000.0


class Told:
    """A floor with its recordings; `second` gives events their time."""

    def __init__(self) -> None:
        self.floor = Floor(node="node1")
        self.kept: list[Conversation] = []
        self.recorded = Recorded(self.floor, self.kept.append)

    def hear(self, events: Sequence[tuple[float, type[e.FloorEvent], dict[str, object]]]) -> None:
        for second, kind, values in events:
            event = kind(at=BEGAN_AT + second, mono=100 + second, linkedid=CALL, **values)
            self.recorded.note(event, apply(self.floor, event))


READY = [
    (0, e.AgentKnown, {"agent": "8002", "name": "Two", "skills": {"junior": 1}}),
    (0, e.DeviceSeen, {"agent": "8002", "reachable": True}),
    (0, e.DesktopSeen, {"agent": "8002", "present": True}),
    (0, e.SignedIn, {"agent": "8002", "by": "two"}),
    (0, e.WantsReady, {"agent": "8002", "by": "two"}),
]
CAME = [
    *READY,
    (
        0,
        e.LegBegan,
        {
            "leg": CALL,
            "channel": "PJSIP/trunk-1",
            "endpoint": "trunk",
            "number": "55501234",
            "dialled": "112",
            "ringing": True,
        },
    ),
    (0, e.LegUp, {"leg": CALL}),
    (1, e.Waiting, {"leg": CALL, "queue": "junior", "since": BEGAN_AT + 1, "line_number": "55500101"}),
]
ANSWERED = (10, e.Conversation, {"leg": CALL, "agent": "8001", "file": FILE})
LEFT = (30, e.LegEnded, {"leg": CALL, "cause": 16})

COURSES = {
    "answered until the caller leaves": (
        [ANSWERED, LEFT],
        [(FILE, 20, (("8001", 0, 20),), ())],
    ),
    "on hold the recording goes on": (
        [ANSWERED, (15, e.Held, {"leg": CALL}), LEFT],
        [(FILE, 20, (("8001", 0, 20),), ())],
    ),
    "passed on within one file: two agents, one after the other": (
        [ANSWERED, (18, e.Conversation, {"leg": CALL, "agent": "8002", "file": FILE}), LEFT],
        [(FILE, 20, (("8001", 0, 8), ("8002", 8, 20)), ())],
    ),
    "passed on with a new file: two recordings": (
        [ANSWERED, (18, e.Conversation, {"leg": CALL, "agent": "8002", "file": "node1-1.0-2.raw"}), LEFT],
        [(FILE, 8, (("8001", 0, 8),), ()), ("node1-1.0-2.raw", 12, (("8002", 0, 12),), ())],
    ),
    "passed on to an agent whose telephone has to ring: one file, and nobody's for a while": (
        [
            ANSWERED,
            (
                14,
                e.Transferred,
                {
                    "transfer": "t1",
                    "leg": CALL,
                    "agent": "8001",
                    "to": "agent",
                    "target": "8002",
                    "mode": "blind",
                },
            ),
            (15, e.OfferMade, {"offer": "o1", "leg": CALL, "agent": "8002", "lease": 5.0}),
            (18, e.Conversation, {"leg": CALL, "agent": "8002", "offer": "o1", "file": FILE}),
            LEFT,
        ],
        [(FILE, 20, (("8001", 0, 5), ("8002", 8, 20)), ())],
    ),
    "a lost telephone ends the recording": (
        [ANSWERED, (20, e.Kept, {"leg": CALL, "agent": "8001"}), LEFT],
        [(FILE, 10, (("8001", 0, 10),), ())],
    ),
    "paused for confidential words, and never resumed by hand": (
        [
            ANSWERED,
            (12, e.Steered, {"leg": CALL, "by": "one", "act": PAUSED}),
            (14, e.Steered, {"leg": CALL, "by": "one", "act": RESUMED}),
            (28, e.Steered, {"leg": CALL, "by": "one", "act": PAUSED}),
            LEFT,
        ],
        [(FILE, 20, (("8001", 0, 20),), ((2, 4), (18, 20)))],
    ),
    "nobody answered: nothing is recorded": ([LEFT], []),
}


@pytest.mark.parametrize(("course", "expected"), COURSES.values(), ids=COURSES.keys())
def test_a_conversation_is_handed_over_when_it_is_over(course: list, expected: list) -> None:  # type: ignore[type-arg]
    told = Told()
    told.hear(CAME)
    told.hear(course)
    assert told.kept == [
        Conversation(
            node="node1",
            call=CALL,
            linkedid=CALL,
            file=file,
            started_at=found.started_at,
            seconds=seconds,
            legs=tuple(AnsweredLeg(*leg) for leg in legs),
            caller="55501234",
            callee="112",
            queue="junior",
            line_number="55500101",
            pauses=tuple(Pause(*pause) for pause in pauses),
        )
        for found, (file, seconds, legs, pauses) in zip(told.kept, expected, strict=True)
    ]


def test_a_service_that_starts_in_the_middle_knows_who_talks_since_when() -> None:
    """R7: the floor comes from its log, and with it what is being recorded."""
    told = Told()
    told.hear([*CAME, ANSWERED])
    told.recorded = Recorded(told.floor, told.kept.append)
    told.recorded.adopt(BEGAN_AT + 20, 120)
    told.hear([LEFT])
    [conversation] = told.kept
    assert conversation.legs == (AnsweredLeg("8001", 0, 20),)
    assert conversation.started_at.timestamp() == BEGAN_AT + 10


def test_a_pause_goes_on_over_a_restart() -> None:
    """What was paused before and what is paused now is known again; a new recording begins without a pause."""
    paused, resumed = {"leg": CALL, "by": "one", "act": PAUSED}, {"leg": CALL, "by": "one", "act": RESUMED}
    told = Told()
    told.hear([*CAME, ANSWERED, (12, e.Steered, paused), (14, e.Steered, resumed), (18, e.Steered, paused)])
    told.recorded = Recorded(told.floor, told.kept.append)
    told.recorded.adopt(BEGAN_AT + 20, 120)
    told.hear([(25, e.Steered, resumed), LEFT])
    [conversation] = told.kept
    assert conversation.pauses == (Pause(2, 4), Pause(8, 15))
