"""A dialog that talks to test callers over FastAGI: asks for a number, reads it back, asks whether it is right."""

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.real.asterisk.broken_dialogs import request, say

ENTRY = "10000 13"
CHOICE = "10000 1"


@dataclass(slots=True)
class EntryDialog:
    """V1 → keys → V2, the digits, V2_confirm → 1: V9 and the end, else again. `entries`: what Asterisk received."""

    prompts: Path
    entries: list[str] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One call."""
        await request(reader)
        await say(
            reader, writer, 'SET VARIABLE "TIMEOUT(absolute)" 60'
        )  # it tells of no steps of its own (R2)
        sound = self.prompts / "zh"

        async def keys(prompt: str, limits: str) -> str:
            answer = await say(reader, writer, f"GET DATA {sound / prompt} {limits}")
            found = re.match(r"200 result=([0-9*#]*)", answer)
            return found[1] if found else ""

        for _ in range(3):
            self.entries.append(await keys("V1", ENTRY))
            for prompt in ("V2", *(f"digit_{digit}" for digit in self.entries[-1])):
                await say(reader, writer, f'STREAM FILE {sound / prompt} ""')
            if await keys("V2_confirm", CHOICE) == "1":
                break
        for prompt in ("V9", "goodbye"):
            await say(reader, writer, f'STREAM FILE {sound / prompt} ""')
        await say(reader, writer, "SET VARIABLE IVR_NEXT goodbye")
        await say(reader, writer, "SET VARIABLE IVR_DONE 1")
        writer.close()
