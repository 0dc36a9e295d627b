"""The order in which waiting callers are served: longest wait first within a priority, and nobody starves.

Ageing: a priority is a head start of so many seconds of waiting, never a class of its own. A caller is overtaken
only by callers who came at most the difference of their head starts later, so after MOST_OVERTAKEN seconds of
waiting nobody who comes new passes any more.
"""

PRIORITY_SECONDS = 600.0
"""Head start of one step of priority, in seconds of waiting."""
WEIGHT_SECONDS = 10.0
"""Head start of one point of a queue's weight."""

KEY_ACCOUNT = 1
"""F2.4: first in line."""
PRIORITISED = 2
"""An operator said so."""
LOST_LEG = 3
"""The agent's telephone dropped out of the conversation: back at the queue's head."""
MOST_PRIORITY = 6
"""Of a call and its queue together."""
MOST_WEIGHT = 100

MOST_OVERTAKEN = MOST_PRIORITY * PRIORITY_SECONDS + MOST_WEIGHT * WEIGHT_SECONDS


def head_start(priority: int, weight: int) -> float:
    """Seconds of waiting that a call is ahead of one without priority or weight."""
    return (
        min(max(priority, 0), MOST_PRIORITY) * PRIORITY_SECONDS
        + min(max(weight, 0), MOST_WEIGHT) * WEIGHT_SECONDS
    )
