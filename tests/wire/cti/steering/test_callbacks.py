"""The call-back queue: the place is kept, the agent is rung and then the customer called, once, over a restart."""

from typing import Any

import pytest

from cti.ami.scripted_manager import Headers, block
from cti.floor.events import (
    CallbackAsked,
    CallbackOver,
    Conversation,
    FloorEvent,
    LegBegan,
    LegEnded,
    LegRinging,
    LegUp,
    WaitingOver,
)
from cti.floor.state import AgentState
from cti.steering.callbacks import MOST_TRIES, Callbacks
from cti.steering.live_floor import stamp
from cti.steering.offering import Offering
from cti.steering.out_calls import OutCalls
from cti.steering.outbound_rules import OutboundRules
from cti.steering.tools import Tools
from tests.wire.cti.steering.steered import Steered, steered, until

NUMBER = "55500199"


def calling_back(floor: Steered) -> Callbacks:
    """The call-back queue, whose turns the router tells."""
    rules = OutboundRules(["5550XXXX"])
    calls = Callbacks(floor, floor.board, OutCalls(Tools(floor, floor.link, floor.board), rules))
    floor.subscribe(calls.note)
    floor.offering = Offering(floor, floor.link, floor.board, calls.call)
    return calls


def asks(floor: Steered, call: str, since: float, number: str = NUMBER, **keyed: Any) -> None:
    """A caller waited for so long, then chose to be called back and hung up."""
    floor.caller(call, since=since)
    now = stamp()
    floor.act(CallbackAsked(**now, leg=call, queue="junior", number=number, since=now["at"] - since, **keyed))
    floor.act(WaitingOver(**stamp(), leg=call, why="callback"))
    floor.act(LegEnded(**stamp(), leg=call))


def takes(floor: Steered, call: str, *further: FloorEvent) -> None:
    """The agent's telephone is called, and answers unless it only rings."""
    floor.act(LegBegan(**stamp(), leg=call, linkedid=call, channel="PJSIP/8001-1", endpoint="8001"))
    for event in further or (LegUp(**stamp(), leg=call, linkedid=call),):
        floor.act(event)


def over(floor: Steered) -> list[str]:
    return [event.result for event in floor.log if isinstance(event, CallbackOver)]


async def test_when_the_turn_comes_the_agent_is_rung_and_the_customer_called() -> None:
    async with steered() as floor:
        calls = calling_back(floor)
        floor.calls_and_waits("n-1.1", since=10)
        asks(floor, "n-1.2", since=60)
        calls.line_up()
        floor.agent("8001")
        floor.offering.decide()
        await until(lambda: floor.sent("Originate"), "placed")
        [sent] = floor.sent("Originate")
        assert (sent["Channel"], sent["Context"], sent["Exten"]) == ("PJSIP/8001", "outcall", NUMBER)
        assert "QUEUE_NAME=junior" in sent["Variable"]
        floor.offering.decide()
        assert floor.redirects() == [], "the agent's telephone is about to ring"
        call = sent["ChannelId"]
        await until(lambda: floor.floor.callbacks["n-1.2"].call == call, "noted")
        floor.act(Conversation(**stamp(), leg="n-9.9", linkedid=call, agent="8001"))
        assert over(floor) == ["answered"]
        assert floor.floor.callbacks == {}


async def test_whoever_waits_longer_is_before_who_is_to_be_called_back() -> None:
    async with steered() as floor:
        calls = calling_back(floor)
        floor.calls_and_waits("n-1.1", since=90)
        asks(floor, "n-1.2", since=60)
        calls.line_up()
        floor.agent("8001")
        floor.offering.decide()
        await until(lambda: floor.redirects(), "offered")
        assert floor.redirects() == [("n-1.1", "offer", "8001")]
        assert floor.sent("Originate") == []


@pytest.mark.parametrize(("tries", "result"), [(1, "again"), (MOST_TRIES, "failed")])
async def test_a_customer_who_is_not_reached_is_tried_again_later(tries: int, result: str) -> None:
    async with steered() as floor:
        calls = calling_back(floor)
        asks(floor, "n-1.2", since=60)
        floor.floor.callbacks["n-1.2"].tries = tries - 1
        calls.line_up()
        floor.agent("8001")
        floor.offering.decide()
        await until(lambda: floor.floor.callbacks["n-1.2"].call, "placed")
        placed = floor.floor.callbacks["n-1.2"].call
        takes(floor, placed)
        floor.act(LegEnded(**stamp(), leg=placed))
        assert over(floor) == [result]
        calls.line_up()
        floor.offering.decide()
        assert len(floor.sent("Originate")) == 1, "not at once"
        assert ("n-1.2" in floor.floor.callbacks) is (result == "again")


