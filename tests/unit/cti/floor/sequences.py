"""Sequences of floor events for property tests: sensible ones and any at all, over a few calls and agents."""

from hypothesis import strategies as st

from cti.floor import events as e
from cti.floor.state import AgentState

CALLS = ("c1", "c2")
AGENT_LEGS = ("a1", "a2", "a3")
LEGS = st.sampled_from(CALLS + AGENT_LEGS)
AGENTS = st.sampled_from(("8001", "8002", "8003"))
OFFERS = st.sampled_from(("o1", "o2", "o3"))
TRANSFERS = st.sampled_from(("t1", "t2"))
LINKED = st.sampled_from((*CALLS, ""))
WORDS = st.sampled_from(("lunch", "", "pause"))
TIMES = {"at": st.floats(1.7e9, 1.9e9), "mono": st.floats(0, 1e6)}


def _event(kind: type[e.FloorEvent], **values: st.SearchStrategy[object]) -> st.SearchStrategy[e.FloorEvent]:
    return st.builds(kind, linkedid=LINKED, **TIMES, **values)


EVENTS: st.SearchStrategy[e.FloorEvent] = st.one_of(
    _event(
        e.LegBegan,
        leg=st.sampled_from(CALLS),
        channel=st.just("PJSIP/trunk-1"),
        endpoint=st.just("trunk"),
        ringing=st.just(True),
        up=st.booleans(),
    ),
    _event(
        e.LegBegan,
        leg=st.sampled_from(AGENT_LEGS),
        channel=st.just("PJSIP/8001-2"),
        endpoint=AGENTS,
        ringing=st.booleans(),
        up=st.booleans(),
    ),
    _event(e.LegRinging, leg=LEGS),
    _event(e.LegUp, leg=LEGS),
    _event(e.LegEnded, leg=LEGS, cause=st.integers(0, 127), seen=st.booleans()),
    _event(e.LegBridged, leg=LEGS, bridge=st.sampled_from(("b1", "b2"))),
    _event(e.LegUnbridged, leg=LEGS, bridge=st.sampled_from(("b1", "b2"))),
    _event(
        e.Waiting,
        leg=LEGS,
        queue=st.sampled_from(("junior", "senior")),
        since=st.floats(0, 2e9),
        parachute=st.booleans(),
    ),
    _event(e.OverflowAsked, leg=LEGS),
    _event(e.QueueEmpty, leg=LEGS),
    _event(
        e.WaitingOver,
        leg=LEGS,
        why=st.sampled_from(("returned", "parachute", "voicemail", "callback")),
    ),
    _event(
        e.OfferOver,
        leg=LEGS,
        offer=OFFERS,
        status=st.sampled_from(("NOANSWER", "BUSY", "CHANUNAVAIL", "CANCEL", "ANSWER", "")),
    ),
    _event(e.Conversation, leg=LEGS, agent=AGENTS, offer=OFFERS, file=st.sampled_from(("", "x.wav"))),
    _event(e.Held, leg=LEGS),
    _event(e.Kept, leg=LEGS, agent=AGENTS),
    _event(
        e.CallbackAsked, leg=LEGS, queue=st.just("junior"), number=st.just("55501234"), since=st.just(1.0)
    ),
    _event(e.DeviceSeen, agent=AGENTS, reachable=st.booleans()),
    _event(e.AgentKnown, agent=AGENTS, name=st.just("A"), skills=st.just({"junior": 1})),
    _event(
        e.AgentStands,
        agent=AGENTS,
        name=st.just("A"),
        team=st.just(""),
        skills=st.just({"junior": 1}),
        state=st.sampled_from(AgentState),
        since=st.just(1.0),
        since_at=st.just(1.0),
        ready_since=st.just(1.0),
        reachable=st.booleans(),
        call=st.one_of(st.just(""), LEGS),
        legs=st.lists(LEGS, max_size=1).map(tuple),
    ),
    _event(e.CallbackTried, callback=LEGS, leg=LEGS, agent=AGENTS),
    _event(
        e.CallbackOver, callback=LEGS, result=st.sampled_from(("answered", "again", "not_taken", "failed"))
    ),
    _event(e.SignedIn, agent=AGENTS, by=AGENTS),
    _event(e.SignedOut, agent=AGENTS, by=AGENTS),
    _event(e.WantsReady, agent=AGENTS, by=AGENTS),
    _event(e.WantsPause, agent=AGENTS, by=AGENTS, reason=WORDS),
    _event(e.DesktopSeen, agent=AGENTS, present=st.booleans()),
    _event(e.OfferMade, offer=OFFERS, leg=LEGS, agent=AGENTS, lease=st.floats(0, 30)),
    _event(e.OfferFailed, offer=OFFERS, why=st.just("redirect failed")),
    _event(e.LeaseOver, agent=AGENTS, state=st.sampled_from(("reserved", "ringing", "talking", "on_hold"))),
    _event(e.WrapUpOver, agent=AGENTS),
    _event(e.KeptOver, leg=LEGS),
    _event(
        e.Transferred,
        transfer=TRANSFERS,
        leg=LEGS,
        agent=AGENTS,
        to=st.sampled_from(("queue", "agent", "number")),
        target=AGENTS,
        mode=st.sampled_from(("blind", "attended")),
    ),
    _event(
        e.TransferOver,
        transfer=TRANSFERS,
        leg=LEGS,
        result=st.sampled_from(("answered", "queued", "failed", "cancelled", "abandoned")),
    ),
    _event(
        e.Steered,
        leg=LEGS,
        by=AGENTS,
        act=st.sampled_from(("hold", "resume", "out_call", "keys")),
        detail=WORDS,
    ),
    _event(e.ServiceStarted, boot=st.just("b")),
)


