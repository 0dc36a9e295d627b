"""K2 and K3 as they are counted: which calls are in the numerator, which in the denominator."""

from collections.abc import Sequence

import pytest

from cti.floor import events as e
from cti.floor.apply import apply
from cti.floor.figures import Figures
from cti.floor.state import Floor


def at(second: float, kind: type[e.FloorEvent], **values: object) -> e.FloorEvent:
    return kind(at=1_800_000_000.0 + second, mono=second, linkedid="c1", **values)


def counted(events: Sequence[e.FloorEvent]) -> Figures:
    floor, figures = Floor(), Figures()
    for event in events:
        figures.note(event, apply(floor, event))
    return figures


def came(second: float = 0) -> list[e.FloorEvent]:
    channel = {"channel": "PJSIP/trunk-1", "endpoint": "trunk", "ringing": True}
    return [
        at(second, e.AgentKnown, agent="8001", name="One", skills={"junior": 1}),
        at(second, e.AgentKnown, agent="8002", name="Two", skills={"manager": 1}),
        at(second, e.LegBegan, leg="c1", number="55501234", dialled="112", **channel),
        at(second, e.LegUp, leg="c1"),
    ]


def waits(second: float, queue: str = "junior") -> e.FloorEvent:
    return at(second, e.Waiting, leg="c1", queue=queue, since=1_800_000_000.0 + second)


def answers(second: float, agent: str = "8001") -> e.FloorEvent:
    return at(second, e.Conversation, leg="c1", agent=agent, file="c1-1.raw")


def passes_on(second: float, to: str, target: str) -> e.FloorEvent:
    return at(
        second, e.Transferred, transfer="t1", leg="c1", agent="8001", to=to, target=target, mode="blind"
    )


def over(second: float, result: str) -> e.FloorEvent:
    return at(second, e.TransferOver, transfer="t1", leg="c1", result=result)


LEFT = at(90, e.LegEnded, leg="c1", cause=16)


@pytest.mark.parametrize(
    ("course", "rate"),
    [
        pytest.param([waits(1), answers(20)], 1.0, id="answered within 20 s"),
        pytest.param([waits(1), answers(22)], 0.0, id="answered later: offered, not in time"),
        pytest.param([waits(1), LEFT], 0.0, id="abandoned: offered"),
        pytest.param([LEFT], None, id="never for an agent: in neither"),
        pytest.param(
            [
                waits(1),
                answers(5),
                passes_on(30, "queue", "manager"),
                waits(30, "manager"),
                answers(60, "8002"),
            ],
            1.0,
            id="a transfer is no second call",
        ),
    ],
)
def test_answer_rate(course: list[e.FloorEvent], rate: float | None) -> None:
    assert counted([*came(), *course]).answer_rate == rate


@pytest.mark.parametrize(
    ("course", "rate"),
    [
        pytest.param([LEFT], None, id="no transfer"),
        pytest.param([passes_on(30, "agent", "8002"), answers(44, "8002")], 1.0, id="answered within 15 s"),
        pytest.param([passes_on(30, "agent", "8002"), answers(46, "8002")], 0.0, id="answered later"),
        pytest.param(
            [
                passes_on(30, "queue", "manager"),
                waits(30, "manager"),
                over(30, "queued"),
                answers(44, "8002"),
            ],
            1.0,
            id="to a queue: until somebody there answers",
        ),
        pytest.param(
            [
                passes_on(30, "queue", "manager"),
                over(30, "queued"),
                waits(31, "manager"),
                answers(50, "8002"),
            ],
            0.0,
            id="to a queue, answered late",
        ),
        pytest.param(
            [passes_on(30, "queue", "manager"), waits(30, "manager"), over(30, "queued"), LEFT],
            0.0,
            id="to a queue, the caller leaves",
        ),
        pytest.param([passes_on(30, "agent", "8002"), over(35, "failed")], 0.0, id="came back to the agent"),
    ],
)
def test_transfer_rate(course: list[e.FloorEvent], rate: float | None) -> None:
    figures = counted([*came(), waits(1), answers(5), *course])
    assert figures.transfer_rate == rate
