"""The whole floor as people use it: a caller, a desktop, a telephone; and what is left of the call afterwards."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest

from testcalls.agent_phone import AgentPhone
from testcalls.caller import TestCaller
from testcalls.sip_digest import Credentials
from tests.real.conftest import AGENT_SECRET
from tests.real.floor.conftest import AGENT, COLLEAGUE
from tests.real.floor.desktop import Desktop
from tests.real.served import Served, environment
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

KEY_LINE = "55500199"
TONE = (8000 * np.sin(2 * np.pi * 700 * np.arange(8000 * 6) / 8000)).astype(np.int16)


@contextlib.asynccontextmanager
async def at_work(served: Served, login: str, extension: str) -> AsyncIterator[tuple[Desktop, AgentPhone]]:
    """An agent at a desktop with a registered telephone, ready for calls."""
    house = served.house
    credentials = Credentials(extension, AGENT_SECRET)
    async with (
        AgentPhone(house.server, house.repertoire, credentials) as phone,
        Desktop(house, login) as desktop,
    ):
        await desktop.wants("signed_in")
        await desktop.wants("ready")
        await desktop.state("ready")
        try:
            yield desktop, phone
        finally:
            await desktop.wants("signed_out")


async def record(served: Served, caller: str) -> Any:
    """The one final record of a caller's call, once it is there."""
    rows: list[Any] = []

    async def ended() -> bool:
        rows[:] = served.of_call("calls", caller)
        return bool(rows) and all(row["ended_at"] for row in rows)

    assert await until(ended), rows
    [row] = rows
    return row


async def recordings(desktop: Desktop, caller: str, state: str = "ok") -> list[dict[str, Any]]:
    """The archived conversations of a caller, once there are any."""
    page: list[dict[str, Any]] = []

    async def there() -> bool:
        page[:] = (await desktop.get("/api/recordings", caller=caller))["items"]
        return bool(page)

    assert await until(there, seconds=40), f"no recording of {caller}"
    return page


async def test_a_key_account_rings_pops_talks_and_is_found_afterwards(served: Served) -> None:
    """F2.2, F2.4, K12, H4: what the caller keyed is on the screen as the telephone rings; everything is kept."""
    caller = "55510001"
    house = served.house
    async with at_work(served, "one", AGENT) as (desktop, phone), house.caller(from_number=caller) as line:
        await line.dial("112")
        await line.hears("V1")
        await line.press(f"{KEY_LINE}#")
        await line.hears("V2_confirm")
        await line.press("1")
        await line.hears("V5_contact")
        await line.press("0#")
        ringing = await phone.rings()
        pop = await desktop.pop(caller=caller)
        assert (pop["queue"], pop["key_account"], pop["line"]["number"]) == ("senior", True, KEY_LINE)
        assert (pop["line"]["owner"], pop["entered"]["line_number"]) == ("Example Ltd", KEY_LINE)
        assert ringing.header("X-Faultline-Call") == pop["call"]
        await ringing.answer()
        await desktop.state("talking")
        speaking = asyncio.create_task(ringing.speak(TONE))
        await line.speak(TONE)
        await speaking
        await ringing.hang_up()
        await desktop.state("wrap_up")
        await desktop.state("ready")
        async with Desktop(house, "head") as head:
            [recording] = await recordings(head, caller)
            audio = await head.http.get(f"/api/recordings/{recording['id']}/audio")
    call = await record(served, caller)
    assert (call["agent"], call["queue"], call["outcome"]) == (AGENT, "senior", "answered")
    assert recording["state"] == "ok", recording
    assert recording["seconds"] == pytest.approx(6, abs=2)
    assert audio.headers["content-type"] == "audio/flac"
    assert audio.content[:4] == b"fLaC"


async def test_who_does_not_answer_is_paused_and_the_next_agent_gets_the_call(served: Served) -> None:
    """The caller keeps the place; the reason stands on the agent's screen; the log says the same as the floor."""
    caller = "55510002"
    async with (
        at_work(served, "one", AGENT) as (desktop, phone),
        served.house.caller(from_number=caller) as line,
    ):
        await line.dial("112")
        await line.hears("V1")
        await line.press("0#")
        await phone.rings()
        await desktop.pop(caller=caller)
        async with at_work(served, "two", COLLEAGUE) as (other, second):
            paused = await desktop.state("paused")
            await desktop.hears(lambda message: message["type"] == "pop_withdrawn", "that the pop is over")
            ringing = await second.rings()
            await other.pop(caller=caller)
            await ringing.answer()
            await other.state("talking")
            await ringing.hang_up()
    assert "no answer" in paused["reason"], paused
    call = await record(served, caller)
    assert call["agent"] == COLLEAGUE


