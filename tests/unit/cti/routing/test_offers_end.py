"""Random days on the floor, events lost at random: nobody is offered twice at once, and every offer ends (R16, R20)."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from cti.floor.events import (
    Conversation,
    FloorEvent,
    Kept,
    KeptOver,
    LeaseOver,
    LegBegan,
    LegEnded,
    LegRinging,
    OfferFailed,
    OfferMade,
    OfferOver,
    WaitingOver,
    WantsPause,
    WrapUpOver,
)
from cti.floor.state import AgentState, Stage
from cti.routing.board import Board
from cti.routing.queues import DEFAULT_QUEUES
from cti.steering.live_floor import stamp
from tests.folded_floor import FoldedFloor

CALLS = [f"1.{number}" for number in range(6)]
AGENTS = [f"80{number:02}" for number in range(1, 5)]
STEPS = (
    "call",
    "agent",
    "decide",
    "ring",
    "answer",
    "over",
    "fail",
    "leave",
    "hang up",
    "lease",
    "pause",
    "lost",
)

step = st.tuples(
    st.sampled_from(STEPS), st.sampled_from(CALLS), st.sampled_from(AGENTS), st.integers(0, 9), st.booleans()
)


class Day(FoldedFloor):
    """The floor, its router, and an Asterisk that does one thing after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.board = Board(DEFAULT_QUEUES)
        self.made = 0
        self.subscribe(lambda event, changes: self.board.follow(self.floor, event, changes))

    def go_on(self, kind: str, call: str, agent: str, number: int, heard: bool) -> None:
        if kind == "call":
            self.caller(call, since=float(number), queue=("junior", "senior")[number % 2])
        elif kind == "agent":
            self.agent(agent, junior=1 + number % 2, senior=1)
        elif kind == "decide":
            self.decide()
        elif kind in ("hang up", "pause"):
            self.act(
                LegEnded(**stamp(), leg=call)
                if kind == "hang up"
                else WantsPause(**stamp(), agent=agent, by=agent, reason="break")
            )
        elif heard:
            for event in self.asterisk_says(kind, call, agent, number):
                self.act(event)

    def decide(self, later: float = 5.0) -> None:
        for match in self.board.decide(self.floor, time.monotonic() + later):
            offer = f"offer-{self.made}"
            self.made += 1
            self.act(OfferMade(**stamp(), offer=offer, leg=match.call, agent=match.agent, lease=5.0))
            assert offer in self.floor.offers, "the fold takes whatever the router decides"

    def asterisk_says(self, kind: str, call: str, agent: str, number: int) -> list[FloorEvent]:
        offer = next((o.id for o in self.floor.offers.values() if o.agent == agent), f"offer-{number}")
        leg, now = f"leg-{agent}-{number}", stamp()
        said: dict[str, list[FloorEvent]] = {
            "ring": [
                LegBegan(**now, leg=leg, linkedid=call, channel=f"PJSIP/{agent}-{number}", endpoint=agent),
                LegRinging(**now, leg=leg),
            ],
            "answer": [Conversation(**now, leg=call, agent=agent, offer=offer)],
            "over": [
                OfferOver(**now, leg=call, offer=offer, status=("NOANSWER", "BUSY", "CANCEL")[number % 3])
            ],
            "fail": [OfferFailed(**now, offer=offer, why="Refused")],
            "leave": [WaitingOver(**now, leg=call, why="returned")],
            "lease": [LeaseOver(**now, agent=agent, state=AgentState.RESERVED.value)],
            "lost": [Kept(**now, leg=call, agent=agent), KeptOver(**now, leg=call)][: 1 + number % 2],
        }
        return said[kind]

    def check(self) -> None:
        """What holds after each step."""
        offers = self.floor.offers.values()
        assert len({o.agent for o in offers}) == len({o.call for o in offers}) == len(offers)
        for offer in offers:
            assert self.floor.agents[offer.agent].offer == self.floor.calls[offer.call].offer == offer.id
        waiting = {call for call, known in self.floor.calls.items() if known.stage is Stage.WAITING}
        assert {call.call for call in self.board.waiting} == waiting
        assert {name for name in AGENTS if name in self.board.ready} == set(self.floor.ready)


@settings(max_examples=150, deadline=None)
@given(st.lists(step, max_size=60))
def test_every_offer_ends(steps: list[tuple[str, str, str, int, bool]]) -> None:
    day = Day()
    for one in steps:
        day.go_on(*one)
        day.check()
    for agent in list(day.floor.agents.values()):
        day.act(LeaseOver(**stamp(), agent=agent.extension, state=agent.state.value))
        day.act(WrapUpOver(**stamp(), agent=agent.extension))
        day.check()
    assert day.floor.offers == {}
    held = {
        AgentState.RESERVED,
        AgentState.RINGING,
        AgentState.TALKING,
        AgentState.ON_HOLD,
        AgentState.WRAP_UP,
    }
    assert not [agent for agent in day.floor.agents.values() if agent.state in held]
    for name in AGENTS:
        day.agent(name, junior=1, senior=1)
    day.decide(later=60.0)
    assert not (len(day.board.waiting) and len(day.board.ready)), "nobody is left out once agents are there"
