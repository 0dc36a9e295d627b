"""The states of agents, row by row: what happened, and why it leads where it does."""

import pytest

from cti.floor import events as e
from cti.floor.agents import TABLE
from cti.floor.apply import apply
from cti.floor.state import AgentState, Floor
from tests.unit.cti.floor.valid import check

A = "8001"
KNOWN = ("known", "phone", "desktop", "sign_in")
READY = (*KNOWN, "ready")
OFFERED = (*READY, "call", "waits", "offer")
RINGS = (*OFFERED, "leg", "rings")
TALKS = (*RINGS, "up", "answers")


class Moments:
    """Words of the tables as events, a second apart."""

    def __init__(self) -> None:
        self.now = 0.0

    def event(self, word: str) -> e.FloorEvent:
        self.now += 1.0
        when = {"at": 1.8e9 + self.now, "mono": self.now}
        linked = {**when, "linkedid": "c1"}
        over = {**linked, "leg": "c1", "offer": "o1"}
        return {
            "known": lambda: e.AgentKnown(**when, agent=A, name="Sample", skills={"junior": 1}),
            "phone": lambda: e.DeviceSeen(**when, agent=A, reachable=True),
            "no phone": lambda: e.DeviceSeen(**when, agent=A, reachable=False),
            "desktop": lambda: e.DesktopSeen(**when, agent=A, present=True),
            "no desktop": lambda: e.DesktopSeen(**when, agent=A, present=False),
            "sign_in": lambda: e.SignedIn(**when, agent=A, by=A),
            "sign_out": lambda: e.SignedOut(**when, agent=A, by="boss"),
            "ready": lambda: e.WantsReady(**when, agent=A, by=A),
            "lunch": lambda: e.WantsPause(**when, agent=A, by=A, reason="lunch"),
            "call": lambda: e.LegBegan(
                **linked, leg="c1", channel="PJSIP/trunk-1", endpoint="trunk", ringing=True
            ),
            "waits": lambda: e.Waiting(**linked, leg="c1", queue="junior", since=1.8e9),
            "offer": lambda: e.OfferMade(**linked, leg="c1", offer="o1", agent=A, lease=5.0),
            "failed": lambda: e.OfferFailed(**when, offer="o1", why="refused"),
            "leg": lambda: e.LegBegan(**linked, leg="a1", channel="PJSIP/8001-2", endpoint=A),
            "rings": lambda: e.LegRinging(**linked, leg="a1"),
            "up": lambda: e.LegUp(**linked, leg="a1"),
            "answers": lambda: e.Conversation(**linked, leg="c1", agent=A, offer="o1", file="c1-1.raw"),
            "NOANSWER": lambda: e.OfferOver(**over, status="NOANSWER"),
            "BUSY": lambda: e.OfferOver(**over, status="BUSY"),
            "CHANUNAVAIL": lambda: e.OfferOver(**over, status="CHANUNAVAIL"),
            "CONGESTION": lambda: e.OfferOver(**over, status="CONGESTION"),
            "CANCEL": lambda: e.OfferOver(**over, status="CANCEL"),
            "lease reserved": lambda: e.LeaseOver(**when, agent=A, state="reserved"),
            "lease talking": lambda: e.LeaseOver(**when, agent=A, state="talking"),
            "held": lambda: e.Held(**linked, leg="c1"),
            "bridged": lambda: e.LegBridged(**linked, leg="c1", bridge="b2"),
            "leg over": lambda: e.LegEnded(**linked, leg="a1", cause=16),
            "call over": lambda: e.LegEnded(**linked, leg="c1", cause=16),
            "kept": lambda: e.Kept(**linked, leg="c1", agent=A),
            "wrapped up": lambda: e.WrapUpOver(**when, agent=A),
            "own call": lambda: e.LegBegan(
                **when, linkedid="x1", leg="x1", channel="PJSIP/8001-9", endpoint=A, ringing=True
            ),
            "own over": lambda: e.LegEnded(**when, linkedid="x1", leg="x1", cause=16),
            "placed": lambda: e.LegBegan(
                **when, linkedid="y1", leg="y1", channel="PJSIP/8001-9", endpoint=A, up=True
            ),
            "leg seen": lambda: e.LegBegan(
                **linked, leg="a1", channel="PJSIP/8001-2", endpoint=A, up=True, age=30.0
            ),
            "service": lambda: e.ServiceStarted(**when, boot="b"),
        }[word]()


def after(*words: str) -> Floor:
    floor, moments = Floor(), Moments()
    for word in words:
        apply(floor, moments.event(word))
        check(floor)
    return floor


