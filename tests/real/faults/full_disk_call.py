"""A call while the disk fills up, in a mount namespace of its own: the folder that is named lies on a small disk.

Prints what happened as JSON. Arguments: `recordings` or `data` (what is on the small disk), an empty folder, the
folder of the built prompts.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from testcalls.caller import TestCaller
from testcalls.repertoire import Repertoire
from tests.real.faults.conftest import serving
from tests.real.faults.journey import PATIENCE, murmur, number_entered
from tests.real.served import Served
from tests.waiting import until

LINE = "55500301"
MEGABYTES = {"recordings": 4, "data": 64}
LEFT_BYTES = 50_000
"""Room left when the disk fills up: three seconds of a recording."""
SPOKEN_SECONDS = 9.0
ENDINGS = {"recordings": "goodbye", "data": "desk_trouble"}


async def main(place: str, folder: Path, prompts: Path) -> dict[str, Any]:
    """The whole story."""
    small = folder / "data" / ("recordings" if place == "recordings" else "")
    small.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES[place]}m", "none", str(small)]
    await asyncio.to_thread(subprocess.run, command, check=True)
    repertoire = Repertoire.load(prompts / "prompts")
    environment = {"FAULTLINE_LEAST_FREE_MB": "1"}
    house = serving(folder / "data", prompts, repertoire, environment=environment)
    async with house as served, served.house.caller() as phone:
        return await _story(served, phone, small / "filler", place)


async def _story(served: Served, phone: TestCaller, filler: Path, place: str) -> dict[str, Any]:
    told: dict[str, Any] = {"before": (await served.readiness())[0]}
    await phone.dial("112")
    for prompt, keys in (*number_entered(LINE), ("V5", "#")):
        await phone.hears(prompt, within=PATIENCE)
        await phone.press(keys)
    await phone.hears("beep", within=PATIENCE)
    told["alarm_seconds"] = await _fill_up(served, phone, filler)
    told["alarm"] = (await served.readiness())[1]
    await phone.press("#")
    await phone.hears("V5_class", within=PATIENCE)
    await phone.press("1")
    await phone.hears("V6", within=PATIENCE)
    await phone.press("1")
    if place == "recordings":
        await phone.hears("report_number", within=PATIENCE)
        await phone.press("2")
        await phone.hears("V11", within=PATIENCE)
        await phone.press("2")
    await phone.hears(ENDINGS[place], within=PATIENCE)
    told["metrics"] = [line for line in (await served.figures()).splitlines() if line.startswith(_METRICS)]
    await asyncio.to_thread(filler.unlink)
    await phone.hang_up()
    await served.ready()
    return told | await _stored(served)


_METRICS = ("faultline_disk_alarm", "faultline_recordings_truncated_total")


async def _fill_up(served: Served, phone: TestCaller, filler: Path) -> float:
    """Fill the disk, speak, and wait for the alarm; after how many seconds it came."""
    filled = time.monotonic()
    await asyncio.to_thread(_write, filler)
    speaking = asyncio.create_task(phone.media.speak(murmur(SPOKEN_SECONDS)))

    async def alarmed() -> bool:
        return (await served.readiness())[0] != httpx.codes.OK

    await until(alarmed, seconds=30)
    seconds = time.monotonic() - filled
    await speaking
    return seconds


def _write(filler: Path) -> None:
    with filler.open("wb") as file:
        room = _free(filler.parent) - LEFT_BYTES
        while room > 0:
            room -= file.write(bytes(min(room, 1 << 20)))


def _free(folder: Path) -> int:
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize


async def _stored(served: Served) -> dict[str, Any]:
    async def noted() -> list[Any]:
        return [row for row in served.rows("report_events") if row["kind"] == "recording_truncated"]

    (event,) = await until(noted, seconds=60)
    (report,) = served.rows("fault_reports")
    recording = served.house.settings.folder / report["symptom_recording"]
    return {
        "report": [report["line_number"], report["confirmed"], report["contact_number"]],
        "noted": event["data"]["recording"] == report["symptom_recording"],
        "seconds": recording.stat().st_size / 16_000,
    }


if __name__ == "__main__":
    result = asyncio.run(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
    sys.stdout.write(json.dumps(result))
