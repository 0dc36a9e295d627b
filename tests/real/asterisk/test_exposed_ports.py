"""S7: whoever reaches the ports of Asterisk's manager and its web server can't lock the house or hurt a call."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from testcalls.caller import TestCaller
from tests.real.asterisk.broken_dialogs import request, say, server
from tests.real.cti.notebook import Notebook, watching
from tests.real.house import House

pytestmark = pytest.mark.real

IDLE = 60
"""Idle connections that used to lock the manager."""
KNOCKS = 5_000
"""Connections a port that come and go."""
LOOPBACK = "0100007F"


@pytest.fixture(params=["ami_port", "ws_port"])
def port(request: pytest.FixtureRequest, house: House) -> int:
    return int(getattr(house.settings, request.param))


@contextlib.asynccontextmanager
async def call_that_hears_music_of_ours(house: House) -> AsyncIterator[TestCaller]:
    """A caller to whom V1 is said again and again."""

    async def dialog(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        prompt = f"{house.asterisk.places.prompts}/zh/V1"
        while (await say(reader, writer, f'STREAM FILE {prompt} ""')).startswith("200 result=0"):
            pass
        writer.close()

    async with server(house.settings.agi_port, dialog), house.caller() as caller:
        await caller.dial("112")
        await caller.hears("V1")
        yield caller


@contextlib.asynccontextmanager
async def idle_connections(port: int) -> AsyncIterator[int]:
    """Connections that say nothing; gives how many were taken."""
    opened = []
    for _ in range(IDLE):
        with contextlib.suppress(OSError):
            opened.append(await asyncio.open_connection("127.0.0.1", port))
    yield len(opened)
    for _, writer in opened:
        writer.close()


async def knock(port: int, times: int) -> None:
    for _ in range(times):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()


def handles(house: House) -> tuple[int, int]:
    """File descriptors and threads of Asterisk."""
    process = Path(f"/proc/{house.asterisk.pid()}")
    return len(list((process / "fd").iterdir())), len(list((process / "task").iterdir()))


async def test_idle_connections_neither_lock_the_manager_nor_disturb_the_link(
    house: House, port: int
) -> None:
    async with watching(house, Notebook()) as link, call_that_hears_music_of_ours(house) as caller:
        async with idle_connections(port) as taken:
            assert taken == IDLE
            await caller.hears("V1")
            assert link.trouble is None
            async with watching(house, Notebook()):
                assert link.trouble is None, "and another one signs in beside it"
        assert not caller.over


async def test_thousands_that_connect_and_close_leave_nothing_behind(house: House, port: int) -> None:
    async with watching(house, Notebook()) as link, call_that_hears_music_of_ours(house) as caller:
        before = handles(house)
        await asyncio.gather(*(knock(port, KNOCKS // 20) for _ in range(20)))
        await caller.hears("V1")
        assert link.trouble is None
        connects = link.counters.connects.labels("events")._value.get()
        assert connects == 1, "the link's own session was never lost"
        slack = 2  # a prompt's file or a reload's thread may be open just now

        def settled() -> bool:
            return all(now <= then + slack for now, then in zip(handles(house), before, strict=True))

        await house.until(settled, within=60, what="descriptors and threads as before")
        assert not caller.over


def test_nothing_but_loopback_is_listened_on(house: House) -> None:
    wanted = {f"{getattr(house.settings, name):04X}" for name in ("ami_port", "ws_port", "sip_port")}
    tables = [Path("/proc/net", name) for name in ("tcp", "udp", "tcp6", "udp6")]
    rows = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()]
    bound = [row[1].split(":") for row in rows if row[1].rpartition(":")[2] in wanted]
    assert {port for _, port in bound} == wanted
    assert {address for address, _ in bound} == {LOOPBACK}
