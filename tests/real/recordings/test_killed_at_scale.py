"""R12 at its scale: kill -9 Asterisk under twenty recorded conversations, with the floor, steering and the archive."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cti.floor.changes import AgentMoved
from cti.floor.state import AgentState, Stage
from cti.recorded import Recorded
from cti.routing.queues import DEFAULT_QUEUES
from desk.database import schema
from desk.database.database import Database
from desk.models import RecordingFindingRow, RecordingLegRow, RecordingRow
from faultline.asterisk import AgentEndpoint
from faultline.asterisk.ports import is_free, needed_ports
from recordings.conversation import Conversation
from recordings.room import Recordings
from testcalls.agent_phone import AgentPhone
from testcalls.repertoire import Repertoire
from testcalls.sip_digest import Credentials
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.asterisk.tones import tone
from tests.real.conftest import AGENT_SECRET
from tests.real.cti.steering.at_work import AtWork
from tests.real.desk.rows import rows
from tests.real.house import House
from tests.real.recordings.conftest import QUICK
from tests.real.sipp_load import Stay, load
from tests.waiting import until

pytestmark = pytest.mark.real

EXTENSIONS = tuple(f"80{number:02}" for number in range(1, 21))
WRITTEN = 3 * 32_768
"""Bytes that each file has on the disk before the kill: three seconds."""
TALK_SECONDS = 8.0


@pytest.fixture
def own_house(tmp_path: Path, prompts: Path, repertoire: Repertoire) -> Iterator[House]:
    """A house that may be killed, with twenty telephones."""
    agents = tuple(AgentEndpoint(extension, AGENT_SECRET) for extension in EXTENSIONS)
    house = House.open(tmp_path / "house", prompts, agents=agents, repertoire=repertoire)
    with contextlib.closing(house), house.knobs(WRAPUP_SECONDS=1, RING_SECONDS=20):
        yield house


@pytest.fixture
async def room(own_house: House, tmp_path: Path) -> AsyncIterator[tuple[Database, Recordings]]:
    """The archive beside it."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'faultline.sqlite3'}")
    await schema.upgrade(database)
    spool, pace = own_house.asterisk.places.conversations, replace(QUICK, orphan=60.0)
    yield database, Recordings(database, own_house.settings.folder, "node1", spool=spool, pace=pace)
    await database.close()


async def test_twenty_recorded_conversations(
    own_house: House, room: tuple[Database, Recordings], tmp_path: Path
) -> None:
    """Files are repaired, calls closed as lost, agents ready only after their telephones registered again."""
    database, recordings = room
    work = AtWork(own_house, tmp_path / "floor-log", DEFAULT_QUEUES)
    told: list[Conversation] = []
    work.watch.subscribe(Recorded(work.floor, told.append).note)
    await work.start()
    async with server(own_house.settings.agi_port, sends_to("agent")):
        callers = asyncio.create_task(
            load(own_house.server, tmp_path, number="112", calls=20, rate=20, at_once=20, steps=(Stay(90),))
        )
        phones = await asyncio.gather(*(_at_work(work, extension) for extension in EXTENSIONS))
        await _all_talk(work, phones)
        _kill(own_house, phones)
        callers.cancel()
        await work.until(lambda: all(map(is_free, needed_ports(own_house.settings))), "the ports are free")
        calls = set(work.floor.calls)
        moved = len(work.changes)
        await asyncio.to_thread(own_house.asterisk.start)
        await work.until(lambda: len(told) == len(EXTENSIONS), "every call is over")
        await work.until(lambda: _states(work) == {AgentState.PAUSED}, "nobody is ready", within=60.0)
        assert {agent.reason for agent in work.floor.agents.values()} == {"telephone lost"}
        assert not [one for one in work.changes[moved:] if _is_ready(one)]
        assert (len(calls), sorted(work.notebook.lost_calls)) == (len(EXTENSIONS), sorted(calls))
        async with AgentPhone(own_house.server, own_house.repertoire, _credentials("8007")):
            await work.is_in("8007", AgentState.READY)
        await _filed(recordings, told)
    await work.stop()
    await asyncio.gather(callers, return_exceptions=True)
    await _whole_but_for_seconds(database)


def _credentials(extension: str) -> Credentials:
    return Credentials(extension, AGENT_SECRET)


async def _at_work(work: AtWork, extension: str) -> AgentPhone:
    """A telephone that nobody takes leave of: it goes with Asterisk."""
    phone = AgentPhone(work.house.server, work.house.repertoire, _credentials(extension))
    await phone.__aenter__()
    work.works(extension)
    await work.until(lambda: work.agent(extension).reachable, f"{extension} is reachable")
    work.ready(extension)
    return phone


async def _all_talk(work: AtWork, phones: list[AgentPhone]) -> None:
    """Every agent has a caller and speaks until seconds of each talk are on the disk."""
    ringing = await asyncio.gather(*(phone.rings(within=30.0) for phone in phones))
    await asyncio.gather(*(call.answer() for call in ringing))
    await work.until(
        lambda: {call.stage for call in work.floor.calls.values()} == {Stage.TALKING}, "all talk", within=30.0
    )
    speaking = [asyncio.create_task(call.speak(tone(440.0, TALK_SECONDS))) for call in ringing]
    spool = work.house.asterisk.places.conversations
    files = [spool / call.recordings[-1] for call in work.floor.calls.values()]
    assert len(set(files)) == len(EXTENSIONS)
    await work.until(
        lambda: all(path.stat().st_size >= WRITTEN for path in files), "all are written", within=30.0
    )
    for task in speaking:
        task.cancel()
    await asyncio.gather(*speaking, return_exceptions=True)


def _kill(house: House, phones: list[AgentPhone]) -> None:
    pid = house.asterisk.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    for phone in phones:
        phone.socket.close()


def _states(work: AtWork) -> set[AgentState]:
    return {agent.state for agent in work.floor.agents.values()}


def _is_ready(change: object) -> bool:
    return isinstance(change, AgentMoved) and change.after is AgentState.READY


async def _filed(recordings: Recordings, told: list[Conversation]) -> None:
    for conversation in told:
        await recordings.take(conversation)

    async def all_filed() -> bool:
        await recordings.archive.look()
        return recordings.archive.archived == len(EXTENSIONS)

    assert await until(all_filed)


async def _whole_but_for_seconds(database: Database) -> None:
    """Each with its agent, playable, seconds short at most, and on the list when it is."""
    found = await rows(database, RecordingRow)
    assert {row["storage_key"] is not None for row in found} == {True}
    assert {row["agent"] for row in await rows(database, RecordingLegRow)} == set(EXTENSIONS)
    listed = {row["subject"] for row in await rows(database, RecordingFindingRow) if row["kind"] == "short"}
    for row in found:
        missing = (row["ended_at"] - row["started_at"]).total_seconds() - row["seconds"]
        assert row["seconds"] >= WRITTEN / 32_000
        assert (row["file"] in listed) is (missing > 1.0), (row["file"], missing)
