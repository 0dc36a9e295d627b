"""Asterisk's own queues follow the agents, telephones sign in by themselves, and nobody is left in the parachute."""

import pytest

from cti.ami.scripted_manager import block
from cti.floor.events import SignedOut, Waiting, WantsPause, WantsReady
from cti.floor.state import AgentState
from cti.routing.queues import DEFAULT_QUEUES, QueueSettings
from cti.steering.live_floor import stamp
from cti.steering.parachute import Parachute
from tests.wire.cti.steering.steered import Steered, steered, until

Seats = dict[tuple[str, str], tuple[str, str]]


def seats(floor: Steered) -> Seats:
    """Queue and extension → penalty and paused."""
    return {
        (row["Queue"], row["Location"].removeprefix("PJSIP/")): (row["Penalty"], row["Paused"])
        for row in floor.switch.members
    }


def member(extension: str, queue: str = "junior", paused: str = "0", penalty: str = "0") -> dict[str, str]:
    interface = f"PJSIP/{extension}"
    return {
        "Queue": queue,
        "Location": interface,
        "Penalty": penalty,
        "Paused": paused,
        "Membership": "dynamic",
    }


async def in_step(parachute: Parachute) -> None:
    await parachute.look()
    await parachute.correct()


async def test_members_follow_sign_in_pause_skills_and_sign_out() -> None:
    async with steered() as floor:
        parachute = Parachute(floor, floor.link, DEFAULT_QUEUES)
        floor.subscribe(parachute.note)
        await in_step(parachute)
        floor.agent("8001", ready=False, junior=1, senior=3)
        await parachute.correct()
        assert seats(floor) == {("junior", "8001"): ("0", "1"), ("senior", "8001"): ("2", "1")}
        floor.act(WantsReady(**stamp(), agent="8001", by="8001"))
        await parachute.correct()
        assert seats(floor) == {("junior", "8001"): ("0", "0"), ("senior", "8001"): ("2", "0")}
        floor.agent("8001", junior=2)
        await parachute.correct()
        assert seats(floor) == {("junior", "8001"): ("1", "0")}
        floor.act(SignedOut(**stamp(), agent="8001", by="8001"))
        await parachute.correct()
        assert seats(floor) == {}


async def test_what_changed_while_nobody_was_connected_is_put_right() -> None:
    async with steered() as floor:
        floor.agent("8001")
        floor.agent("8002")
        floor.act(WantsPause(**stamp(), agent="8002", by="8002", reason="break"))
        floor.switch.members += [member("8001", paused="1", penalty="4"), member("8001", "manager")]
        await in_step(Parachute(floor, floor.link, DEFAULT_QUEUES))
        assert seats(floor) == {("junior", "8001"): ("0", "0"), ("junior", "8002"): ("0", "1")}


async def test_whoever_talks_stays_unpaused() -> None:
    """Asterisk rings nobody who talks; a pause would hold on for ever should the service be gone by then."""
    async with steered() as floor:
        floor.agent("8001")
        floor.calls_and_waits("n-1.1")
        [match] = floor.board.decide(floor.floor, stamp()["mono"])
        floor.offering.offer(match)
        await in_step(Parachute(floor, floor.link, DEFAULT_QUEUES))
        assert seats(floor) == {("junior", "8001"): ("0", "0")}


async def test_agents_of_the_queue_that_a_queue_overflows_to_are_members_asked_last() -> None:
    queues = {**DEFAULT_QUEUES, "english": QueueSettings(overflow_to="junior")}
    async with steered(queues=queues) as floor:
        floor.agent("8001")
        await in_step(Parachute(floor, floor.link, queues))
        assert seats(floor) == {("junior", "8001"): ("0", "0"), ("english", "8001"): ("50", "0")}


async def test_a_queue_that_asterisk_does_not_have_holds_up_nothing() -> None:
    queues = {**DEFAULT_QUEUES, "night": QueueSettings()}
    async with steered(queues=queues) as floor:
        floor.agent("8001", night=1, junior=1)
        parachute = Parachute(floor, floor.link, queues)
        await in_step(parachute)
        await parachute.correct()
        assert seats(floor) == {("junior", "8001"): ("0", "0")}
        assert len([add for add in floor.sent("QueueAdd") if add["Queue"] == "night"]) == 1


async def test_a_telephone_signs_in_and_out_by_itself() -> None:
    """`*11` and `*10`, with or without a person in the house's list."""
    async with steered() as floor:
        floor.agent("8002", ready=False)
        floor.act(SignedOut(**stamp(), agent="8002", by="8002"))
        parachute = Parachute(floor, floor.link, DEFAULT_QUEUES)
        await in_step(parachute)
        floor.switch.members += [member("8001", "english"), member("8002")]
        await in_step(parachute)
        agents = floor.floor.agents
        assert agents["8001"].skills == {"english": 1}
        assert agents["8001"].reason == "telephone lost", "ready once it is reachable"
        assert agents["8002"].state is AgentState.READY
        floor.switch.members.clear()
        await in_step(parachute)
        assert {agent.state for agent in agents.values()} == {AgentState.SIGNED_OUT}
        assert seats(floor) == {}


async def test_an_asterisk_that_lost_its_members_signs_out_nobody() -> None:
    """It was started anew: nobody watched, so what is missing proves nothing."""
    async with steered(lambda f: Parachute(f, f.link, DEFAULT_QUEUES, look_every=0.05).run()) as floor:
        floor.agent("8001")
        await until(lambda: seats(floor), "a member")
        floor.manager.answers["Login"] = lambda action: block(
            Response="Error", ActionID=action["ActionID"], Message="Authentication failed"
        )
        floor.manager.drop()
        await until(lambda: floor.link.trouble is not None, "lost")
        floor.switch.members.clear()
        floor.manager.answers["Login"] = lambda action: block(
            Response="Success", ActionID=action["ActionID"], Message="Authentication accepted"
        )
        await until(lambda: seats(floor), "a member again")
        assert floor.floor.agents["8001"].state is AgentState.READY


@pytest.mark.parametrize("known", ["caller", "customer who was called", ""])
async def test_callers_of_the_parachute_are_taken_back(known: str) -> None:
    """R7: into the waiting room with the first entry; whoever is no caller of ours is left alone."""
    async with steered() as floor:
        floor.switch.arrives("n-1.1", context="parachute")
        if known == "customer who was called":
            floor.customer_waits("n-1.9", "n-1.1")
        elif known:
            floor.arrives("n-1.1")
            now = stamp()
            floor.act(Waiting(**now, leg="n-1.1", queue="junior", since=now["at"] - 40, parachute=True))
        floor.switch.entries.append({"Queue": "junior", "Uniqueid": "n-1.1", "Position": "1", "Wait": "40"})
        await in_step(Parachute(floor, floor.link, DEFAULT_QUEUES))
        assert floor.redirects() == ([("n-1.1", "waiting", "s")] if known else [])
        beats = [
            number
            for number, action in enumerate(floor.manager.received)
            if action.get("Variable") == "FAULTLINE_HEARTBEAT"
        ]
        redirects = [n for n, action in enumerate(floor.manager.received) if action["Action"] == "Redirect"]
        assert all(beats[-1] < redirect for redirect in redirects), "the heartbeat goes before"
