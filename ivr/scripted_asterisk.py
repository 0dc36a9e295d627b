"""Asterisk's side of FastAGI over real TCP, with a caller who follows a script: the fake for wire tests.

    asterisk = ScriptedAsterisk(at("V1", presses="87654321#"), at("V2_confirm", presses="1"))
    await asterisk.call("127.0.0.1", server.port)
    assert asterisk.channel.heard[:1] == ["V1"]

It answers at once whatever would take time, sends in pieces if told so, and hangs up in any of Asterisk's
four ways.
"""

import asyncio
from typing import Literal

from ivr.agi_arguments import arguments
from ivr.script import Reaction
from ivr.scripted_channel import CallerLeft, ScriptedChannel

HangupForm = Literal["HANGUP", "result", "511", "eof"]


class ScriptedAsterisk:
    """One call to a FastAGI server. `piece`: send in pieces of so many bytes (0: as a whole)."""

    def __init__(
        self,
        *script: Reaction,
        script_name: str = "fault_report",
        unique_id: str = "1700000000.1",
        caller: str = "5550001",
        dialled: str = "112",
        language: str = "zh",
        variables: dict[str, str] | None = None,
        hangup_form: HangupForm = "HANGUP",
        piece: int = 0,
    ) -> None:
        self.channel = ScriptedChannel(*script, variables={"UNIQUEID": unique_id, **(variables or {})})
        self.headers = {
            "network": "yes",
            "network_script": script_name,
            "request": f"agi://127.0.0.1/{script_name}",
            "channel": "PJSIP/trunk-00000001",
            "language": language,
            "type": "PJSIP",
            "uniqueid": unique_id,
            "version": "22.10.1",
            "callerid": caller,
            "calleridname": "unknown",
            "callingpres": "0",
            "dnid": dialled,
            "rdnis": "unknown",
            "context": "stage",
            "extension": "s",
            "priority": "3",
            "enhanced": "0.0",
            "accountcode": "",
            "threadid": "140000000000000",
        }
        self._hangup_form = hangup_form
        self._piece = piece

    def greeting(self) -> bytes:
        """The header block."""
        return "".join(f"agi_{name}: {value}\n" for name, value in self.headers.items()).encode() + b"\n"

    async def call(self, host: str, port: int) -> None:
        """Connect, answer commands until either side ends, and close."""
        reader, writer = await asyncio.open_connection(host, port)
        try:
            await self._send(writer, self.greeting())
            while command := await reader.readline():
                answer, ends = self._answer(command)
                await self._send(writer, answer)
                if ends:
                    break
            await reader.read()  # as after a hang-up: until the server closes
        except ConnectionError:
            pass
        finally:
            writer.close()

    def _answer(self, command: bytes) -> tuple[bytes, bool]:
        try:
            return self.channel.execute(arguments(command.decode().rstrip("\n"))).encode() + b"\n", False
        except CallerLeft:
            self.channel.hung_up = True
            return self._hangup(), self._hangup_form != "511"

    def _hangup(self) -> bytes:
        match self._hangup_form:
            case "HANGUP":
                return b"HANGUP\n200 result=-1\n"
            case "result":
                return b"200 result=-1\n"
            case "511":
                return b"511 Command Not Permitted on a dead channel or intercept routine\n"
            case "eof":
                return b""

    async def _send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        size = self._piece or len(data) or 1
        for start in range(0, len(data), size):
            writer.write(data[start : start + size])
            await writer.drain()
            if self._piece:
                await asyncio.sleep(0)
        if not data:
            writer.write_eof()
