"""The queues as typed data: `[queues.<name>]` of faultline.toml over the four that every site has (F2.4, H15)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from cti.pops.targets import PopTarget
from cti.routing.hours import Hours

QueueName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,20}$")]


class Strategy(StrEnum):
    """Which of several ready agents is asked."""

    SKILL_FIRST = "skill_first"
    """The best level, among equals who is idle longest."""
    LONGEST_IDLE = "longest_idle"
    """Who is idle longest, whatever the level."""


class QueueSettings(BaseModel):
    """One queue. Seconds unless said otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, StringConstraints(max_length=64)] = ""
    """What people see; empty: the name."""
    strategy: Strategy = Strategy.SKILL_FIRST
    weight: Annotated[int, Field(ge=0, le=100)] = 0
    """Head start over other queues, in steps of ordering.WEIGHT_SECONDS of waiting."""
    priority: Annotated[int, Field(ge=0, le=3)] = 0
    """Head start in steps of ordering.PRIORITY_SECONDS of waiting."""
    max_waiting: Annotated[int, Field(ge=1, le=1000)] = 200
    """Callers past this many are offered the voice box or a call-back."""
    hours: Hours = Hours()
    duty_number: Digits = ""
    """Called while closed, through the outbound rules; empty: voice box."""
    announce_place: bool = False
    announce_wait: bool = False
    announce_every: Annotated[int, Field(ge=10, le=600)] = 60
    """Place and wait are told once in so many seconds of waiting."""
    overflow_to: QueueName | None = None
    """A queue whose agents are asked too, once the caller has waited `overflow_after`."""
    overflow_after: Annotated[int, Field(ge=1, le=3600)] = 120
    key_accounts_to: QueueName | None = None
    """Where key accounts wait instead (F2.4)."""
    service_level_seconds: Annotated[int, Field(ge=1, le=3600)] = 20
    """Answered within so many seconds counts as in time."""
    pop: PopTarget = PopTarget()
    """Where else its screen pops go."""


DEFAULT_QUEUES: Mapping[str, QueueSettings] = {
    "junior": QueueSettings(title="Junior agents", key_accounts_to="senior"),
    "senior": QueueSettings(title="Senior agents"),
    "english": QueueSettings(title="English agents", key_accounts_to="senior"),
    "manager": QueueSettings(title="Manager hotline"),
}

Queues = Mapping[str, QueueSettings]


class NoOtherQueue(ValueError):  # noqa: N818 - what is wrong
    """`queue` names `target`, which is itself or does not exist."""

    def __init__(self, queue: str, target: str) -> None:
        super().__init__(f"queue {queue}: there is no other queue {target}")
        self.queue = queue
        self.target = target


def all_queues(configured: Mapping[str, QueueSettings]) -> Queues:
    """The site's queues over the default ones. Raises NoOtherQueue."""
    queues = {**DEFAULT_QUEUES, **configured}
    for name, queue in queues.items():
        for target in (queue.overflow_to, queue.key_accounts_to):
            if target is not None and (target not in queues or target == name):
                raise NoOtherQueue(name, target)
    return queues


def open_at(queue: QueueSettings, when: datetime, zone: ZoneInfo) -> bool:
    """Whether a queue takes callers at an instant, by its hours alone."""
    return queue.hours.open_at(when, zone)


def waiting_queue(queues: Queues, name: str, *, key_account: bool) -> str:
    """Where a caller waits who was sent to `name`; an unknown name counts as `junior` (F2.4)."""
    known = name if name in queues else "junior"
    return (queues[known].key_accounts_to if key_account else None) or known