ROWS = [
    (KNOWN, "paused", "signed in", "signing in is not yet taking calls"),
    (READY, "ready", "", "with a telephone that is registered"),
    (("known", "sign_in", "ready"), "paused", "telephone lost", "no telephone, no calls (R12)"),
    (
        ("known", "sign_in", "ready", "phone"),
        "ready",
        "",
        "what was asked for holds once the telephone is there",
    ),
    ((*READY, "no phone"), "paused", "telephone lost", "the registration was lost"),
    ((*READY, "no phone", "phone"), "ready", "", "registered again: ready as before (R12)"),
    (
        (*READY, "no phone", "lunch", "phone"),
        "paused",
        "lunch",
        "the agent's own pause is not undone by a telephone",
    ),
    ((*READY, "no desktop"), "paused", "no desktop", "the browser was closed (R15)"),
    ((*READY, "no desktop", "desktop"), "paused", "no desktop", "never silently ready again (R15)"),
    ((*READY, "no phone", "no desktop", "phone"), "paused", "no desktop", "nor by the telephone's return"),
    ((*KNOWN, "lunch", "no desktop"), "paused", "lunch", "who pauses already keeps the reason"),
    ((*READY, "lunch"), "paused", "lunch", "asked for"),
    ((*READY, "lunch", "ready"), "ready", "", "asked for"),
    ((*READY, "sign_out"), "signed_out", "", "by somebody else, too"),
    ((*READY, "sign_out", "ready"), "signed_out", "", "not without signing in"),
    (OFFERED, "reserved", "", "the call is on its way"),
    ((*OFFERED, "failed"), "ready", "", "Asterisk did not take the redirect: no fault of the agent's"),
    ((*OFFERED, "CHANUNAVAIL"), "paused", "telephone unreachable", "crashed telephone"),
    ((*OFFERED, "CONGESTION"), "paused", "telephone unreachable", "the same"),
    ((*OFFERED, "lease reserved"), "ready", "", "R20: no event came at all"),
    ((*OFFERED, "call over"), "ready", "", "the caller left (R16)"),
    ((*OFFERED, "lunch", "failed"), "paused", "lunch", "a pause holds from the end of the offer on"),
    (RINGS, "ringing", "", "the telephone rings"),
    ((*RINGS, "NOANSWER"), "paused", "no answer", "ring without answer"),
    ((*RINGS, "BUSY"), "paused", "declined", "declined"),
    ((*RINGS, "CANCEL"), "ready", "", "the caller left while it rang"),
    ((*RINGS, "no phone"), "ringing", "", "what becomes of the call is said by OfferOver"),
    ((*RINGS, "no phone", "CANCEL"), "paused", "telephone lost", "free, but without a telephone"),
    (TALKS, "talking", "", "answered"),
    ((*TALKS, "held"), "on_hold", "", "the caller hears music"),
    ((*TALKS, "held", "bridged"), "talking", "", "taken back"),
    ((*TALKS, "lunch"), "talking", "", "a pause during a call holds from its end on"),
    ((*TALKS, "lunch", "leg over"), "paused", "lunch", "now"),
    ((*TALKS, "lunch", "ready", "leg over"), "wrap_up", "", "taken back in time"),
    ((*TALKS, "sign_out", "leg over"), "signed_out", "", "a sign-out during a call holds from its end on"),
    ((*TALKS, "no desktop"), "talking", "", "the call stays (R15)"),
    (
        (*TALKS, "no desktop", "leg over"),
        "paused",
        "no desktop",
        "then paused, never silently ready again (R15)",
    ),
    ((*TALKS, "no desktop", "desktop", "leg over"), "wrap_up", "", "the browser was back in time"),
    ((*TALKS, "leg over"), "wrap_up", "", "work after the call"),
    ((*TALKS, "call over"), "talking", "", "the telephone is still in its leg"),
    ((*TALKS, "call over", "leg over"), "wrap_up", "", "and now it is not"),
    ((*TALKS, "lease talking"), "wrap_up", "", "R20: the hang-up was never heard of"),
    (
        (*TALKS, "leg over", "leg seen"),
        "talking",
        "",
        "S1: a hang-up of a leg that a snapshot finds alive was not true",
    ),
    ((*TALKS, "leg over", "leg"), "wrap_up", "", "but a late event does not bring it back"),
    ((*TALKS, "leg over", "wrapped up"), "ready", "", "the limit of wrap-up"),
    ((*TALKS, "leg over", "ready"), "ready", "", "done sooner"),
    (
        (*TALKS, "leg over", "no phone", "wrapped up"),
        "paused",
        "telephone lost",
        "free, but without a telephone",
    ),
    ((*TALKS, "leg over", "no desktop"), "paused", "no desktop", "not in a call any more"),
    (
        (*TALKS, "leg over", "kept"),
        "paused",
        "telephone lost",
        "dropped out of the conversation: reason shown",
    ),
    (
        (*TALKS, "leg over", "kept", "offer"),
        "reserved",
        "",
        "the caller who was kept comes back to this agent",
    ),
    ((*TALKS, "leg over", "kept", "offer", "answers", "leg over"), "talking", "", "and talks on a new leg"),
    ((*READY, "own call"), "talking", "", "the telephone's own call makes busy"),
    ((*READY, "own call", "own over"), "ready", "", "and frees after, without wrap-up"),
    ((*KNOWN, "lunch", "own call", "own over"), "paused", "lunch", "back to the pause that was"),
    ((*READY, "placed"), "talking", "", "so does a leg of the telephone that answered outside any offer"),
    ((*READY, "own call", "call", "waits", "offer"), "talking", "", "who is busy is offered nothing"),
    (("known", "phone", "own call"), "signed_out", "", "who does not work is not busy for us"),
    ((*READY, "service"), "ready", "", "a restart of ours changes nothing by itself"),
]


@pytest.mark.parametrize(("words", "state", "reason", "why"), ROWS, ids=[row[3] for row in ROWS])
def test_an_agent_s_state(words: tuple[str, ...], state: str, reason: str, why: str) -> None:
    agent = after(*words).agents[A]
    assert (agent.state.value, agent.reason) == (state, reason), why
    assert state == "signed_out" or agent.cause, "every transition has a cause"


def test_the_table_knows_every_state() -> None:
    assert set(TABLE) == set(AgentState)
    reached = {target for row in TABLE.values() for target in row.values()}
    assert reached == set(AgentState)


def test_a_refused_call_is_in_front_again_with_its_time() -> None:
    """F2.1: an offer that nobody took costs the caller nothing."""
    floor = after(*RINGS, "NOANSWER", "waits")
    call = floor.calls["c1"]
    assert list(floor.waiting) == ["c1"]
    assert call.waiting_since_at == 1.8e9
    assert set(call.refused_by) == {A}
