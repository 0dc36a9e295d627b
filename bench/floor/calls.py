"""A stream of floor events like that of a busy node: calls that wait, are offered, talk and end, over many agents."""

from collections.abc import Iterator
from itertools import islice

from cti.floor import events as e
from cti.floor.apply import apply
from cti.floor.state import Floor

EPOCH = 1.8e9
EVENTS_A_CALL = 18


def staffed(agents: int) -> Floor:
    """A floor with so many agents who are ready."""
    floor = Floor()
    for number in range(agents):
        agent, when = str(8001 + number), {"at": EPOCH, "mono": 0.0}
        apply(floor, e.AgentKnown(**when, agent=agent, name=f"Agent {agent}", skills={"junior": 1}))
        apply(floor, e.DeviceSeen(**when, agent=agent, reachable=True))
        apply(floor, e.SignedIn(**when, agent=agent, by=agent))
        apply(floor, e.WantsReady(**when, agent=agent, by=agent))
    return floor


def events(agents: int, count: int) -> list[e.FloorEvent]:
    """So many events of calls, one call an agent in turn."""
    return list(islice(_calls(agents), count))


def _calls(agents: int) -> Iterator[e.FloorEvent]:
    number = 0
    while True:
        yield from _call(number, str(8001 + number % agents))
        number += 1


def _call(number: int, agent: str) -> Iterator[e.FloorEvent]:
    call, leg, offer = f"node1-1800000000.{2 * number}", f"node1-1800000000.{2 * number + 1}", f"o{number}"
    when = {"at": EPOCH + number, "mono": float(number), "linkedid": call}
    yield e.LegBegan(
        **when,
        leg=call,
        channel=f"PJSIP/trunk-{number:08x}",
        endpoint="trunk",
        number="55501234",
        dialled="112",
        ringing=True,
    )
    yield e.LegUp(**when, leg=call)
    yield e.Waiting(**when, leg=call, queue="junior", since=EPOCH + number, line_number="55500101")
    yield e.OverflowAsked(**when, leg=call)
    yield e.OfferMade(**when, leg=call, offer=offer, agent=agent, lease=5.0)
    yield e.LegBegan(**when, leg=leg, channel=f"PJSIP/{agent}-{number:08x}", endpoint=agent)
    yield e.LegRinging(**when, leg=leg)
    yield e.LegUp(**when, leg=leg)
    yield e.Conversation(**when, leg=call, agent=agent, offer=offer, file=f"{call}-1.raw")
    yield e.LegBridged(**when, leg=leg, bridge=f"b{number}")
    yield e.LegBridged(**when, leg=call, bridge=f"b{number}")
    yield e.DeviceSeen(at=EPOCH + number, mono=float(number), agent=agent, reachable=True)
    yield e.Steered(**when, leg=call, by=agent, act="keys", detail="1")
    yield e.LegUnbridged(**when, leg=leg, bridge=f"b{number}")
    yield e.LegUnbridged(**when, leg=call, bridge=f"b{number}")
    yield e.LegEnded(**when, leg=leg, cause=16)
    yield e.LegEnded(**when, leg=call, cause=16)
    yield e.WrapUpOver(at=EPOCH + number, mono=float(number), agent=agent)
