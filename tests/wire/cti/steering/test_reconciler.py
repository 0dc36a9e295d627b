"""R20: each single event lost in turn, no agent stays in a state that Asterisk does not bear out."""

from collections.abc import Callable

import pytest

from cti.floor.events import Conversation, LeaseOver, LegBegan, LegRinging, OfferMade
from cti.floor.state import AgentState
from cti.steering import leases
from cti.steering.live_floor import stamp
from cti.steering.reconciler import Reconciler
from tests.wire.cti.steering.steered import Steered, steered


@pytest.fixture(autouse=True)
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every state is doubted at once."""
    for name in ("LEASE_SECONDS", "RINGS_LONGER", "SURE_AFTER"):
        monkeypatch.setattr(leases, name, -1.0)


def offered(floor: Steered) -> None:
    floor.knobs.ring_seconds = 0.0
    floor.agent("8001")
    floor.calls_and_waits("n-1.1")
    floor.act(OfferMade(**stamp(), offer="o1", leg="n-1.1", agent="8001", lease=5.0))


def ringing(floor: Steered) -> None:
    offered(floor)
    floor.act(LegBegan(**stamp(), leg="n-1.2", linkedid="n-1.1", channel="PJSIP/8001-1", endpoint="8001"))
    floor.act(LegRinging(**stamp(), leg="n-1.2"))


def talking(floor: Steered) -> None:
    ringing(floor)
    floor.act(Conversation(**stamp(), leg="n-1.1", agent="8001", offer="o1"))


def telephone(floor: Steered, state: str) -> None:
    floor.switch.arrives("n-1.2", "PJSIP/8001-00000001", "agent_leg", ChannelState=state, Linkedid="n-1.1")


@pytest.mark.parametrize(
    ("reach", "before", "after"),
    [
        pytest.param(offered, AgentState.RESERVED, AgentState.READY, id="the end of an offer"),
        pytest.param(ringing, AgentState.RINGING, AgentState.READY, id="the end of ringing"),
        pytest.param(talking, AgentState.TALKING, AgentState.WRAP_UP, id="the end of a conversation"),
    ],
)
async def test_two_looks_running_free_the_agent(
    reach: Callable[[Steered], None], before: AgentState, after: AgentState
) -> None:
    async with steered() as floor:
        reach(floor)
        reconciler = Reconciler(floor, floor.link, floor.knobs)
        await reconciler.look()
        assert floor.floor.agents["8001"].state is before, "an event may still be on its way"
        await reconciler.look()
        assert floor.floor.agents["8001"].state is after
        assert len([event for event in floor.log if isinstance(event, LeaseOver)]) == 1
        assert not floor.floor.offers


@pytest.mark.parametrize(
    ("reach", "channel_state"),
    [pytest.param(ringing, "5", id="it still rings"), pytest.param(talking, "6", id="they still talk")],
)
async def test_what_asterisk_bears_out_stays(reach: Callable[[Steered], None], channel_state: str) -> None:
    async with steered() as floor:
        reach(floor)
        telephone(floor, channel_state)
        before = floor.floor.agents["8001"].state
        reconciler = Reconciler(floor, floor.link, floor.knobs)
        for _ in range(3):
            await reconciler.look()
        assert floor.floor.agents["8001"].state is before


@pytest.mark.parametrize(
    "lose",
    [
        pytest.param(lambda floor: telephone(floor, "6"), id="the answer was missed"),
        pytest.param(lambda floor: floor.switch.channels.clear(), id="the caller's hang-up was missed"),
    ],
)
async def test_where_asterisk_knows_more_everything_is_compared_anew(lose: Callable[[Steered], None]) -> None:
    async with steered() as floor:
        ringing(floor)
        lose(floor)
        await floor.link.inbox.take()  # the gap of signing in
        reconciler = Reconciler(floor, floor.link, floor.knobs)
        for _ in range(2):
            await reconciler.look()
        assert len(floor.link.inbox) == 1


async def test_nothing_is_asked_of_asterisk_when_there_is_nothing_to_doubt() -> None:
    async with steered() as floor:
        floor.agent("8001")
        await Reconciler(floor, floor.link, floor.knobs).look()
        assert floor.sent("CoreShowChannels") == []
