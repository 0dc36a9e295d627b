"""A call that an agent placed is named after the agent's leg, and stands and falls with the customer's (R6, R15)."""

import pytest

from cti.floor import events as e
from cti.floor.apply import apply
from cti.floor.changes import CallEnded
from cti.floor.state import Floor, Stage
from tests.unit.cti.floor.valid import check

AGENT, CALL, CUSTOMER = "8001", "a1", "c1"
PLACED = ("known", "placed", "rings", "takes")
TALKING = (*PLACED, "customer", "answers", "talks")

ROWS = [
    ((*PLACED, "customer", "agent over"), [16], None, "before the answer the agent's leg is the call"),
    ((*TALKING, "agent over", "customer over"), [31], None, "hung up by the agent"),
    ((*TALKING, "customer over", "agent over"), [31], None, "hung up by the customer"),
    ((*TALKING, "agent lost", "kept"), [], Stage.KEPT, "the telephone is lost"),
    ((*TALKING, "kept", "agent lost"), [], Stage.KEPT, "the same, heard of the other way round"),
    ((*TALKING, "agent lost", "kept", "customer over"), [31], None, "the customer did not wait"),
    (
        (*TALKING, "agent lost", "kept", "agent over"),
        [],
        Stage.KEPT,
        "an end that is told again ends nothing",
    ),
    ((*TALKING, "agent lost", "kept", "waits"), [], Stage.WAITING, "the agent did not come back"),
]


def _event(word: str, now: float) -> e.FloorEvent:
    when: dict[str, float] = {"at": 1.8e9 + now, "mono": now}
    leg, customer = {"linkedid": CALL, "leg": CALL}, {"linkedid": CALL, "leg": CUSTOMER}
    return {
        "known": lambda: e.AgentKnown(**when, agent=AGENT, name="Sample", skills={"junior": 1}),
        "placed": lambda: e.Steered(**when, **leg, by=AGENT, act="out_call", detail="55500199"),
        "rings": lambda: e.LegBegan(**when, **leg, channel="PJSIP/8001-1", endpoint=AGENT),
        "takes": lambda: e.LegUp(**when, **leg),
        "customer": lambda: e.LegBegan(**when, **customer, channel="PJSIP/trunk-2", endpoint="trunk"),
        "answers": lambda: e.LegUp(**when, **customer),
        "talks": lambda: e.Conversation(**when, **customer, agent=AGENT, offer=""),
        "agent over": lambda: e.LegEnded(**when, **leg, cause=16),
        "agent lost": lambda: e.LegEnded(**when, **leg, cause=44),
        "kept": lambda: e.Kept(**when, **customer, agent=AGENT),
        "waits": lambda: e.Waiting(**when, **customer, queue="junior", since=1.8e9),
        "customer over": lambda: e.LegEnded(**when, **customer, cause=31),
    }[word]()


@pytest.mark.parametrize(("words", "causes", "stage", "why"), ROWS, ids=[row[3] for row in ROWS])
def test_it_ends_with(words: tuple[str, ...], causes: list[int], stage: Stage | None, why: str) -> None:
    floor, ends = Floor(), []
    for now, word in enumerate(words, 1):
        changes = apply(floor, _event(word, float(now)))
        ends += [change.cause for change in changes if isinstance(change, CallEnded)]
        check(floor)
    assert ends == causes, why
    assert (floor.calls[CALL].stage if CALL in floor.calls else None) == stage, why
