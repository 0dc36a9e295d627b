"""A scripted Asterisk manager on TCP: the honest fake of the manager's seam, for tests here and at sites.

It speaks AMI as Asterisk does (banner, sign-in, ping, lists) and can be told to go silent, to cut its bytes
anywhere, or to send anything at all.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence

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


def told(action: Headers) -> bytes:
    """The answer to UserEvent and the event itself."""
    own = {name: value for name, value in action.items() if name not in ("Action", "UserEvent")}
    event = block(Event="UserEvent", Privilege="user,all", UserEvent=action["UserEvent"], **own)
    return success(action, "Event Sent") + event


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
            "UserEvent": told,
            "Setvar": success,
            "Status": self._status,
            "CoreShowChannels": self._channels,
            "DeviceStateList": self._devices,
            **(answers or {}),
        }
        self.piece = piece
        self.received: list[Headers] = []
        self.silent = False
        self.channels: list[dict[str, str]] = []
        self.variables: dict[str, str] = {}
        """Of every channel."""
        self.devices: dict[str, str] = {}
        """Telephone (`PJSIP/8001`) → its state."""
        self.signed_in: dict[str, asyncio.StreamWriter] = {}
        self._writers: set[asyncio.StreamWriter] = set()
        self._turns: dict[asyncio.StreamWriter, asyncio.Lock] = {}

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
        self._turns.pop(writer, None)
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
        async with self._turns.setdefault(
            writer, asyncio.Lock()
        ):  # a block is whole, whatever comes beside it
            for start in range(0, len(data), size):
                writer.write(data[start : start + size])
                await writer.drain()
                if self.piece:
                    await asyncio.sleep(0)

    def _channels(self, action: Headers) -> bytes:
        return _list(action, "CoreShowChannel", self.channels)

    def _devices(self, action: Headers) -> bytes:
        states = [{"Device": device, "State": state} for device, state in self.devices.items()]
        return _list(action, "DeviceStateChange", states, complete="DeviceStateListComplete")

    def _status(self, action: Headers) -> bytes:
        there = [c for c in self.channels if action["Channel"] in (c.get("Channel"), c.get("Uniqueid"))]
        if not there:
            return block(Response="Error", ActionID=action["ActionID"], Message="No such channel")
        if "Variables" not in action:
            return success(action, "Channel status will follow")
        names = action["Variables"].split(",")
        lines = "".join(f"Variable: {name}={self.variables.get(name, '(null)')}\r\n" for name in names)
        answer = _list(action, "Status", there[:1])
        return answer.replace(b"Event: Status\r\n", f"Event: Status\r\n{lines}".encode(), 1)


def _list(
    action: Headers, event: str, items: Sequence[Mapping[str, str]], complete: str | None = None
) -> bytes:
    """An answer of several events, as Asterisk writes it."""
    to = action["ActionID"]
    blocks = [block(Response="Success", ActionID=to, EventList="start", Message="A list will follow")]
    blocks += [block(Event=event, ActionID=to, **item) for item in items]
    end = complete or f"{event}sComplete" if event != "Status" else "StatusComplete"
    return b"".join([*blocks, block(Event=end, ActionID=to, EventList="Complete", ListItems=str(len(items)))])
