"""Desktops that take nothing, say too much or speak garbage: closed, and a trouble to nobody else (R15, S13)."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from cti.live.desktops import Limits
from cti.live.messages import OwnCallOver
from cti.live.viewer import agent_topic
from tests.waiting import until
from tests.wire.cti.live.stage import Desktop, Stage, opened


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
