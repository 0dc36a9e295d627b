"""F1.14, R3, R7: keys of an entry that was broken off while nobody listened to Asterisk, at that very moment."""

import asyncio
import itertools
import re
from typing import Any

import pytest

from desk.fold.draft import LEFT, LOST
from testcalls.caller import TestCaller
from tests.real.faults.journey import PATIENCE, mandarin
from tests.real.house import House
from tests.real.served import Served
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

_NUMBERS = itertools.count(87657000)
LINE, BEGUN = "55500231", "5551"
_SESSION = re.compile(r"^ *faultline-.*?(\d+) +\d+ +\d+ +\d+ *$", re.MULTILINE)
"""A signed-in session of `manager show connected`: its descriptor stands fourth from behind."""


class Caller(TestCaller):
    """A caller who understands Mandarin and whose number is known."""

    def __init__(self, house: House) -> None:
        self.number = str(next(_NUMBERS))
        super().__init__(house.server, mandarin(house.repertoire), from_number=self.number)


async def keys_kept(served: Served, number: str) -> dict[str, Any]:
    """The call's row as soon as it has its keys, its end and its visit."""

    async def found() -> dict[str, Any] | None:
        rows = served.of_call("calls", number)
        visits = served.of_call("visits", number)
        known = rows and rows[0]["keys_left"] and rows[0]["ended_at"] and visits and visits[0]["ended_at"]
        return dict(rows[0]) if known else None

    return await until(found, seconds=40)


async def spool_empty(served: Served) -> None:
    """No digits stay on the disk outside of the database."""
    folder = served.house.asterisk.places.keys_left

    async def empty() -> bool:
        return not [file for file in folder.iterdir() if file.name != ".lock"]

    assert await until(empty, seconds=20)


async def test_the_service_is_killed_amid_an_entry(served: Served) -> None:
    """One caller hangs up, another keys the rest, hears the apology and goes; nobody heard of either."""
    house = served.house
    async with Caller(house) as leaves, Caller(house) as stays:
        for phone in (leaves, stays):
            await phone.dial("112")
        await asyncio.gather(*(phone.hears("V1", within=PATIENCE) for phone in (leaves, stays)))
        await asyncio.gather(leaves.press(BEGUN), stays.press(LINE[:4]))
        await served.kill()
        await asyncio.gather(leaves.hang_up(), stays.press(f"{LINE[4:]}#"))
        await stays.hears("trouble", within=PATIENCE)
        await stays.hang_up()
        await house.empty()
    await served.start()
    for phone, keys in ((leaves, BEGUN), (stays, LINE)):
        call = await keys_kept(served, phone.number)
        assert call["keys_left"] == keys
        (visit,) = served.of_call("visits", phone.number)
        assert (visit["outcome"], visit["last_step"]) == (LOST, "line_number")
        (report,) = served.of_call("fault_reports", phone.number)
        assert (report["line_number"], report["keys_left"], report["confirmed"]) == (None, keys, False)
    await spool_empty(served)


async def test_the_link_is_away_for_a_moment(served: Served) -> None:
    """The dialogs work, and the link to the manager is anew half a second later: the event was told to nobody."""
    house = served.house
    async with Caller(house) as phone:
        await phone.dial("112")
        await phone.hears("V1", within=PATIENCE)
        await phone.press(BEGUN)
        connected = await asyncio.to_thread(house.asterisk.rx, "manager show connected")
        sessions = _SESSION.findall(connected)
        assert len(sessions) == 2, connected
        for session in sessions:
            await asyncio.to_thread(house.asterisk.rx, f"manager kick session {session}")
        await phone.hang_up()
    call = await keys_kept(served, phone.number)
    assert call["keys_left"] == BEGUN
    (visit,) = served.of_call("visits", phone.number)
    assert (visit["outcome"], visit["last_step"]) == (LEFT, "line_number")
    (report,) = served.of_call("fault_reports", phone.number)
    assert (report["keys_left"], report["outcome"]) == (BEGUN, LEFT)
    await spool_empty(served)


async def test_both_ways_make_one_entry(served: Served) -> None:
    """The event comes at once, the line of the file a moment later."""
    number = await leaves_amid_an_entry(served.house)
    await keys_kept(served, number)
    await spool_empty(served)
    call = await keys_kept(served, number)
    assert call["keys_left"] == BEGUN
    (report,) = served.of_call("fault_reports", number)
    assert report["keys_left"] == BEGUN
    events = [row["kind"] for row in served.of_call("report_events", number)]
    assert events == ["kept_unconfirmed"]


async def test_a_flood_fills_no_disk(served: Served) -> None:
    """S7: past the day's limit nothing more is written; who is listened to loses nothing by it."""
    rx, places = served.house.asterisk.rx, served.house.asterisk.places
    await spool_empty(served)
    await asyncio.to_thread(rx, "dialplan set global KEYS_KEPT 20000")
    number = await leaves_amid_an_entry(served.house)
    await served.house.empty()
    assert "KEYS_KEPT=20001" in await asyncio.to_thread(rx, "dialplan show globals")
    assert [file.name for file in places.keys_left.iterdir()] == [".lock"]
    assert (await keys_kept(served, number))["keys_left"] == BEGUN
    await asyncio.to_thread(rx, "dialplan set global KEYS_KEPT_ON 20261121")
    await leaves_amid_an_entry(served.house)
    await served.house.empty()
    assert "KEYS_KEPT=1\n" in await asyncio.to_thread(rx, "dialplan show globals"), "a new day"
    await spool_empty(served)


async def leaves_amid_an_entry(house: House) -> str:
    """A caller who breaks off the line number; the calling number."""
    async with Caller(house) as phone:
        await phone.dial("112")
        await phone.hears("V1", within=PATIENCE)
        await phone.press(BEGUN)
        await phone.hang_up()
    return phone.number
