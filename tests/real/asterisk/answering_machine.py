"""An agent's telephone that answers by itself and echoes what it hears: SIPp as a user agent server."""

import asyncio
import contextlib
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator

from faultline.toolbox import find_tool

CALLS = 20


@contextlib.asynccontextmanager
async def answering(port: int) -> AsyncIterator[None]:
    """A telephone on 127.0.0.1 and this UDP port that answers each call at once."""
    words = ["-sn", "uas", "-i", "127.0.0.1", "-p", str(port), "-m", str(CALLS), "-nostdin", "-rtp_echo"]
    program = str(find_tool("sipp"))
    sipp = await asyncio.create_subprocess_exec(program, *words, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield
    finally:
        sipp.kill()
        await sipp.wait()
