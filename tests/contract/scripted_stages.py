"""The contract's stages without a telephone: the scripted caller, and the scripted Asterisk over TCP."""

from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry

from ivr.agi_line import AgiLine
from ivr.agi_server import AgiServer
from ivr.followed_line import FollowedLine
from ivr.said import Digits, Said
from ivr.script import Reaction
from ivr.scripted_asterisk import HangupForm, ScriptedAsterisk
from ivr.scripted_caller import ScriptedCaller
from tests.contract.stage import TONES, Came, Dialog, joined, value_of
from tests.prompt_folder import PromptFolder

FOLLOW = "a1b2c3d4e5f6a7b8"
PROMPTS = (
    "V1",
    "V2",
    "V2_confirm",
    "V3",
    "V8",
    "V9",
    "V11",
    "silence",
    "invalid_key",
    "testing",
    "still_testing",
)


class CallerStage:
    """`ScriptedCaller`: time of its own, a hundred times faster. `watched`: the caller's page follows the call."""

    def __init__(self, *, watched: bool = False) -> None:
        self._watched = watched

    async def run(self, dialog: Dialog, script: tuple[Reaction, ...]) -> Came:
        """Run a dialog in this process."""
        caller = ScriptedCaller(*script, pace=0.01)
        value = await value_of(dialog, FollowedLine(caller, FOLLOW) if self._watched else caller)
        return Came(value, [_name(said) for said in caller.heard if said not in TONES])


class WireStage:
    """AgiServer and AgiLine, a scripted Asterisk on the other end of a real TCP connection."""

    def __init__(
        self, folder: Path, *, piece: int = 0, hangup_form: HangupForm = "HANGUP", watched: bool = False
    ) -> None:
        self._watched = watched
        self._library = PromptFolder(folder, PROMPTS)
        self._piece = piece
        self._hangup_form = hangup_form

    async def run(self, dialog: Dialog, script: tuple[Reaction, ...]) -> Came:
        """Run a dialog through a server of its own."""
        values: list[Any] = []

        async def handler(line: AgiLine) -> None:
            values.append(await value_of(dialog, FollowedLine(line, FOLLOW) if self._watched else line))

        server = AgiServer(handler, library=self._library, registry=CollectorRegistry())
        await server.start()
        asterisk = ScriptedAsterisk(*script, piece=self._piece, hangup_form=self._hangup_form)
        await asterisk.call("127.0.0.1", server.port)
        await server.close(5.0)
        return Came(values[0], joined(asterisk.channel.heard))


def _name(said: Said) -> str:
    return said.number if isinstance(said, Digits) else str(said)
