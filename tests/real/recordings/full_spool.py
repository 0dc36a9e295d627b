"""A conversation for which the spool's disk has no room half-way: a real Asterisk, a tmpfs in a mount namespace of its
own. Arguments: an empty folder, a data folder with prompts. Prints what happened as JSON.
"""

import asyncio
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk.database import schema
from desk.database.database import Database
from desk.models import RecordingFindingRow, RecordingRow
from faultline.asterisk import AgentEndpoint
from faultline.settings import Settings
from recordings.conversation import AnsweredLeg, Conversation
from recordings.room import Recordings
from recordings.stored_audio import stored_audio
from testcalls.repertoire import Repertoire
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.asterisk.hand import Hand, hand_on
from tests.real.asterisk.scenes import telephone, waiting
from tests.real.asterisk.tones import PITCHES, pitches_in, tone
from tests.real.conftest import AGENT_SECRET
from tests.real.desk.rows import rows
from tests.real.house import House
from tests.real.recordings.conftest import QUICK
from tests.waiting import until

ROOM_BYTES = 128 * 1024
"""Four seconds of a conversation."""
TALK_SECONDS = 7.0


def _small_disk(folder: Path) -> Path:
    """The spool on a disk of its own."""
    spool = Settings(data=folder).folder / "recordings" / "conversations"
    spool.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM_BYTES}", "tmpfs", str(spool)], check=True)
    return spool


async def _recorded(house: House, hand: Hand) -> Conversation:
    """Both sides sound their tones until long after the disk is full; the call goes on."""
    async with waiting(house, hand, "55510001") as scene, telephone(house, "8001") as phone:
        await scene.answered(phone, "8001", "offer-1")
        began_at, began = datetime.now(UTC), time.monotonic()
        parties = (scene.phone, scene.agents_call)
        sounding = [
            one.media.speak(tone(pitch, TALK_SECONDS)) for one, pitch in zip(parties, PITCHES, strict=False)
        ]
        heard = len(scene.phone.audio())
        await asyncio.gather(*sounding)

        async def all_heard() -> bool:
            return len(scene.phone.audio()) - heard >= TALK_SECONDS * 8000

        await until(all_heard)
        seconds = time.monotonic() - began
        await scene.agents_call.hang_up()
    legs = (AnsweredLeg("8001", 0.0, seconds),)
    return Conversation("node1", scene.leg, scene.leg, scene.file, began_at, seconds, legs)


async def main(folder: Path, prompts: Path, spool: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{folder / 'faultline.sqlite3'}")
    await schema.upgrade(database)
    agents = (AgentEndpoint("8001", AGENT_SECRET),)
    house = House.open(folder, prompts, agents=agents, repertoire=Repertoire.load(prompts / "prompts"))
    try:
        house.asterisk.rx("queue add member Local/s@end/n to junior")
        async with hand_on(house) as hand, server(house.settings.agi_port, sends_to("agent")):
            conversation = await _recorded(house, hand)
    finally:
        house.close()
    told: dict[str, Any] = {"seconds": conversation.seconds}
    room = Recordings(database, folder, "node1", spool=spool, pace=QUICK)
    await room.take(conversation)
    await room.archive.look()
    told |= await _archived(room, database)
    await database.close()
    sys.stdout.write(json.dumps(told))


async def _archived(room: Recordings, database: Database) -> dict[str, Any]:
    (row,) = await rows(database, RecordingRow)
    with stored_audio(room.vault.store, room.vault.keys, row["storage_key"], None) as audio:
        blocks = list(audio.samples())
    sides = [sorted(pitches_in(blocks[0][:, side])) for side in (0, 1)]
    found = [
        (one["kind"], one["expected"], one["found"]) for one in await rows(database, RecordingFindingRow)
    ]
    return {
        "state": row["state"],
        "kept": row["seconds"],
        "sides": sides,
        "found": found,
        "bytes": row["source_bytes"],
    }


DATA = Path(sys.argv[1])
asyncio.run(main(DATA, Path(sys.argv[2]), _small_disk(DATA)))
