"""A scripted Asterisk manager on TCP: the honest fake of the manager's seam, for tests here and at sites.

It speaks AMI as Asterisk does (banner, sign-in, ping, lists) and can be told to go silent, to cut its bytes
anywhere, or to send anything at all.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

Headers = Mapping[str, str]
Answer = Callable[[Headers], bytes | None]

BANNER = b"Asterisk Call Manager/11.0.0\r\n"


def block(**headers: str) -> bytes:
    """A block as Asterisk writes it; underscores in names become hyphens."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def success(action: Headers, message: str = "Done") -> bytes:
    """The plain answer to an action."""
    return block(Response="Success", ActionID=action["ActionID"], Message=message)


class ScriptedManager:
    """Serves any number of sessions on a port of its own; use as an async context manager.

    `answers` maps an action's name to a function that returns its answer, or None for no answer at all.
    `received` holds every action in the order of arrival; `silent` swallows everything that would be sent
    (half open).
    """

    def __init__(self, answers: Mapping[str, Answer] | None = None, piece: int | None = None) -> None:
        self.answers: dict[str, Answer] = {
            "Login": lambda action: success(action, "Authentication accepted"),
            "Ping": lambda action: block(Response="Success", ActionID=action["ActionID"], Ping="Pong"),
            "Setvar": success,
            "Status": self._no_such_channel,
            "CoreShowChannels": self._channels,
            **(answers or {}),
        }
        self.piece = piece
        self.received: list[Headers] = []
        self.silent = False
        self.channels: list[dict[str, str]] = []
        self.signed_in: dict[str, asyncio.StreamWriter] = {}
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> "ScriptedManager":
        """Listen on a free loopback port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up on everybody and close the port."""
        self._server.close()
        self.drop()
        await self._server.wait_closed()

    def drop(self) -> None:
        """End every connection now."""
        for writer in self._writers:
            writer.transport.abort()
        self.signed_in.clear()

    async def say(self, data: bytes, user: str = "faultline-events") -> None:
        """Send raw bytes to one signed-in user, in pieces of `piece` bytes if set."""
        await self._write(self.signed_in[user], data)

    async def emit(self, **headers: str) -> None:
        """Send an event to the events session."""
        await self.say(block(**headers))

    def actions(self, name: str) -> list[Headers]:
        """The actions of this name received so far."""
        return [action for action in self.received if action["Action"] == name]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await self._write(writer, BANNER)
            while True:
                text = (await reader.readuntil(b"\r\n\r\n")).decode()
                await self._take(dict(line.split(": ", 1) for line in text.split("\r\n") if line), writer)
        self._writers.discard(writer)
        writer.close()

    async def _take(self, action: Headers, writer: asyncio.StreamWriter) -> None:
        self.received.append(action)
        answer = self.answers[action["Action"]](action)
        if action["Action"] == "Login":
            self.signed_in[action["Username"]] = writer
        if answer is not None:
            await self._write(writer, answer)

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        if self.silent:
            return
        size = self.piece or len(data)
        for start in range(0, len(data), size):
            writer.write(data[start : start + size])
            await writer.drain()
            if self.piece:
                await asyncio.sleep(0)

    def _channels(self, action: Headers) -> bytes:
        answer_to = action["ActionID"]
        items = [block(Event="CoreShowChannel", ActionID=answer_to, **channel) for channel in self.channels]
        return b"".join(
            [
                block(
                    Response="Success", ActionID=answer_to, EventList="start", Message="Channels will follow"
                ),
                *items,
                block(
                    Event="CoreShowChannelsComplete",
                    ActionID=answer_to,
                    EventList="Complete",
                    ListItems=str(len(self.channels)),
                ),
            ]
        )

    def _no_such_channel(self, action: Headers) -> bytes:
        there = any(action["Channel"] in (c.get("Channel"), c.get("Uniqueid")) for c in self.channels)
        if there:
            return success(action, "Channel status will follow")
        return block(Response="Error", ActionID=action["ActionID"], Message="No such channel")
