"""The course of a transfer as one table: step and cue lead to the next step and to one deed (F2.8).

Pure. A failed transfer returns to the agent; where the agent is gone too, the caller goes to the queue's head.
"""

from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """Where a transfer is."""

    OFFERED = "offered"
    """Blind to an agent: the telephone rings, the first agent is free."""
    RETURNING = "returning"
    """Nobody took it: offered to the first agent again."""
    QUEUEING = "queueing"
    """On the way to another queue."""
    QUEUED = "queued"
    """There: over for the first agent, until nobody is signed in to that queue any more."""
    ASKING = "asking"
    """The caller is held, the asked side's telephone rings."""
    PUTTING_THROUGH = "putting_through"
    """As ASKING, but the caller is put through as soon as somebody answers (blind to a number)."""
    CONSULTING = "consulting"
    """The agent talks with the asked side."""
    JOINING = "joining"
    """The caller is handed over."""
    PARTING = "parting"
    """The caller has the target; the first agent's leg is not alone yet, and would take the target's along."""
    OVER = "over"


class Cue(StrEnum):
    """What can happen to a transfer."""

    ANSWERED = "answered"
    """The asked side took the agent's call."""
    UNANSWERED = "unanswered"
    """The asked side did not, or has left: the first agent's leg is alone."""
    COMPLETE = "complete"
    """The agent hands over."""
    CANCEL = "cancel"
    """The agent takes the caller back."""
    JOINED = "joined"
    """The caller talks with the target."""
    BACK = "back"
    """The caller talks with the first agent again."""
    WAITS = "waits"
    """The caller is in the waiting room."""
    EMPTY = "empty"
    """Nobody is signed in any more to the queue that the caller waits in."""
    REFUSED = "refused"
    """Asterisk did not do what the step needs."""
    CALLER_LEFT = "caller_left"
    AGENT_LEFT = "agent_left"
    """The first agent's telephone hung up or was lost."""


class Deed(StrEnum):
    """What is to be done about it."""

    NOTHING = "nothing"
    JOIN = "join"
    TAKE_BACK = "take_back"
    """The caller and the first agent talk again."""
    OFFER_BACK = "offer_back"
    TO_QUEUE = "to_queue"
    """The caller goes to the queue's head."""
    LET_GO = "let_go"
    """The first agent's leg is hung up."""
    LET_GO_LATER = "let_go_later"
    """The same, should nobody tell within seconds that it is alone."""


Move = tuple[Step, Deed, str]
"""Next step, deed, and the result that ends the transfer (empty: the fold knows, or it goes on)."""

_LEFT: Mapping[Cue, Move] = {Cue.CALLER_LEFT: (Step.OVER, Deed.LET_GO, "abandoned")}
_HELD: Mapping[Cue, Move] = {
    Cue.UNANSWERED: (Step.OVER, Deed.TAKE_BACK, "failed"),
    Cue.CANCEL: (Step.OVER, Deed.TAKE_BACK, "cancelled"),
    Cue.REFUSED: (Step.OVER, Deed.TAKE_BACK, "failed"),
    Cue.AGENT_LEFT: (Step.OVER, Deed.TO_QUEUE, "failed"),
    Cue.BACK: (Step.OVER, Deed.NOTHING, "cancelled"),
    **_LEFT,
}

TABLE: Mapping[Step, Mapping[Cue, Move]] = {
    Step.OFFERED: {
        Cue.JOINED: (Step.OVER, Deed.NOTHING, ""),
        Cue.WAITS: (Step.RETURNING, Deed.OFFER_BACK, ""),
        Cue.REFUSED: (Step.OVER, Deed.NOTHING, "failed"),
        Cue.CALLER_LEFT: (Step.OVER, Deed.NOTHING, "abandoned"),
    },
    Step.RETURNING: {
        Cue.JOINED: (Step.OVER, Deed.NOTHING, ""),
        Cue.BACK: (Step.OVER, Deed.NOTHING, ""),
        Cue.WAITS: (Step.OVER, Deed.TO_QUEUE, "failed"),
        Cue.REFUSED: (Step.OVER, Deed.TO_QUEUE, "failed"),
        Cue.CALLER_LEFT: (Step.OVER, Deed.NOTHING, "abandoned"),
    },
    Step.QUEUEING: {
        Cue.WAITS: (Step.QUEUED, Deed.NOTHING, ""),
        Cue.REFUSED: (Step.OVER, Deed.NOTHING, "failed"),
        Cue.CALLER_LEFT: (Step.OVER, Deed.NOTHING, "abandoned"),
    },
    Step.QUEUED: {
        Cue.EMPTY: (Step.RETURNING, Deed.OFFER_BACK, ""),
        Cue.JOINED: (Step.OVER, Deed.NOTHING, ""),
        Cue.BACK: (Step.OVER, Deed.NOTHING, ""),
        Cue.CALLER_LEFT: (Step.OVER, Deed.NOTHING, ""),
    },
    Step.ASKING: {Cue.ANSWERED: (Step.CONSULTING, Deed.NOTHING, ""), **_HELD},
    Step.PUTTING_THROUGH: {Cue.ANSWERED: (Step.JOINING, Deed.JOIN, ""), **_HELD},
    Step.CONSULTING: {Cue.COMPLETE: (Step.JOINING, Deed.JOIN, ""), **_HELD},
    Step.JOINING: {
        Cue.JOINED: (Step.PARTING, Deed.LET_GO_LATER, ""),
        Cue.REFUSED: (Step.OVER, Deed.TAKE_BACK, "failed"),
        Cue.WAITS: (Step.OVER, Deed.LET_GO, "failed"),
        **_LEFT,
    },
    Step.PARTING: {
        Cue.UNANSWERED: (Step.OVER, Deed.LET_GO, ""),
        Cue.AGENT_LEFT: (Step.OVER, Deed.NOTHING, ""),
        Cue.CALLER_LEFT: (Step.OVER, Deed.LET_GO, ""),
    },
    Step.OVER: {},
}


def next_move(step: Step, cue: Cue) -> Move | None:
    """What follows; None: the cue means nothing in this step."""
    return TABLE[step].get(cue)
