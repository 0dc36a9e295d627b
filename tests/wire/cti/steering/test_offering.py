"""Offers reach Asterisk once, or not at all: refused, unanswered, with a lost link, over a restart (R7, R16)."""

import asyncio

import pytest

from cti.ami.actions import Ping
from cti.ami.scripted_manager import Headers, block, success
from cti.floor.events import Conversation, OfferFailed, OfferMade, OfferOver, Waiting, WaitingOver
from cti.floor.state import AgentState, Stage
from cti.steering.live_floor import stamp
from cti.steering.offering import Offering
from tests.wire.cti.steering.steered import Steered, offering, steered, until


def made(floor: Steered) -> list[OfferMade]:
    return [event for event in floor.log if isinstance(event, OfferMade)]


def failed(floor: Steered) -> list[OfferFailed]:
    return [event for event in floor.log if isinstance(event, OfferFailed)]


async def test_an_offer_is_reserved_and_sent() -> None:
    async with steered(offering) as floor:
        floor.agent("8001")
        floor.calls_and_waits("n-1.1")
        await until(lambda: floor.redirects() == [("n-1.1", "offer", "8001")], "redirected")
        [offer] = made(floor)
        assert floor.switch.variables["n-1.1", "OFFER_ID"] == offer.offer
        assert floor.floor.agents["8001"].state is AgentState.RESERVED
        assert floor.floor.calls["n-1.1"].stage is Stage.OFFERED


async def test_many_changes_in_one_turn_are_one_decision() -> None:
    """Whoever has waited longest is first, although somebody else came into view before."""
    async with steered(offering) as floor:
        floor.calls_and_waits("n-1.1", since=1.0)
        floor.calls_and_waits("n-1.2", since=60.0)
        floor.agent("8001")
        await until(lambda: floor.redirects(), "redirected")
        assert floor.redirects() == [("n-1.2", "offer", "8001")]


async def test_nobody_answers_and_the_next_agent_is_asked_once_the_caller_is_back() -> None:
    async with steered(offering) as floor:
        floor.agent("8001")
        floor.calls_and_waits("n-1.1")
        await until(lambda: len(floor.redirects()) == 1, "the first offer")
        floor.agent("8002")
        floor.act(OfferOver(**stamp(), leg="n-1.1", offer=made(floor)[0].offer, status="NOANSWER"))
        floor.act(Waiting(**stamp(), leg="n-1.1", queue="junior", since=1.0))
        await until(lambda: len(floor.redirects()) == 2, "the second offer")
        assert floor.redirects()[1] == ("n-1.1", "offer", "8002")
        assert floor.floor.agents["8001"].state is AgentState.PAUSED


async def test_a_channel_that_is_gone_frees_the_agent() -> None:
    """Asterisk refuses; whether the call is over is for its own events to say."""
    async with steered(offering) as floor:
        floor.agent("8001")
        floor.caller("n-1.1")
        await until(lambda: failed(floor), "given back")
        assert [event.why for event in failed(floor)] == ["Refused"]
        assert floor.redirects() == []
        assert floor.floor.agents["8001"].state is AgentState.READY
        assert floor.floor.calls["n-1.1"].stage is Stage.WAITING


@pytest.mark.parametrize("name", ["Setvar", "Redirect"])
async def test_what_stays_unanswered_is_looked_up_and_never_sent_again(name: str) -> None:
    def swallowed(action: Headers) -> bytes | None:
        return success(action) if action.get("Variable") == "FAULTLINE_HEARTBEAT" else None

    async with steered(offering, answers={name: swallowed}) as floor:
        floor.agent("8001")
        floor.calls_and_waits("n-1.1")
        await until(lambda: failed(floor), "given back")
        assert failed(floor)[0].why == "NoAnswer"
        sent = floor.sent(name)
        assert len(sent) == 1
        assert floor.floor.agents["8001"].state is AgentState.READY


async def test_a_redirect_that_was_done_without_a_word_stands() -> None:
    """The answer is lost, but the channel is where it was sent: the telephone rings."""
    async with steered(offering) as floor:

        def quiet(action: Headers) -> None:
            floor.switch.redirect(action)

        floor.manager.answers["Redirect"] = quiet
        floor.agent("8001")
        floor.calls_and_waits("n-1.1")
        await until(lambda: floor.sent("CoreShowChannels"), "looked up")
        await floor.link.actions.act(Ping())  # answered after the look-up was
        floor.act(Conversation(**stamp(), leg="n-1.1", agent="8001", offer=made(floor)[0].offer))
        assert failed(floor) == []
        assert floor.floor.agents["8001"].state is AgentState.TALKING
        assert len(floor.redirects()) == 1


async def test_nothing_is_offered_while_asterisk_is_away() -> None:
    async with steered(offering) as floor:
        floor.manager.answers["Login"] = lambda action: block(
            Response="Error", ActionID=action["ActionID"], Message="Authentication failed"
        )
        floor.manager.drop()
        await until(lambda: floor.link.trouble is not None, "lost")
        floor.agent("8001")
        floor.calls_and_waits("n-1.1")
        floor.offering.decide()
        assert made(floor) == []
        floor.manager.answers["Login"] = success
        await until(lambda: floor.redirects() == [("n-1.1", "offer", "8001")], "offered when it is back")
        assert len(made(floor)) == 1


async def test_a_service_that_is_restarted_in_the_middle_offers_nothing_twice() -> None:
    """R7: the floor comes back from the log with the offer under way; a new router leaves it alone."""
    async with steered(offering) as floor:
        floor.agent("8001")
        floor.agent("8002")
        floor.calls_and_waits("n-1.1")
        await until(lambda: floor.redirects(), "offered")
        again = Offering(floor, floor.link, floor.board)
        running = asyncio.create_task(again.run())
        floor.subscribe(again.note)
        floor.calls_and_waits("n-1.2")
        await until(lambda: len(floor.redirects()) == 2, "the next caller is offered")
        running.cancel()
        assert sorted(floor.redirects()) == [("n-1.1", "offer", "8001"), ("n-1.2", "offer", "8002")]


async def test_who_comes_second_changes_nothing() -> None:
    """R16: the caller pressed 1 in the very turn of the decision; nothing is sent."""
    async with steered() as floor:
        floor.agent("8001")
        floor.calls_and_waits("n-1.1")
        [match] = floor.board.decide(floor.floor, stamp()["mono"])
        floor.act(WaitingOver(**stamp(), leg="n-1.1", why="returned"))
        assert floor.offering.offer(match) == ""
        assert floor.redirects() == []
        assert floor.floor.agents["8001"].state is AgentState.READY
