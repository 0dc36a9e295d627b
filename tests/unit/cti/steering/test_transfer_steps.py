"""F2.8: the course of a transfer as a table; every step has a way out for whatever can happen to it."""

import pytest

from cti.steering.transfer_course import first_step
from cti.steering.transfer_steps import TABLE, Cue, Deed, Step, next_move

HELD = (Step.ASKING, Step.PUTTING_THROUGH, Step.CONSULTING)


@pytest.mark.parametrize(
    ("to", "mode", "step"),
    [
        ("queue", "blind", Step.QUEUEING),
        ("agent", "blind", Step.OFFERED),
        ("number", "blind", Step.PUTTING_THROUGH),
        ("queue", "attended", Step.ASKING),
        ("agent", "attended", Step.ASKING),
        ("number", "attended", Step.ASKING),
    ],
)
def test_where_each_kind_begins(to: str, mode: str, step: Step) -> None:
    assert first_step(to, mode) is step  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "cues", "deeds", "result", "why"),
    [
        (Step.OFFERED, "joined", "nothing", "", "taken: the fold ends it"),
        (Step.OFFERED, "waits joined", "offer_back nothing", "", "nobody: back to the agent"),
        (Step.OFFERED, "waits waits", "offer_back to_queue", "failed", "the agent neither: the queue's head"),
        (Step.QUEUEING, "waits joined", "nothing nothing", "", "taken in the other queue: the fold ends it"),
        (
            Step.QUEUEING,
            "waits empty back",
            "nothing offer_back nothing",
            "",
            "it emptied: back to the agent",
        ),
        (
            Step.ASKING,
            "answered complete joined unanswered",
            "nothing join let_go_later let_go",
            "",
            "asked, then handed over; the first agent's leg goes when the asked side's has left it",
        ),
        (Step.ASKING, "unanswered", "take_back", "failed", "a failed one returns to the agent"),
        (Step.ASKING, "answered cancel", "nothing take_back", "cancelled", "the agent thinks better of it"),
        (Step.ASKING, "answered agent_left", "nothing to_queue", "failed", "the caller is never left alone"),
        (
            Step.PUTTING_THROUGH,
            "answered joined agent_left",
            "join let_go_later nothing",
            "",
            "handed over without being asked, and the first agent hangs up",
        ),
        (
            Step.ASKING,
            "answered complete refused",
            "nothing join take_back",
            "failed",
            "Asterisk did not do it",
        ),
    ],
)
def test_courses(step: Step, cues: str, deeds: str, result: str, why: str) -> None:
    done, ended = [], ""
    for cue in cues.split():
        move = next_move(step, Cue(cue))
        assert move is not None, why
        step, deed, ended = move
        done.append(deed.value)
    assert (done, ended) == (deeds.split(), result), why
    assert step in (Step.OVER, Step.RETURNING), why


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.OVER])
def test_a_caller_who_leaves_ends_it_in_every_step(step: Step) -> None:
    assert TABLE[step][Cue.CALLER_LEFT][0] is Step.OVER


@pytest.mark.parametrize(
    "step", [step for step in Step if step not in (Step.QUEUED, Step.PARTING, Step.OVER)]
)
def test_what_asterisk_refuses_never_leaves_the_caller_on_hold(step: Step) -> None:
    after, deed, result = TABLE[step][Cue.REFUSED]
    assert (after, result) == (Step.OVER, "failed")
    assert deed in ((Deed.TAKE_BACK,) if step in (*HELD, Step.JOINING) else (Deed.NOTHING, Deed.TO_QUEUE))


def test_nothing_follows_the_end() -> None:
    assert all(next_move(Step.OVER, cue) is None for cue in Cue)