@pytest.mark.parametrize("rings", [True, False], ids=["rings in vain", "never rings"])
async def test_an_agent_who_does_not_answer_is_paused_and_the_next_one_asked(rings: bool) -> None:
    """As with any offer: the customer was not called, so the try does not count."""
    async with steered() as floor:
        calls = calling_back(floor)
        asks(floor, "n-1.2", since=60)
        calls.line_up()
        floor.agent("8001")
        floor.offering.decide()
        await until(lambda: floor.floor.callbacks["n-1.2"].call, "placed")
        placed = floor.floor.callbacks["n-1.2"].call
        if rings:
            takes(floor, placed, LegRinging(**stamp(), leg=placed))
            assert floor.floor.agents["8001"].state is AgentState.RINGING
        floor.act(LegEnded(**stamp(), leg=placed, cause=19))
        agent = floor.floor.agents["8001"]
        assert (agent.state, agent.reason) == (AgentState.PAUSED, "no answer")
        assert (over(floor), floor.floor.callbacks["n-1.2"].tries) == (["not_taken"], 0)
        floor.agent("8002")
        calls.line_up()
        floor.offering.decide()
        await until(lambda: len(floor.sent("Originate")) == 2, "the next one is asked")
        assert floor.sent("Originate")[1]["Channel"] == "PJSIP/8002"


async def test_the_place_in_line_and_what_was_keyed_come_along() -> None:
    """F2.2, F2.4: a key account keeps its head start, and the agent sees what the caller keyed."""
    async with steered() as floor:
        calls = calling_back(floor)
        asks(floor, "n-1.1", since=90)
        asks(floor, "n-1.2", since=60, key_account=True, language="en", line_number="55500101")
        calls.line_up()
        assert [one.call for one in floor.board.waiting if one.priority] == ["callback:n-1.2"]
        floor.agent("8001", senior=1)
        floor.offering.decide()
        await until(lambda: floor.floor.callbacks["n-1.2"].call, "placed")
        call = floor.floor.calls[floor.floor.callbacks["n-1.2"].call]
        assert (call.queue, call.line_number, call.language, call.key_account) == (
            "junior",
            "55500101",
            "en",
            True,
        )


async def test_a_number_that_is_not_allowed_is_never_called() -> None:
    """S4: whatever a caller keys."""
    async with steered() as floor:
        calls = calling_back(floor)
        asks(floor, "n-1.2", since=60, number="90055500199")
        calls.line_up()
        floor.agent("8001")
        floor.offering.decide()
        await until(lambda: over(floor), "given up")
        assert over(floor) == ["failed"]
        assert floor.sent("Originate") == []
        assert "8001" in floor.board.ready


async def test_asterisk_refuses_and_the_place_is_kept() -> None:
    def refused(action: Headers) -> bytes:
        return block(Response="Error", ActionID=action["ActionID"], Message="Originate failed")

    async with steered(answers={"Originate": refused}) as floor:
        calls = calling_back(floor)
        asks(floor, "n-1.2", since=60)
        calls.line_up()
        floor.agent("8001")
        floor.offering.decide()
        await until(lambda: over(floor), "refused")
        assert over(floor) == ["again"]
        assert [call for call in floor.floor.calls.values() if call.outgoing] == []
        assert "8001" in floor.board.ready


async def test_after_a_restart_nobody_is_forgotten_or_called_twice() -> None:
    """The floor comes back from its log; the line is made of it alone."""
    async with steered() as floor:
        first = calling_back(floor)
        asks(floor, "n-1.2", since=60)
        asks(floor, "n-1.3", since=50)
        first.line_up()
        floor.agent("8001")
        floor.offering.decide()
        await until(lambda: floor.floor.callbacks["n-1.2"].call, "placed")
        events: list[FloorEvent] = list(floor.log)
        again = calling_back(floor)
        again.line_up()
        assert [call.call for call in floor.board.waiting] == ["callback:n-1.3"]
        assert len(floor.sent("Originate")) == 1
        assert floor.log == events, "nothing happened by starting"
