"""A caller whose SIP is SIPp's and whose keypad tones SIPp plays, told when to by our ear on the caller's audio.

SIPp runs `scenarios/caller.xml` and is steered over its 3PCC connection. Its tones leave through a raw socket, which
needs CAP_NET_RAW; without it (`sipp_plays()` is false) our own media sends them from the port that SIPp offered.
"""

import asyncio
import contextlib
import re
import socket
import struct
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path
from types import TracebackType
from typing import Self

from faultline.toolbox import find_tool
from testcalls.caller import CallFailed
from testcalls.g711 import Codec
from testcalls.handset import TONE_MS, Handset
from testcalls.media import Media
from testcalls.repertoire import Repertoire
from testcalls.sdp import Audio

SCENARIOS = Path(__file__).parent / "scenarios"
EVENT_PAYLOAD = 96
"""What SIPp's play_dtmf sends."""
_END = b"\x1b"
_CALL = "the-call"


def sipp_plays() -> bool:
    """Whether this process may open raw sockets, and so SIPp can play tones itself."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP).close()
    except PermissionError:
        return False
    return True


class RawMouth:
    """Sends our audio from SIPp's media port, so that Asterisk takes both for one source (strictrtp)."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
        self._socket.bind((host, 0))
        self._port = port

    def send(self, packet: bytes, to: tuple[str, int]) -> None:
        """One UDP datagram without checksum (RFC 768 allows 0)."""
        header = struct.pack("!HHHH", self._port, to[1], 8 + len(packet), 0)
        self._socket.sendto(header + packet, (to[0], 0))

    def close(self) -> None:
        """Free the socket."""
        self._socket.close()


class SippCaller(Handset):
    """The same as TestCaller (dial, hears, press, speak, hang_up, ended), placed by SIPp."""

    def __init__(
        self,
        server: tuple[str, int],
        repertoire: Repertoire,
        *,
        from_number: str = "87650002",
        bind_host: str = "127.0.0.1",
        plays: bool | None = None,
        log: Path | None = None,
    ) -> None:
        super().__init__(repertoire, Media())
        self.number = from_number
        self._server, self._host = server, bind_host
        self._plays = sipp_plays() if plays is None else plays
        self._log = ["-trace_msg", "-message_file", str(log)] if log else []
        self._sipp: Process | None = None
        self._notes: asyncio.Task[None] | None = None
        self._up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._dialled = False
        self._ended = asyncio.Event()
        self._mouth: RawMouth | None = None
        self.ended_by = ""

    async def __aenter__(self) -> Self:
        twin, sip, control = (_free_port(self._host, kind) for kind in _KINDS)
        self._audio = await self.media.listen(self._host)
        self._sipp = await asyncio.create_subprocess_exec(
            find_tool("sipp"),
            *[f"{self._server[0]}:{self._server[1]}", "-sf", SCENARIOS / "caller.xml", "-m", "1", "-nostdin"],
            *["-3pcc", f"{self._host}:{twin}", "-i", self._host, "-p", str(sip), "-cp", str(control)],
            *["-min_rtp_port", str(self._audio.port + 2), "-max_rtp_port", str(self._audio.port + 202)],
            *self._log,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
        )
        reader, self._writer = await self._connect(twin)
        self._notes = asyncio.create_task(self._read(reader))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.hang_up()
        await self._stop()
        self._writer.close()
        if self._mouth:
            self._mouth.close()
        if self._notes:
            self._notes.cancel()
        await self._finish()

    async def dial(self, number: str, *, within: float = 10.0) -> None:
        """Call a number; returns when it is answered. Raises CallFailed."""
        await self.begin(number)
        await self.answered(within=within)

    async def begin(self, number: str) -> None:
        """Let SIPp send the INVITE."""
        self._dialled = True
        self._up.add_done_callback(lambda future: future.exception())
        self._tell(f"Dial: {number}", f"From: {self.number}", f"Audio: {self._audio.port}")

    async def answered(self, *, within: float = 10.0) -> None:
        """Wait for the answer. Raises CallFailed."""
        try:
            await asyncio.wait_for(asyncio.shield(self._up), within)
        except TimeoutError:
            raise CallFailed(408, "no answer in time", []) from None

    async def press(self, keys: str, *, tone_ms: int = TONE_MS, gap_ms: int = TONE_MS) -> None:
        """Press keys. SIPp's gaps are as long as its tones, after 0.4 s of nothing (its play_dtmf)."""
        if not self._plays:
            await self.media.press(keys, tone_ms=tone_ms, gap_ms=gap_ms)
            return
        self._tell(f"Keys: {keys},{tone_ms}")
        await asyncio.sleep(0.4 + (len(keys) + 1) * 2 * tone_ms / 1000)  # a next play_dtmf would cut it off

    async def hang_up(self, *, within: float = 5.0) -> None:
        """End the call as soon as it is answered: SIPp sends BYE (why no CANCEL: see its scenario)."""
        if self._dialled and not self._ended.is_set():
            with contextlib.suppress(TimeoutError, CallFailed):
                async with asyncio.timeout(within):
                    await asyncio.shield(self._up)
                    self._tell("Leave: yes")
                    await self._ended.wait()
        await self._stop()

    async def ended(self, within: float = 15.0) -> str:
        """Wait until the call is over; returns who ended it. Raises TimeoutError."""
        await asyncio.wait_for(self._ended.wait(), within)
        await self._stop()
        return self.ended_by

    async def _finish(self) -> None:
        """SIPp ends by itself after its one call; one that never called is told to."""
        if self._sipp is None:
            return
        try:
            await asyncio.wait_for(self._sipp.wait(), 2)
        except TimeoutError:
            self._sipp.kill()
            await self._sipp.wait()

    async def _connect(self, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + 10
        while True:
            try:
                return await asyncio.open_connection(self._host, port)
            except ConnectionRefusedError:
                if loop.time() > deadline or (self._sipp and self._sipp.returncode is not None):
                    raise
                await asyncio.sleep(0.02)

    def _tell(self, *lines: str) -> None:
        self._writer.write("\r\n".join([f"Call-ID: {_CALL}", *lines, "", ""]).encode() + _END)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                self._note((await reader.readuntil(_END)).decode())
        self._end("lost")

    def _note(self, text: str) -> None:
        found = re.search(r"Note: (\w+) ?(.*)", text)
        kind, rest = (found[1], found[2].split()) if found else ("", [])
        if kind == "up":
            self._answer(int(rest[0]), int(rest[2]))
        elif kind == "refused":
            if not self._up.done():
                self._up.set_exception(CallFailed(int(rest[0]), "", []))
            self._end("them")
        elif kind == "over":
            self._end(rest[0])

    def _answer(self, port: int, own: int) -> None:
        if self._plays:
            self._mouth = RawMouth(self._host, own)
            self.media.send_with(self._mouth.send)
        self.media.talk_to(Audio(self._server[0], port, (Codec.PCMA,), EVENT_PAYLOAD))
        self._start_listening()
        if not self._up.done():
            self._up.set_result(None)

    def _end(self, by: str) -> None:
        if not self._ended.is_set():
            self.ended_by = by
            self._ended.set()
            self._closing.set()
        if not self._up.done():
            self._up.set_exception(CallFailed(408, "SIPp has gone", []))


_KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_DGRAM)


def _free_port(host: str, kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
