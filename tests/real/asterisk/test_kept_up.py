"""`faultline run` keeps its Asterisk up (R12), and a second one leaves the first one's alone."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from testcalls.repertoire import Repertoire
from tests.real.house import House
from tests.real.served import Served, bring_in, environment
from tests.waiting import until

pytestmark = pytest.mark.real


@pytest.fixture
async def served(tmp_path: Path, prompts: Path, repertoire: Repertoire) -> AsyncIterator[Served]:
    """The whole service, which may end its Asterisk."""
    house = await asyncio.to_thread(House.open, tmp_path / "data", prompts, repertoire=repertoire)
    served = Served(house, keep_asterisk=False)
    try:
        await bring_in(house)
        await served.start()
        yield served
    finally:
        await served.stop()
        await asyncio.to_thread(house.close)


async def test_an_asterisk_that_is_killed_is_started_again_and_its_call_is_closed(served: Served) -> None:
    """R12: the call is lost, its record ends, and the next caller is answered."""
    house = served.house
    first = house.asterisk.pid()
    assert first is not None
    async with house.caller(from_number="87659001") as phone:
        await phone.dial("1000")
        await phone.hears("welcome")

        async def seen() -> object:
            return [row for row in served.rows("calls") if row["caller"] == "87659001"]

        await until(seen)
        os.kill(first, signal.SIGKILL)
        await served.ready_again()
    assert house.asterisk.pid() not in (None, first)
    async with house.caller(from_number="87659002") as phone:
        await phone.dial("1000")
        await phone.hears("welcome")

    async def closed() -> object:
        return [row for row in served.rows("calls") if row["caller"] == "87659001" and row["ended_at"]]

    (lost,) = await until(closed, seconds=30.0)
    assert lost["outcome"] == "lost"


async def test_a_second_run_on_the_same_data_changes_nothing(served: Served) -> None:
    """The first one's Asterisk stays up when the second one finds its ports taken."""
    pid = served.house.asterisk.pid()
    second = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "faultline", "run"],
        env={**os.environ, **environment(served.house)},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(second.communicate(), 60)
    assert second.returncode == 1
    assert b"is taken by" in said
    assert served.house.asterisk.pid() == pid


async def test_a_stop_waits_for_the_call_under_way(served: Served) -> None:
    """A first signal lets it end, a second one does not."""
    house = served.house
    async with house.caller(from_number="87659003") as phone:
        await phone.dial("112")
        await phone.hears("V1")
        served.process.send_signal(signal.SIGTERM)
        await phone.press("0#")
        await phone.hears("to_agent")
        assert served.process.returncode is None
        served.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(served.process.wait(), 40) == 0
    assert house.asterisk.pid() is None
