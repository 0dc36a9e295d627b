"""What steering refuses, each with the status that the API answers it with (cti/errors.py).

Refused
├── NoSuchCall         404   nobody with this id, or it is over
├── WrongMoment        409   the call or the agent is in another state
├── NumberNotAllowed   403   not among the patterns that operations allow (S4)
├── TooManyOutCalls    429   this agent's calls of the hour are used up (S4)
└── NotDone            503   Asterisk is away or did not do it; nothing is sent again
"""

from cti.errors import Conflict, NotAllowed, NotFound, TooManyTries, Unavailable


class NoSuchCall(NotFound):
    """Nobody with this id, or the call is over."""


class WrongMoment(Conflict):
    """The call or the agent is in another state than this needs."""


class NumberNotAllowed(NotAllowed):
    """The number is not among the patterns that operations allow."""


class TooManyOutCalls(TooManyTries):
    """The agent's calls of this hour are used up."""


class NotDone(Unavailable):
    """Asterisk is away, or did not do it."""
