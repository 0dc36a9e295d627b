"""The router and the clocks: offers, leases, times that ran out."""

from cti.floor.events.event import FloorEvent


class OfferMade(FloorEvent, frozen=True, kw_only=True, tag="offer_made"):
    """A call is reserved for an agent until the lease runs out."""

    offer: str
    leg: str
    agent: str
    lease: float
    """Seconds."""


class OfferFailed(FloorEvent, frozen=True, kw_only=True, tag="offer_failed"):
    """Asterisk did not take the redirect: the caller waits on, the agent is free again."""

    offer: str
    why: str


class ServiceStarted(FloorEvent, frozen=True, kw_only=True, tag="service_started"):
    """A process of ours took over. `boot`: its name; what follows in the log is its own.

    `machine`: name of the machine's own start: `mono` begins anew with it.
    """

    boot: str
    machine: str = ""


class LeaseOver(FloorEvent, frozen=True, kw_only=True, tag="lease_over"):
    """A state lasted longer than it may and Asterisk does not bear it out (R20)."""

    agent: str
    state: str
    """The state that the lease was for; in another one the event changes nothing."""


class WrapUpOver(FloorEvent, frozen=True, kw_only=True, tag="wrap_up_over"):
    """The time for work after the call has run out."""

    agent: str


class KeptOver(FloorEvent, frozen=True, kw_only=True, tag="kept_over"):
    """The same agent did not come back in time: the caller goes to the queue's head."""

    leg: str
