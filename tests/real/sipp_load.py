"""Many calls at once by one SIPp, with a fixed flow and nobody listening: for floods (R13) and benches."""

import asyncio
import csv
from asyncio.subprocess import DEVNULL
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from faultline.toolbox import find_tool
from tests.real.sipp import SCENARIOS, sipp_plays


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys pressed, `after` seconds from the last step on; needs CAP_NET_RAW (`sipp_plays`)."""

    after: float
    keys: str
    tone_ms: int = 100

    def xml(self) -> str:
        """The step in SIPp's words; the next one waits until the tones are over."""
        spent = round(400 + (len(self.keys) + 1) * 2 * self.tone_ms)
        play = f'<nop><action><exec play_dtmf="{self.keys},{self.tone_ms}"/></action></nop>'
        return f'<pause milliseconds="{self.after * 1000:.0f}"/>{play}<pause milliseconds="{spent}"/>'


@dataclass(frozen=True, slots=True)
class Stay:
    """Nothing for so many seconds."""

    seconds: float

    def xml(self) -> str:
        """The step in SIPp's words."""
        return f'<pause milliseconds="{self.seconds * 1000:.0f}"/>'


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What became of the calls. `answer_ms`: INVITE to 200 or 503 of each, in order of arrival."""

    taken: int
    refused: int
    failed: int
    answer_ms: tuple[float, ...]


async def load(
    server: tuple[str, int],
    folder: Path,
    *,
    number: str,
    calls: int,
    rate: float,
    at_once: int,
    steps: Sequence[Keys | Stay] = (Stay(5),),
    limit: float = 300.0,
) -> LoadResult:
    """Place `calls` calls, `rate` a second, at most `at_once` up. Raises TimeoutError past `limit` seconds.

    `folder` takes the scenario and SIPp's logs. Raises PermissionError for keys without CAP_NET_RAW.
    """
    if any(isinstance(step, Keys) for step in steps) and not sipp_plays():
        raise PermissionError("SIPp plays keys through a raw socket only (CAP_NET_RAW)")
    scenario = folder / "load.xml"
    text = (SCENARIOS / "load.xml").read_text()
    scenario.write_text(text.replace("<!-- STEPS -->", "\n  ".join(step.xml() for step in steps)))
    sipp = await asyncio.create_subprocess_exec(
        find_tool("sipp"),
        *[f"{server[0]}:{server[1]}", "-sf", scenario, "-s", number, "-i", "127.0.0.1", "-p", "0"],
        *["-m", str(calls), "-r", f"{rate:g}", "-l", str(at_once), "-nostdin", "-cp", "0"],
        *["-trace_stat", "-stf", folder / "stat.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "1"],
        cwd=folder,
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    try:
        await asyncio.wait_for(sipp.wait(), limit)
    finally:
        if sipp.returncode is None:
            sipp.kill()
            await sipp.wait()
    return _result(folder)


def _result(folder: Path) -> LoadResult:
    with (folder / "stat.csv").open() as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    rows: list[list[str]] = []
    for times in folder.glob("*_rtt.csv"):  # none when no call was answered
        with times.open() as file:
            rows += list(csv.reader(file, delimiter=";"))[1:]
    return LoadResult(
        taken=int(last["taken(C)"]),
        refused=int(last["refused(C)"]),
        failed=int(last["FailedCall(C)"]),
        answer_ms=tuple(float(row[1]) for row in rows),
    )
