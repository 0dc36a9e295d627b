"""The contract's stage on a real Asterisk: a real SIP call, real keys (RFC 4733), real prompts, and an ear."""

import asyncio
import contextlib
from typing import Any

from prometheus_client import CollectorRegistry

from ivr.agi_line import AgiLine
from ivr.agi_server import AgiServer
from ivr.line import Hangup
from ivr.prompts.library import PromptLibrary
from ivr.script import Reaction
from testcalls.caller import TestCaller
from testcalls.speech import warble
from tests.contract.stage import TONES, Came, Dialog, value_of
from tests.real.house import House

AFTER_SPEECH_SECONDS = 0.3


class RealStage:
    """AgiServer on the house's own port; the house's dialplan calls it for 112."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._library = PromptLibrary(house.settings.folder / "prompts")

    async def run(self, dialog: Dialog, script: tuple[Reaction, ...]) -> Came:
        """Run a dialog in a call."""
        came: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        async def handler(line: AgiLine) -> None:
            value = await value_of(dialog, line)
            with contextlib.suppress(Hangup):
                await line.hang_up()  # else the dialplan would go on to its fallback
            came.set_result(value)

        server = AgiServer(handler, library=self._library, registry=CollectorRegistry())
        await server.start(port=self._house.settings.agi_port)
        try:
            async with self._house.caller() as caller:
                await caller.dial("112")
                for reaction in script:
                    for _ in range(reaction.times):
                        await _act(caller, reaction)
                value = await asyncio.wait_for(came, 30)
                await caller.ended()
            heard = [h for h in caller.heard if h.id not in TONES]
            return Came(value, [h.digits or h.id for h in heard], [(h.id, h.language) for h in heard])
        finally:
            await server.close()
            await self._house.empty()


async def _act(caller: TestCaller, reaction: Reaction) -> None:
    await caller.hears(str(reaction.prompt), within=20)
    if reaction.speaks is not None:
        await caller.hears("beep")
        await caller.speak(warble(reaction.speaks))
        await asyncio.sleep(AFTER_SPEECH_SECONDS)
    if reaction.hangs_up:
        await caller.hang_up()
    elif reaction.presses:
        await caller.press(reaction.presses)
