"""Who should be a member of Asterisk's own queues, the parachute, and what has to be said to make it so.

Pure. Members are paused only while the agent is: whoever talks is rung no more anyway (`ringinuse=no`), and has to
get the next call should the service be gone by then.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from panoramisk.message import Message

from cti.ami.actions import AmiAction, QueueAdd, QueuePause, QueuePenalty, QueueRemove
from cti.floor.state import AgentState, Floor
from cti.routing.queues import Queues

ASKED_LAST = 50
"""Penalty of agents of the queue that another one overflows to."""

Seat = tuple[str, str]
"""Queue and extension."""


@dataclass(frozen=True, slots=True)
class Member:
    """How an agent stands in one queue. `penalty`: 0 is asked first."""

    penalty: int
    paused: bool


def wanted_members(floor: Floor, queues: Queues) -> dict[Seat, Member]:
    """Every agent who is signed in, in each queue of theirs and, asked last, in those that overflow to one."""
    wanted: dict[Seat, Member] = {}
    for agent in floor.agents.values():
        if agent.state is AgentState.SIGNED_OUT:
            continue
        paused = agent.state is AgentState.PAUSED
        for name, queue in queues.items():
            if name in agent.skills:
                wanted[name, agent.extension] = Member(max(agent.skills[name] - 1, 0), paused)
            elif queue.overflow_to in agent.skills:
                wanted[name, agent.extension] = Member(ASKED_LAST, paused)
    return wanted


def present_members(rows: Iterable[Message]) -> dict[Seat, Member]:
    """The members in an answer to QueueStatus; only telephones count."""
    return {
        (row.queue, extension): Member(int(row.penalty), row.paused == "1")
        for row in rows
        if row.event == "QueueMember" and (extension := row.location.removeprefix("PJSIP/")) != row.location
    }


def corrections(
    wanted: Mapping[Seat, Member], present: Mapping[Seat, Member]
) -> Iterator[tuple[Seat, AmiAction]]:
    """What to send."""
    for seat, member in wanted.items():
        if (action := _correction(seat, member, present.get(seat))) is not None:
            yield seat, action
    for seat in present.keys() - wanted.keys():
        yield seat, QueueRemove(seat[0], f"PJSIP/{seat[1]}")


def _correction(seat: Seat, wanted: Member, present: Member | None) -> AmiAction | None:
    queue, interface = seat[0], f"PJSIP/{seat[1]}"
    if present is None:
        return QueueAdd(queue, interface, wanted.penalty, int(wanted.paused))
    if present.paused != wanted.paused:
        return QueuePause(queue, interface, "true" if wanted.paused else "false")
    if present.penalty != wanted.penalty:
        return QueuePenalty(queue, interface, wanted.penalty)
    return None