async def test_a_killed_service_finds_its_conversation_again(served: Served) -> None:
    """R7: kill -9 while one caller talks and one waits; both go on, and nothing is lost or written twice."""
    talker, waiter = "55510003", "55510004"
    house = served.house
    async with at_work(served, "one", AGENT) as (desktop, phone):
        async with house.caller(from_number=talker) as line, house.caller(from_number=waiter) as second:
            await line.dial("112")
            await line.hears("V1")
            await line.press("0#")
            ringing = await phone.rings()
            await ringing.answer()
            await desktop.state("talking")
            await second.dial("112")
            await second.hears("V1")
            await second.press("0#")
            await house.until(
                lambda: [c for c in house.channels() if c.context == "waiting"], what="the second waits"
            )
            await served.kill()
            speaking = asyncio.create_task(ringing.speak(TONE))
            await line.speak(TONE)
            await served.start()
            await speaking
            await desktop.connect()
            await desktop.state("talking")
            await ringing.hang_up()
            again = await phone.rings()
            pop = await desktop.pop(caller=waiter)
            assert pop["queue"] == "junior"
            await again.answer()
            await desktop.state("talking")
            await again.hang_up()
        async with Desktop(house, "head") as head:
            [recording] = await recordings(head, talker)
    for caller in (talker, waiter):
        call = await record(served, caller)
        assert (call["agent"], call["outcome"]) == (AGENT, "answered")
    assert recording["state"] == "ok", recording
    assert recording["seconds"] > 5


async def test_the_log_folds_to_the_same_figures_again(served: Served) -> None:
    """`faultline replay` over everything that the tests above did: what was answered and what was not (K2)."""
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "faultline", "replay", "--since", "2000-01-01"],
        env={**os.environ, **environment(served.house)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert "answered" in out.decode()


async def test_a_killed_service_finds_a_killed_asterisk(served: Served) -> None:
    """R3, R7, R12 at once: both die amid a conversation while one waits; each call is closed once, as lost."""
    talker, waiter, later = "55510005", "55510006", "55510007"
    house = served.house
    async with at_work(served, "one", AGENT) as (desktop, phone):
        lines = [house.caller(from_number=number) for number in (talker, waiter)]
        for line in lines:
            await line.__aenter__()
        await _asks_for_an_agent(lines[0])
        ringing = await phone.rings()
        await ringing.answer()
        await desktop.state("talking")
        await _asks_for_an_agent(lines[1])
        await house.until(
            lambda: [c for c in house.channels() if c.context == "waiting"], what="the second waits"
        )
        await asyncio.gather(ringing.speak(TONE), lines[0].speak(TONE))
        pid = house.asterisk.pid()
        assert pid is not None
        await served.kill()
        os.kill(pid, signal.SIGKILL)
        await served.start()
        gone = [asyncio.wait_for(line.__aexit__(None, None, None), 2) for line in lines]
        await asyncio.gather(*gone, return_exceptions=True)  # nobody hears the goodbye
        await desktop.connect()
        async with Desktop(house, "head") as head:
            assert (await head.get("/api/floor"))["calls"] == []
            [recording] = await recordings(head, talker)
        for caller, agent in ((talker, AGENT), (waiter, None)):
            call = await record(served, caller)
            assert (call["agent"], call["outcome"]) == (agent, "lost")
        assert recording["seconds"] > 4
        await phone.register(600)
        await desktop.state("ready")
        async with house.caller(from_number=later) as line:
            await _asks_for_an_agent(line)
            again = await phone.rings()
            await again.answer()
            await desktop.state("talking")
            await again.hang_up()
    call = await record(served, later)
    assert (call["agent"], call["outcome"]) == (AGENT, "answered")


async def _asks_for_an_agent(line: TestCaller) -> None:
    await line.dial("112")
    await line.hears("V1")
    await line.press("0#")
