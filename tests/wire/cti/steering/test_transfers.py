"""Transfers whose actions Asterisk refuses or leaves unanswered: nobody stays on hold, nothing is sent twice."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import pytest

from cti.ami.scripted_manager import Headers, block
from cti.errors import NotFound
from cti.floor.changes import Change, TransferEnded
from cti.floor.events import (
    ConsultAnswered,
    ConsultOver,
    Conversation,
    Held,
    LegBegan,
    LegEnded,
    OfferMade,
    OfferOver,
    QueueEmpty,
    SignedOut,
    TransferOver,
    Transferred,
    Waiting,
)
from cti.floor.state import AgentState, Stage
from cti.routing.hours import Hours
from cti.routing.queues import DEFAULT_QUEUES, QueueSettings
from cti.steering.live_floor import stamp
from cti.steering.outbound_rules import OutboundRules
from cti.steering.refusals import NotDone, WrongMoment
from cti.steering.tools import Tools
from cti.steering.transfers import Transfers
from tests.wire.cti.steering.steered import Steered, steered, until

ZONE = ZoneInfo("Asia/Shanghai")
NEVER = Hours.model_validate({"week": {}})
CALL, AGENT, ASKED = "n-1.1", "n-1.2", "n-1.3"


def talking(floor: Steered) -> Transfers:
    """A caller and 8001 talk, 8002 is ready."""
    transfers = Transfers(Tools(floor, floor.link, floor.board), OutboundRules(["5550XXXX"]), ZONE)
    floor.subscribe(transfers.note)
    talks(floor)
    return transfers


def talks(floor: Steered) -> None:
    floor.agent("8001")
    floor.calls_and_waits(CALL)
    began = LegBegan(**stamp(), leg=AGENT, linkedid=CALL, channel="PJSIP/8001-1", endpoint="8001", up=True)
    floor.act(began)
    floor.act(Conversation(**stamp(), leg=CALL, agent="8001"))
    floor.switch.arrives(AGENT, "PJSIP/8001-1")
    floor.agent("8002")


def results(floor: Steered) -> list[str]:
    return [event.result for event in floor.log if isinstance(event, TransferOver)]


async def ask(floor: Steered, transfers: Transfers) -> None:
    await transfers.start(CALL, "agent", "8002", "attended")
    floor.switch.arrives(ASKED, "PJSIP/8002-1")
    floor.act(ConsultAnswered(**stamp(), leg=ASKED, linkedid=CALL, target="8002"))


def refused(action: Headers) -> bytes:
    return block(Response="Error", ActionID=action["ActionID"], Message="Redirect failed")


@pytest.mark.parametrize(
    ("to", "target", "mode"),
    [("agent", "8002", "blind"), ("queue", "junior", "blind"), ("agent", "8002", "attended")],
)
async def test_what_asterisk_refuses_is_said_and_leaves_everything_as_it_was(
    to: str, target: str, mode: str
) -> None:
    async with steered(answers={"Redirect": refused}) as floor:
        transfers = talking(floor)
        with pytest.raises(NotDone):
            await transfers.start(CALL, to, target, mode)  # type: ignore[arg-type]
        assert results(floor) == ["failed"]
        assert floor.floor.transfers == {}
        assert floor.floor.offers == {}
        assert floor.floor.agents["8002"].state is AgentState.READY
        with pytest.raises(NotFound):
            await transfers.cancel(CALL)


async def test_a_hand_over_that_is_refused_brings_the_caller_back() -> None:
    async with steered() as floor:
        transfers = talking(floor)
        await ask(floor, transfers)
        floor.manager.answers["Setvar"] = refused
        await transfers.complete(CALL)
        await until(lambda: results(floor), "over")
        assert results(floor) == ["failed"]
        await until(lambda: (CALL, "talk", "s") in floor.redirects(), "they talk again")
        assert (CALL, "joined", "s") not in floor.redirects()


async def test_a_hand_over_is_ordered_once() -> None:
    async with steered() as floor:
        transfers = talking(floor)
        await ask(floor, transfers)
        await transfers.complete(CALL)
        with pytest.raises(WrongMoment):
            await transfers.complete(CALL)
        await until(lambda: (CALL, "joined", "s") in floor.redirects(), "handed over")
        assert floor.switch.variables[CALL, "AGENT_CHANNEL"] in (ASKED, "PJSIP/8002-1")
        floor.act(Conversation(**stamp(), leg=CALL, agent="8002"))
        await until(lambda: floor.sent("Hangup"), "let go")
        assert [sent["Channel"] for sent in floor.sent("Hangup")] == [AGENT]
        assert floor.redirects().count((CALL, "joined", "s")) == 1


def lost(floor: Steered) -> None:
    floor.act(LegEnded(**stamp(), leg=AGENT, linkedid=CALL))


def not_answered(floor: Steered) -> None:
    floor.act(ConsultOver(**stamp(), leg=AGENT, target="8002", status="NOANSWER"))


@pytest.mark.parametrize(
    ("happens", "goes_to"),
    [
        pytest.param(lost, "waiting", id="the agent is lost"),
        pytest.param(not_answered, "talk", id="no answer"),
    ],
)
async def test_a_held_caller_is_never_left_alone(happens: Callable[[Steered], None], goes_to: str) -> None:
    async with steered() as floor:
        transfers = talking(floor)
        await transfers.start(CALL, "agent", "8002", "attended")
        happens(floor)
        await until(lambda: (CALL, goes_to, "s") in floor.redirects(), goes_to)
        assert results(floor) == ["failed"]


async def test_nobody_takes_a_blind_transfer_and_the_agent_neither() -> None:
    """The first agent is asked although in wrap-up; then the queue's head."""
    async with steered() as floor:
        transfers = talking(floor)
        changes: list[Change] = []
        floor.subscribe(lambda event, made: changes.extend(made))
        await transfers.start(CALL, "agent", "8002")
        lost(floor)
        for agent in ("8002", "8001"):
            await until(lambda a=agent: floor.floor.agents[a].state is AgentState.RESERVED, agent)  # type: ignore[misc]
            [offer] = floor.floor.offers.values()
            floor.act(OfferOver(**stamp(), leg=CALL, offer=offer.id, status="NOANSWER"))
            floor.act(Waiting(**stamp(), leg=CALL, queue="junior", since=1.0))
        assert [event.agent for event in floor.log if isinstance(event, OfferMade)] == ["8002", "8001"]
        assert [change.result for change in changes if isinstance(change, TransferEnded)] == ["failed"]
        [waiting] = floor.board.waiting
        assert waiting.priority > 0


