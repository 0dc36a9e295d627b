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


def wanted_members(floor: Floor, queues: Queues, extensions: Iterable[str]) -> dict[Seat, Member]:
    """Those of them who are signed in, in each queue of theirs and, asked last, in those that overflow to one."""
    wanted: dict[Seat, Member] = {}
    for extension in extensions:
        agent = floor.agents.get(extension)
        if agent is None or agent.state is AgentState.SIGNED_OUT:
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
    wanted: Mapping[Seat, Member], present: Mapping[Seat, Member], seats: Iterable[Seat]
) -> Iterator[tuple[Seat, AmiAction]]:
    """What to send about these seats."""
    for seat in seats:
        if seat in wanted:
            for action in _missing(seat, wanted[seat], present.get(seat)):
                yield seat, action
        elif seat in present:
            yield seat, QueueRemove(seat[0], f"PJSIP/{seat[1]}")


def _missing(seat: Seat, wanted: Member, present: Member | None) -> Iterator[AmiAction]:
    queue, interface = seat[0], f"PJSIP/{seat[1]}"
    if present is None:
        yield QueueAdd(queue, interface, wanted.penalty, int(wanted.paused))
        return
    if present.paused != wanted.paused:
        yield QueuePause(queue, interface, "true" if wanted.paused else "false")
    if present.penalty != wanted.penalty:
        yield QueuePenalty(queue, interface, wanted.penalty)
