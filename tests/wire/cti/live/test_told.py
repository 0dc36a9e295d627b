"""What desktops on real WebSockets are told, each what is its own, and after a reconnect what was missed (R15)."""

import httpx

from cti.floor import events as e
from cti.live.messages import OwnCallOver
from cti.live.viewer import agent_topic
from tests.waiting import until
from tests.wire.cti.live.stage import Stage


async def test_first_everything_then_what_changes(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    async with stage.desktop(agent) as desktop:
        full = await desktop.next()
        assert (full["type"], full["agent"]["state"], full["board"], full["pops"]) == (
            "full",
            "ready",
            None,
            [],
        )
        first = desktop.last
        stage.floor.call()
        stage.floor.offer()
        pop = (await desktop.next("pop"))["pop"]
        assert (pop["id"], pop["line"]["owner"], pop["looked"]) == ("o1", "Sample Owner", "complete")
        await desktop.say(type="pop_seen", pop="o1", revision=1)
        stage.floor.answer()
        call = await desktop.next("call")
        assert (call["call"]["stage"], call["call"]["agent"]) == ("talking", "8001")
        assert desktop.last > first

        async def noted() -> bool:
            return any(isinstance(event, e.PopAcknowledged) for event in stage.floor.log)

        await until(noted, seconds=5)


async def test_a_supervisor_sees_the_board_and_no_pops(stage: Stage) -> None:
    await stage.hire("one", "junior_agent", "8001")
    supervisor = await stage.hire("chief", "shift_supervisor")
    async with stage.desktop(supervisor) as desktop:
        full = await desktop.next()
        assert [agent["extension"] for agent in full["board"]["agents"]] == ["8001"]
        stage.floor.call()
        stage.floor.offer()
        stage.room.news.refresh()
        board = (await desktop.next())["board"]
        assert [call["stage"] for call in board["calls"]] == ["offered"]
        assert [agent["state"] for agent in board["agents"]] == ["ringing"]
        junior = next(queue for queue in board["queues"] if queue["name"] == "junior")
        assert (junior["waiting"], junior["agents"]) == (1, {"ringing": 1})
        stage.floor.hang_up("c1", "o1-leg")
        stage.room.news.refresh()
        gone = (await desktop.next())["board"]
        assert gone["gone"] == ["c1"]
        assert next(queue for queue in gone["queues"] if queue["name"] == "junior")["abandoned"] == 1


async def test_one_agent_hears_nothing_of_another(stage: Stage) -> None:
    one = await stage.hire("one", "junior_agent", "8001")
    two = await stage.hire("two", "junior_agent", "8002")
    async with stage.desktop(one) as first, stage.desktop(two) as second:
        await first.next("full")
        await second.next("full")
        stage.floor.call()
        stage.floor.offer()
        await first.next("pop")
        await second.say(type="pop_seen", pop="o1", revision=1)
        stage.floor.call("c2")
        stage.floor.offer("c2", "8002", "o2")
        pop = await second.next("pop")
        assert pop["pop"]["id"] == "o2", "the first one that the second agent ever saw"
        await second.say(type="full_please")
        assert [pop["id"] for pop in (await second.next("full"))["pops"]] == ["o2"]
    assert not any(isinstance(event, e.PopAcknowledged) for event in stage.floor.log)


async def test_after_a_reconnect_it_goes_on_without_loss(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    async with stage.desktop(agent) as desktop:
        await desktop.next("full")
        stream, last = desktop.welcome["stream"], desktop.last
        desktop.socket.transport.abort()
    for number in range(5):
        stage.room.hub.tell(agent_topic("8001"), OwnCallOver(call=f"c{number}"))
    async with stage.desktop(agent, stream=stream, last=last) as desktop:
        assert desktop.welcome["resumed"] is True
        assert [(await desktop.next())["call"] for _ in range(5)] == [f"c{number}" for number in range(5)]
        assert desktop.last == last + 5


async def test_after_too_long_a_gap_it_gets_the_full_state(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    async with stage.desktop(agent) as desktop:
        await desktop.next("full")
        stream, last = desktop.welcome["stream"], desktop.last
    for number in range(300):
        stage.room.hub.tell(agent_topic("8001"), OwnCallOver(call=f"c{number}"))
    stage.floor.call()
    stage.floor.offer()

    async def popped() -> bool:
        return bool(stage.room.pops.of("8001"))

    await until(popped, seconds=5)
    async with stage.desktop(agent, stream=stream, last=last) as desktop:
        assert desktop.welcome["resumed"] is False
        full = await desktop.next()
        assert (full["agent"]["state"], full["pops"][0]["id"]) == ("ringing", "o1")


async def test_an_unacknowledged_pop_is_there_again_after_a_reconnect(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    async with stage.desktop(agent) as desktop:
        await desktop.next("full")
        stage.floor.call()
        stage.floor.offer()
        await desktop.next("pop")
    async with stage.desktop(agent) as desktop:
        assert [pop["id"] for pop in (await desktop.next("full"))["pops"]] == ["o1"]
        await desktop.say(type="pop_seen", pop="o1", revision=1)

        async def seen() -> bool:
            return any(isinstance(event, e.PopAcknowledged) for event in stage.floor.log)

        await until(seen, seconds=5)


async def test_the_messages_describe_themselves(stage: Stage) -> None:
    async with httpx.AsyncClient() as client:
        schema = (await client.get(f"http://127.0.0.1:{stage.port}/api/live/schema.json")).json()
    assert {"Hello", "PopSeen", "PopShown", "FullState", "Board", "Pop"} <= set(schema["$defs"])
