"""The audio of one test call on a UDP port: a mouth on a steady 20 ms clock and everything that is heard."""

import asyncio
import contextlib
import secrets
import socket
import struct
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from testcalls.g711 import Codec, Samples
from testcalls.rtp import PTIME_MS, SAMPLES, KeyPacket, Packet, RtpError, key_packets, key_pressed
from testcalls.sdp import EVENT_PAYLOAD, Audio
from testcalls.timeline import Timeline

_SILENCE = {codec: codec.encode(np.zeros(SAMPLES, np.int16)) for codec in Codec}
_TICK = PTIME_MS / 1000
_BEHIND = 0.5
"""Seconds behind the clock after which the mouth skips ahead instead of hurrying."""
_SO_TIMESTAMPNS = 35
"""Linux, socket(7): each datagram comes with the time at which the kernel received it."""
_MAX_BYTES = 2048
_BUFFER_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Frame:
    """20 ms to send: audio, an update of a key, or silence (neither)."""

    audio: bytes = b""
    key: KeyPacket | None = None
    since: int = 0
    """How many frames ago the key began."""


class Media:
    """One RTP stream each way. `listen` first, `talk_to` when the other side is known, `close` at the end.

    `keys_heard` holds the keys that the other side pressed.
    """

    def __init__(self, codecs: tuple[Codec, ...] = (Codec.PCMA, Codec.PCMU)) -> None:
        self.codecs = codecs
        self.timeline = Timeline()
        self.keys_heard: list[str] = []
        self._loop = asyncio.get_running_loop()
        self._socket: socket.socket | None = None
        self._clock: asyncio.Task[None] | None = None
        self._remote: Audio | None = None
        self._began: float | None = None
        self._frames: deque[_Frame] = deque()
        self._drained = asyncio.Event()
        self._closed = False
        self._ssrc, self._sequence = secrets.randbits(32), secrets.randbits(15)
        self._time = secrets.randbits(31)
        self._last_key = -1
        self._out: Callable[[bytes, tuple[str, int]], None] | None = None

    async def listen(self, host: str, port: int = 0) -> Audio:
        """Open the port (0: any free one). Returns what to offer."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._socket.bind((host, port))
        self._loop.add_reader(self._socket, self._receive)
        bound: int = self._socket.getsockname()[1]
        return Audio(host, bound, self.codecs)

    def send_with(self, out: Callable[[bytes, tuple[str, int]], None]) -> None:
        """Send through something else, and no silence: somebody else speaks in this call too (SIPp)."""
        self._out = out

    @property
    def now(self) -> float:
        """Seconds since the call was answered or its first sound came, 0 before."""
        return 0.0 if self._began is None else self._loop.time() - self._began

    def talk_to(self, remote: Audio) -> None:
        """The call is answered (or its media has moved): time starts, the mouth sends."""
        self._remote = remote
        self._begin(self._loop.time())
        if self._clock is None:
            self._clock = asyncio.create_task(self._mouth())

    async def press(self, keys: str, *, tone_ms: int, gap_ms: int) -> None:
        """Press keys (RFC 4733) one after the other; returns when the last one is released."""
        for key in keys:
            packets = key_packets(key, tone_ms)
            self._frames += [_Frame(key=packet, since=n) for n, packet in enumerate(packets)]
            self._frames += [_Frame()] * (max(gap_ms, 3 * PTIME_MS) // PTIME_MS - 2)
        await self._all_sent()

    async def speak(self, samples: Samples) -> None:
        """Say something; returns when it has been said."""
        codec = self._remote.codec if self._remote else self.codecs[0]
        whole = np.pad(samples, (0, -len(samples) % SAMPLES))
        payload = codec.encode(whole)
        self._frames += [_Frame(payload[n : n + SAMPLES]) for n in range(0, len(payload), SAMPLES)]
        await self._all_sent()

    def advance(self) -> Samples:
        """Audio that became final since the last time; nothing is missed that has arrived by now."""
        self._receive()
        return self.timeline.advance(self.now)

    def close(self) -> None:
        """Stop the clock and free the port. What is said from now on is lost."""
        self._closed = True
        if self._clock:
            self._clock.cancel()
        if self._socket:
            self._loop.remove_reader(self._socket)
            self._socket.close()
            self._socket = None
        self._frames.clear()
        self._drained.set()

    def _receive(self) -> None:
        """Take what has arrived, each datagram at the time at which it reached this machine."""
        while self._socket is not None:
            try:
                data, ancillary, _, _ = self._socket.recvmsg(_MAX_BYTES, socket.CMSG_SPACE(16))
            except BlockingIOError:
                return
            except OSError:
                continue  # the other side's port is closed already: the signalling says what that means
            self._take(data, self._loop.time() - _age(ancillary))

    def _take(self, data: bytes, arrived: float) -> None:
        self._begin(arrived)
        try:
            packet = Packet.decode(data)
        except RtpError:
            return
        if packet.payload_type in (0, 8):
            since = arrived - (self._began or arrived)
            self.timeline.place(packet, Codec(packet.payload_type), since)
        elif packet.payload_type == EVENT_PAYLOAD:
            self._key(packet)

    def _begin(self, at: float) -> None:
        if self._began is None:
            self._began = at

    def _key(self, packet: Packet) -> None:
        pressed = key_pressed(packet.payload)
        if pressed and packet.timestamp != self._last_key:
            self._last_key = packet.timestamp
            self.keys_heard.append(pressed[0])

    async def _all_sent(self) -> None:
        if self._closed:  # the call is over, nobody listens
            self._frames.clear()
            return
        self._drained.clear()
        if self._frames:
            await self._drained.wait()

    async def _mouth(self) -> None:
        due = self._loop.time()
        while True:
            frame = self._frames.popleft() if self._frames else _Frame()
            if frame != _Frame() or self._out is None:
                self._send(frame)
            if not self._frames:
                self._drained.set()
            due += _TICK
            if self._loop.time() - due > _BEHIND:
                due = self._loop.time()
            await asyncio.sleep(max(due - self._loop.time(), 0))

    def _send(self, frame: _Frame) -> None:
        if self._remote is None or self._socket is None:
            return
        kind, stamp, marker = self._remote.codec.value, self._time, False
        payload = frame.audio
        if frame.key:
            kind = EVENT_PAYLOAD if self._remote.event_payload is None else self._remote.event_payload
            payload, marker = frame.key.payload, frame.key.marker
            stamp = self._time - frame.since * SAMPLES
        elif not payload:
            payload = _SILENCE[self._remote.codec]
        packet = Packet(kind, self._sequence & 0xFFFF, stamp & 0xFFFFFFFF, self._ssrc, payload, marker)
        with contextlib.suppress(BlockingIOError):
            (self._out or self._socket.sendto)(packet.encode(), (self._remote.host, self._remote.port))
        self._sequence += 1
        self._time += SAMPLES


def _age(ancillary: list[tuple[int, int, bytes]]) -> float:
    """Seconds that a datagram has waited in the kernel, 0 where the kernel does not tell."""
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) >= 16:
            seconds, nanoseconds = struct.unpack("@qq", data[:16])
            return max(time.time() - float(seconds) - float(nanoseconds) / 1e9, 0.0)
    return 0.0
