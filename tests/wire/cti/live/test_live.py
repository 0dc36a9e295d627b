"""Desktops on real WebSockets: who gets in, what they are told, what happens when they go (R15, S13)."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from cti.floor import events as e
from cti.live.desktops import Limits
from cti.live.messages import OwnCallOver
from cti.live.viewer import agent_topic
from cti.people.permissions import Role
from tests.waiting import until
from tests.wire.cti.live.stage import Desktop, Stage, opened

QUICK = Limits(hello=0.5, beat=0.2, silent=0.6, send=1.0, close=0.5, rights=0.2)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(tmp_path) as stage:
        yield stage


@pytest.fixture
async def quick(tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(tmp_path, limits=QUICK) as stage:
        yield stage


# ---- who gets in (S13) --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1", "http://127.0.0.1.elsewhere.example"]
)
async def test_a_page_of_another_origin_is_refused_before_anything_is_said(stage: Stage, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with stage.browser(origin):
            pass
    assert refused.value.response.status_code == 403


async def test_without_an_origin_nobody_gets_in(stage: Stage) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(
            f"http://127.0.0.1:{stage.port}/api/live",
            headers={
                "Upgrade": "websocket",
                "Connection": "Upgrade",
                "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            },
        )
    assert answer.status_code == 403


async def test_a_ticket_admits_once(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    ticket = await stage.ticket(agent)
    async with stage.browser() as first, stage.browser() as second:
        await Desktop(first).hello(ticket)
        await second.send(json.dumps({"type": "hello", "ticket": ticket}))
        assert await Desktop(second).closed() == 4401


REFUSED = [
    ("a ticket that nobody has", {"type": "hello", "ticket": "x" * 43}, 4401),
    ("no ticket at all", {"type": "beat"}, 4401),
    ("an acknowledgement before hello", {"type": "pop_seen", "pop": "o1", "revision": 1}, 4401),
    ("no message of the protocol", {"type": "subscribe", "topic": "board"}, 4400),
    ("a field too many", {"type": "hello", "ticket": "x", "person": "1"}, 4400),
    ("no object", [], 4400),
]


@pytest.mark.parametrize(("what", "message", "code"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_who_does_not_get_in(stage: Stage, what: str, message: object, code: int) -> None:
    async with stage.browser() as socket:
        await socket.send(json.dumps(message))
        assert await Desktop(socket).closed() == code


async def test_who_says_nothing_is_sent_away(quick: Stage) -> None:
    async with quick.browser() as socket:
        assert await Desktop(socket).closed() == 4401


async def test_signed_out_before_the_ticket_is_used(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    ticket = await stage.ticket(agent)
    await stage.people.sign_out(agent)
    async with stage.browser() as socket:
        await socket.send(json.dumps({"type": "hello", "ticket": ticket}))
        assert await Desktop(socket).closed() == 4401


async def test_too_many_who_have_not_shown_a_ticket(tmp_path: Path) -> None:
    async with opened(tmp_path, limits=replace(QUICK, hello=30.0, strangers=3)) as stage:
        agent = await stage.hire("one", "junior_agent", "8001")
        async with stage.browser(), stage.browser(), stage.browser() as last:

            async def crowded() -> bool:
                return stage.room.desktops.crowded

            await until(crowded, seconds=5)
            with pytest.raises(InvalidStatus):
                async with stage.browser():
                    pass
            await Desktop(last).hello(await stage.ticket(agent))
        async with stage.browser():
            pass


# ---- what they are told -------------------------------------------------------------------------------------


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


# ---- reconnecting -------------------------------------------------------------------------------------------


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


# ---- rights that change (S13) -------------------------------------------------------------------------------


async def test_a_demoted_supervisor_is_closed_and_comes_back_without_the_board(stage: Stage) -> None:
    supervisor = await stage.hire("chief", "shift_supervisor")
    await stage.rights.look()
    async with stage.desktop(supervisor) as desktop:
        await desktop.next("full")
        stream, last = desktop.welcome["stream"], desktop.last
        await stage.change("chief", roles=frozenset({Role.SURVEYOR}))
        await stage.rights.look()
        stage.floor.call()
        stage.room.news.refresh()
        assert await desktop.closed() == 4403
    again = await stage.person("chief")
    async with stage.desktop(again, stream=stream, last=last) as desktop:
        assert desktop.welcome["resumed"] is False
        assert "board" not in desktop.welcome["topics"]
        assert (await desktop.next())["board"] is None


async def test_signing_out_closes_this_session_alone(stage: Stage) -> None:
    one = await stage.hire("one", "junior_agent", "8001")
    other = await stage.person("one")
    await stage.rights.look()
    async with stage.desktop(one) as here, stage.desktop(other) as there:
        await here.next("full")
        await there.next("full")
        await stage.people.sign_out(one)
        await stage.rights.look()
        assert await here.closed() == 4403
        await there.say(type="full_please")
        await there.next("full")


async def test_what_no_audit_row_tells_is_found_by_routine(quick: Stage) -> None:
    """A session that ended by itself, or behind our back."""
    one = await quick.hire("one", "junior_agent", "8001")
    async with quick.desktop(one) as desktop:
        await desktop.next("full")
        await quick.people.store.write(
            lambda connection: connection.exec_driver_sql("DELETE FROM sessions").rowcount
        )
        beating = asyncio.create_task(beat(desktop))
        assert await desktop.closed() == 4403
        beating.cancel()


async def beat(desktop: Desktop) -> None:
    """Signs of life until the connection ends."""
    try:
        while True:
            await desktop.say(type="beat")
            await asyncio.wait({asyncio.create_task(desktop.socket.wait_closed())}, timeout=0.1)
    except ConnectionClosed:
        return


# ---- signs of life (R15) ------------------------------------------------------------------------------------


async def test_beats_go_both_ways(quick: Stage) -> None:
    agent = await quick.hire("one", "junior_agent", "8001")
    async with quick.desktop(agent) as desktop:
        beating = asyncio.create_task(beat(desktop))
        for _ in range(8):  # well past the limit of silence
            assert await desktop.next("beat") == {"type": "beat"}
        beating.cancel()


async def test_a_silent_desktop_is_gone_and_the_supervisor_sees_it(quick: Stage) -> None:
    agent = await quick.hire("one", "junior_agent", "8001")
    async with quick.desktop(agent) as desktop:
        assert quick.floor.floor.agents["8001"].desktop
        assert await desktop.closed() == 4408

    async def gone() -> bool:
        return not quick.floor.floor.agents["8001"].desktop

    await until(gone, seconds=5)
    assert quick.floor.floor.agents["8001"].state == "paused", "never offered a call that nobody would see"


async def test_a_browser_that_vanishes_while_talking_leaves_the_call(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    async with stage.desktop(agent) as desktop:
        stage.floor.call()
        stage.floor.offer()
        stage.floor.answer()
        desktop.socket.transport.abort()

        async def gone() -> bool:
            return not stage.floor.floor.agents["8001"].desktop

        await until(gone, seconds=5)
    assert stage.floor.floor.agents["8001"].state == "talking"
    assert stage.floor.floor.calls["c1"].stage == "talking"
    stage.floor.hang_up("c1", "o1-leg")
    assert stage.floor.floor.agents["8001"].state != "ready", "never silently ready again"


async def test_a_page_that_is_loaded_anew_is_not_gone(tmp_path: Path) -> None:
    async with opened(tmp_path, grace=30.0) as stage:
        agent = await stage.hire("one", "junior_agent", "8001")
        for _ in range(3):
            async with stage.desktop(agent) as desktop:
                await desktop.next("full")
    seen = [event.present for event in stage.floor.log if isinstance(event, e.DesktopSeen)]
    assert seen == [True]


# ---- slow ones ----------------------------------------------------------------------------------------------


async def test_a_slow_desktop_delays_nobody_and_is_closed_in_the_end(tmp_path: Path) -> None:
    async with opened(tmp_path, limits=replace(Limits(), send=1.0, close=0.5)) as stage:
        one = await stage.hire("one", "junior_agent", "8001")
        two = await stage.hire("two", "junior_agent", "8002")
        slow_socket = socket.socket()
        slow_socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow_socket.connect(("127.0.0.1", stage.port))
        slow_socket.setblocking(False)
        async with stage.browser(sock=slow_socket, max_queue=1) as stalled, stage.desktop(two) as other:
            slow = Desktop(stalled)
            await slow.hello(await stage.ticket(one))
            await other.next("full")
            stalled.transport.pause_reading()  # it takes nothing any more
            seat = stage.room.hub.of(str(stage.users["one"].id))[0]

            async def dropped() -> bool:
                for _ in range(50):
                    stage.room.hub.tell(agent_topic("8001"), OwnCallOver(call="c" * 2000))
                stage.room.hub.tell(agent_topic("8002"), OwnCallOver(call="mine"))
                assert (await other.next())["call"] == "mine"
                return seat.close is None

            await until(dropped, seconds=20)
            await other.say(type="full_please")
            await other.next("full")
            stalled.transport.abort()


async def test_a_desktop_that_talks_too_much_is_closed(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    async with stage.desktop(agent) as desktop:
        with_room = stage.room.desktops.limits.messages_a_second * 3
        for _ in range(with_room):
            await desktop.say(type="beat")
        assert await desktop.closed() == 4400


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "\x00", '{"type":"beat","x":1}', '{"type":"hello"}', "9" * 16_000]
)
async def test_garbage_closes_its_own_connection_alone(stage: Stage, text: str) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    async with stage.desktop(agent) as good, stage.desktop(await stage.person("one")) as bad:
        await bad.socket.send(text)
        assert await bad.closed() == 4400
        await good.say(type="full_please")
        await good.next("full")


async def test_the_messages_describe_themselves(stage: Stage) -> None:
    async with httpx.AsyncClient() as client:
        schema = (await client.get(f"http://127.0.0.1:{stage.port}/api/live/schema.json")).json()
    assert {"Hello", "PopSeen", "PopShown", "FullState", "Board", "Pop"} <= set(schema["$defs"])
