"""K12, R11, R12: what a real Asterisk records is archived whole; what a kill -9 or a full disk leaves is repaired."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from desk.database import schema
from desk.database.database import Database
from desk.models import RecordingFindingRow, RecordingRow
from faultline.asterisk import AgentEndpoint
from recordings.being_written import being_written
from recordings.conversation import AnsweredLeg, Conversation
from recordings.room import Recordings
from recordings.stored_audio import stored_audio
from testcalls.repertoire import Repertoire
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.asterisk.hand import Hand, hand_on
from tests.real.asterisk.scenes import Scene, telephone, waiting
from tests.real.asterisk.tones import PITCHES, everyone, pitches_in, who_hears_whom
from tests.real.conftest import AGENT_SECRET
from tests.real.desk.rows import rows
from tests.real.house import House
from tests.real.recordings.conftest import QUICK
from tests.waiting import until

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[3]
AGENTS = ("8001", "8002", "8003")
MOST_LOST = 4.0
"""Seconds that a kill -9 may cost."""


@pytest.fixture
def own_house(tmp_path: Path, prompts: Path, repertoire: Repertoire) -> Iterator[House]:
    """A house that may be killed."""
    agents = tuple(AgentEndpoint(extension, AGENT_SECRET) for extension in AGENTS)
    house = House.open(tmp_path / "house", prompts, agents=agents, repertoire=repertoire)
    house.asterisk.rx("queue add member Local/s@end/n to junior")
    house.asterisk.rx("queue pause member Local/s@end/n queue junior")
    yield house
    house.close()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An SQLite database with its tables."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'faultline.sqlite3'}")
    await schema.upgrade(database)
    yield database
    await database.close()


class Talk:
    """A conversation under way, as the live floor would know it."""

    def __init__(self, scene: Scene, agent: str) -> None:
        self.scene, self.agent = scene, agent
        self._began_at, self._began = datetime.now(UTC), time.monotonic()

    def ended(self) -> Conversation:
        """What is handed over."""
        seconds = time.monotonic() - self._began
        leg, file = self.scene.leg, self.scene.file
        legs = (AnsweredLeg(self.agent, 0.0, seconds),)
        return Conversation("node1", leg, leg, file, self._began_at, seconds, legs, caller="5551")


async def _talking(house: House, hand: Hand, stack: AsyncExitStack, agent: str, number: str) -> Talk:
    scene = await stack.enter_async_context(waiting(house, hand, number))
    phone = await stack.enter_async_context(telephone(house, agent))
    await scene.answered(phone, agent, f"offer-{number}")
    talk = Talk(scene, agent)
    parties = {"caller": scene.phone, "agent": scene.agents_call}
    assert await who_hears_whom(parties) == everyone("caller", "agent")
    return talk


async def test_recorded_archived_and_repaired_after_a_kill(own_house: House, database: Database) -> None:
    spool = own_house.asterisk.places.conversations
    room = Recordings(
        database, own_house.settings.folder, "node1", spool=spool, pace=replace(QUICK, orphan=60.0)
    )
    async with hand_on(own_house) as hand, server(own_house.settings.agi_port, sends_to("agent")):
        await _archived_whole(own_house, hand, room, database)
        await _killed_while_recording(own_house, hand, room)
    lost = [row for row in await rows(database, RecordingRow) if row["id"] > 1]
    assert len(lost) == len(AGENTS)
    for row in lost:
        assert row["storage_key"] is not None
        missing = (row["ended_at"] - row["started_at"]).total_seconds() - row["seconds"]
        assert 0 <= missing < MOST_LOST
        assert (row["state"] == "truncated") is (missing > 1 or row["source_bytes"] % 4 != 0)
    short = {row["subject"] for row in await rows(database, RecordingFindingRow) if row["kind"] == "short"}
    assert short <= {row["file"] for row in lost}


async def _archived_whole(house: House, hand: Hand, room: Recordings, database: Database) -> None:
    """Not before Asterisk has closed it; then with its length, both sides apart, and nothing on the list."""
    async with AsyncExitStack() as stack:
        talk = await _talking(house, hand, stack, "8001", "55510000")
        file = room.archive.spool.folder / talk.scene.file
        assert being_written(file) is True
        assert await room.archive.look() == 0
        await talk.scene.agents_call.hang_up()
        await room.take(talk.ended())

    async def filed() -> bool:
        return await room.archive.look() == 1

    await until(filed)
    assert not file.exists()
    (row,) = await rows(database, RecordingRow)
    told = (row["ended_at"] - row["started_at"]).total_seconds()
    assert (row["state"], row["seconds"]) == ("ok", pytest.approx(told, abs=1.0))
    with stored_audio(room.vault.store, room.vault.keys, row["storage_key"], None) as audio:
        left, right = np.concatenate(list(audio.samples())).T
    assert (pitches_in(left), pitches_in(right)) == ({PITCHES[0]}, {PITCHES[1]})
    findings = [one for one in await rows(database, RecordingFindingRow) if one["resolved_at"] is None]
    assert findings == []


async def _killed_while_recording(house: House, hand: Hand, room: Recordings) -> None:
    """R12: the kernel closes the files, whole pairs of samples are kept, at most seconds are lost."""
    async with AsyncExitStack() as stack:
        talks = await asyncio.gather(
            *(_talking(house, hand, stack, agent, f"5551{agent}") for agent in AGENTS)
        )
        pid = house.asterisk.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        for talk in talks:
            await room.take(talk.ended())

        async def all_filed() -> bool:
            await room.archive.look()
            return room.archive.archived == 1 + len(AGENTS)

        await until(all_filed)
        await asyncio.to_thread(house.asterisk.start)  # telephones take leave of somebody who answers


def test_the_spools_disk_is_full_in_mid_call(tmp_path: Path, prompts: Path) -> None:
    """R11: the call goes on; what there was room for is kept, marked and listed, each side where it belongs."""
    namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    command = [*namespace, sys.executable, "-m", "tests.real.recordings.full_spool", tmp_path, prompts]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["seconds"] > 6
    assert (told["state"], told["bytes"]) == ("truncated", 131_072)
    assert told["sides"] == [[PITCHES[0]], [PITCHES[1]]]
    assert told["found"] == [["short", pytest.approx(told["seconds"], abs=0.1), 4.1]]