async def empties(floor: Steered) -> None:
    """The last agent of the queue signs out; the caller is back with the one who passed them on."""
    changes: list[Change] = []
    floor.subscribe(lambda event, made: changes.extend(made))
    floor.act(SignedOut(**stamp(), agent="8003", by="8003"))
    floor.act(QueueEmpty(**stamp(), leg=CALL))
    await until(lambda: (CALL, "offer", "8001") in floor.redirects(), "offered back")
    [offer] = floor.floor.offers.values()
    floor.act(Conversation(**stamp(), leg=CALL, agent="8001", offer=offer.id))
    assert [change.result for change in changes if isinstance(change, TransferEnded)] == ["failed"]


async def test_a_queue_that_empties_gives_the_caller_back_to_the_agent() -> None:
    """F2.8: a failed one returns to the agent, who is asked although in wrap-up."""
    async with steered() as floor:
        transfers = talking(floor)
        floor.agent("8003", ready=False, manager=1)
        await transfers.start(CALL, "queue", "manager")
        assert floor.switch.variables[CALL, "PASSED_ON"] == "1"
        lost(floor)
        floor.act(Waiting(**stamp(), leg=CALL, queue="manager", since=1.0))
        with pytest.raises(NotFound):
            await transfers.cancel(CALL)
        await empties(floor)


async def test_a_service_started_since_gives_the_caller_back_as_well() -> None:
    """R7."""
    async with steered() as floor:
        talks(floor)
        floor.agent("8003", ready=False, manager=1)
        to = {"to": "queue", "target": "manager", "mode": "blind"}
        floor.act(Transferred(**stamp(), transfer="t", leg=CALL, agent="8001", **to))  # type: ignore[arg-type]
        lost(floor)
        floor.act(Waiting(**stamp(), leg=CALL, queue="manager", since=1.0))
        transfers = Transfers(Tools(floor, floor.link, floor.board), OutboundRules(), ZONE)
        await transfers.adopt()
        floor.subscribe(transfers.note)
        await empties(floor)


async def test_one_transfer_a_call() -> None:
    async with steered() as floor:
        transfers = talking(floor)
        begun: Awaitable[str] = transfers.start(CALL, "agent", "8002", "attended")
        await begun
        with pytest.raises(WrongMoment):
            await transfers.start(CALL, "queue", "manager")


async def test_a_service_that_comes_back_in_the_middle_brings_both_together_again() -> None:
    """R7: the floor knows of the transfer by its log; nobody knows what the agent was about to do."""
    async with steered() as floor:
        await ask(floor, talking(floor))
        floor.act(Held(**stamp(), leg=CALL))
        again = Transfers(Tools(floor, floor.link, floor.board), OutboundRules(), ZONE)
        await again.adopt()
        assert floor.redirects()[-1] == (CALL, "talk", "s")
        assert results(floor) == ["cancelled"]
        assert floor.floor.transfers == {}
        await again.adopt()
        assert floor.redirects().count((CALL, "talk", "s")) == 1


async def test_whoever_is_ready_in_a_queue_may_be_asked() -> None:
    """The log keeps the queue's name (K3); the telephone that rings is the first one in its order."""
    async with steered() as floor:
        transfers = talking(floor)
        floor.agent("8003", manager=1)
        await transfers.start(CALL, "queue", "manager", "attended")
        sent = floor.sent("Redirect")[-1]
        assert (sent["Context"], sent["ExtraContext"], sent["ExtraExten"]) == ("held", "consult", "8003")
        [told] = [event for event in floor.log if isinstance(event, Transferred)]
        assert (told.to, told.target) == ("queue", "manager")
        await transfers.cancel(CALL)
        floor.act(SignedOut(**stamp(), agent="8003", by="8003"))
        with pytest.raises(WrongMoment):
            await transfers.start(CALL, "queue", "manager", "attended")


@pytest.mark.parametrize(
    ("target", "settings", "code"),
    [
        ("manager", QueueSettings(), "nobody_signed_in"),
        ("junior", QueueSettings(hours=NEVER), "queue_closed"),
        ("junior", QueueSettings(max_waiting=1), "queue_full"),
    ],
    ids=["nobody is signed in", "closed", "full"],
)
async def test_a_queue_that_takes_nobody_is_refused(target: str, settings: QueueSettings, code: str) -> None:
    """F2.8: the caller would have come to the voice box; with the agent there is somebody to talk with."""
    async with steered(queues={**DEFAULT_QUEUES, target: settings}) as floor:
        transfers = talking(floor)
        floor.calls_and_waits("n-2.1")
        with pytest.raises(WrongMoment) as refusal:
            await transfers.start(CALL, "queue", target)
        assert refusal.value.code == code
        assert floor.redirects() == []
        assert floor.floor.calls[CALL].stage is Stage.TALKING
        assert floor.floor.transfers == {}