def story(agent: str = "8001", call: str = "c1", leg: str = "a1", offer: str = "o1") -> list[e.FloorEvent]:
    """A call from the public network as it goes well: reported, waits, rings, talks, held, over, wrapped up."""
    moment = iter(range(1, 1000))

    def at(kind: type[e.FloorEvent], linkedid: str = call, **values: object) -> e.FloorEvent:
        now = float(next(moment))
        return kind(at=1.8e9 + now, mono=now, linkedid=linkedid, **values)

    return [
        at(e.AgentKnown, "", agent=agent, name="Sample", skills={"junior": 1}),
        at(e.DeviceSeen, "", agent=agent, reachable=True),
        at(e.SignedIn, "", agent=agent, by=agent),
        at(e.DesktopSeen, "", agent=agent, present=True),
        at(e.WantsReady, "", agent=agent, by=agent),
        at(e.LegBegan, leg=call, channel="PJSIP/trunk-1", endpoint="trunk", number="55501234", ringing=True),
        at(e.LegUp, leg=call),
        at(e.Waiting, leg=call, queue="junior", since=1.8e9 + 8),
        at(e.OverflowAsked, leg=call),
        at(e.OfferMade, leg=call, offer=offer, agent=agent, lease=30.0),
        at(e.LegBegan, leg=leg, channel=f"PJSIP/{agent}-2", endpoint=agent),
        at(e.LegRinging, leg=leg),
        at(e.LegUp, leg=leg),
        at(e.Conversation, leg=call, agent=agent, offer=offer, file="c1-0.wav"),
        at(e.LegBridged, leg=leg, bridge="b1"),
        at(e.LegBridged, leg=call, bridge="b1"),
        at(e.Held, leg=call),
        at(e.LegUnbridged, leg=call, bridge="b1"),
        at(e.LegBridged, leg=call, bridge="b2"),
        at(e.LegEnded, leg=leg, cause=16),
        at(e.LegEnded, leg=call, cause=16),
        at(e.WrapUpOver, "", agent=agent),
    ]
