"""One desktop's conversation with the service: admitted by a ticket, told what is new, heard, watched (R15, S13)."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from cti.errors import Unavailable
from cti.live import close_codes
from cti.live.hub import Hub, Seat
from cti.live.messages import Beat, FromDesktop, Hello, PopSeen, WantsFull, Welcome, decode
from cti.live.presence import Presence
from cti.live.viewer import Viewer
from cti.live.wire import Wire, WireLost

log = logging.getLogger(__name__)

_BEAT = msgspec.json.encode(Beat())


class Doors(Protocol):
    """Who may come in, and still may be there."""

    async def admit(self, ticket: str, address: str) -> Viewer | None:
        """Whose one-time ticket this is; it is used up. None: nobody's, or not any more. Raises Unavailable."""

    async def still(self, viewer: Viewer) -> bool:
        """Whether session and rights are what they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds, unless said otherwise."""

    hello: float = 5.0
    beat: float = 5.0
    silent: float = 12.5
    """Nothing from the desktop for so long: it is gone."""
    send: float = 10.0
    """One message takes longer: the desktop does not keep up."""
    close: float = 2.0
    rights: float = 15.0
    """How often rights are looked up anew; what changes in this process shows at once."""
    messages_a_second: int = 40
    full_states: int = 8
    """In a row, without the desktop once being up to date."""
    strangers: int = 200
    """Connections that have not shown a ticket yet."""


class _Ends(Exception):  # noqa: N818 - a verdict
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Desktops:
    """`serve` each connection; `on_pop_seen(agent, pop, revision)` hears of acknowledged pops."""

    def __init__(
        self,
        hub: Hub,
        doors: Doors,
        presence: Presence,
        on_pop_seen: Callable[[str, str, int], None],
        *,
        limits: Limits | None = None,
    ) -> None:
        self._hub = hub
        self._doors = doors
        self._presence = presence
        self._on_pop_seen = on_pop_seen
        self.limits = limits or Limits()
        self._strangers = 0

    @property
    def crowded(self) -> bool:
        """Too many connections have not shown a ticket yet."""
        return self._strangers >= self.limits.strangers

    async def serve(self, wire: Wire) -> None:
        """Talk with one desktop until its connection ends. Never raises but when cancelled."""
        try:
            viewer, hello = await self._admit(wire)
            await self._admitted(wire, viewer, hello)
        except _Ends as end:
            await self._close(wire, end.code, end.reason)
        except WireLost:
            pass

    async def _admit(self, wire: Wire) -> tuple[Viewer, Hello]:
        self._strangers += 1
        try:
            async with asyncio.timeout(self.limits.hello):
                hello = _read(await wire.receive())
                viewer = (
                    await self._doors.admit(hello.ticket, wire.address) if isinstance(hello, Hello) else None
                )
        except TimeoutError:
            raise _Ends(close_codes.NOT_ADMITTED, "no ticket in time") from None
        except Unavailable:
            raise _Ends(close_codes.UNAVAILABLE, "the database does not answer") from None
        finally:
            self._strangers -= 1
        if viewer is None or not isinstance(hello, Hello):
            raise _Ends(close_codes.NOT_ADMITTED, "not admitted")
        return viewer, hello

    async def _admitted(self, wire: Wire, viewer: Viewer, hello: Hello) -> None:
        talk = _Talk(self, wire)
        seat, resumed = self._hub.open(viewer, hello.stream, hello.last, talk.close)
        if viewer.agent:
            self._presence.come(viewer.agent)
        try:
            await talk.run(seat, self._welcome(seat, resumed))
        finally:
            self._hub.leave(seat, talk.close)
            if viewer.agent:
                self._presence.go(viewer.agent)

    def _welcome(self, seat: Seat, resumed: bool) -> bytes:
        return msgspec.json.encode(
            Welcome(
                stream=seat.stream.id,
                resumed=resumed,
                person=seat.viewer.person,
                agent=seat.viewer.agent,
                topics=sorted(seat.topics),
                beat_seconds=self.limits.beat,
                now=datetime.now(UTC),
            )
        )

    async def next_frame(self, seat: Seat, talk: "_Talk") -> bytes:
        """What the desktop is to be sent next; waits until there is something."""
        while True:
            if (
                seat.close != talk.close
            ):  # it has come again meanwhile, and what there is is for its new connection
                raise _Ends(close_codes.ELSEWHERE, "connected again elsewhere")
            seat.wake.clear()
            if seat.stream.behind:
                return self._full_state(seat)
            if (taken := seat.stream.take()) is not None:
                return _frame(*taken)
            await seat.wake.wait()

    def _full_state(self, seat: Seat) -> bytes:
        if seat.stream.restated >= self.limits.full_states:
            raise _Ends(close_codes.TOO_SLOW, "the desktop does not keep up")
        number = seat.stream.restate()
        return _frame(number, msgspec.json.encode(self._hub.state_of(seat.viewer)))

    def heard(self, seat: Seat, message: FromDesktop) -> None:
        """Act on a message; each only for what is the sender's own."""
        match message:
            case PopSeen() if seat.viewer.agent:
                self._on_pop_seen(seat.viewer.agent, message.pop, message.revision)
            case WantsFull():
                seat.stream.start_over()
                seat.wake.set()
            case Hello():
                raise _Ends(close_codes.BAD_MESSAGE, "said hello already")

    async def check_rights(self, seat: Seat) -> None:
        """Close when session or rights are not what they were."""
        if not await self._doors.still(seat.viewer):
            self._hub.revoke(
                seat.viewer.person, close_codes.RIGHTS_CHANGED, "rights changed", session=seat.viewer.session
            )
            raise _Ends(close_codes.RIGHTS_CHANGED, "rights changed")

    async def _close(self, wire: Wire, code: int, reason: str) -> None:
        with contextlib.suppress(TimeoutError, WireLost):
            async with asyncio.timeout(self.limits.close):
                await wire.close(code, reason)


class _Talk:
    """The tasks of one connection; the first that ends, ends all."""

    def __init__(self, desktops: Desktops, wire: Wire) -> None:
        self._desktops = desktops
        self._limits = desktops.limits
        self._wire = wire
        self._closing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._heard_at = time.monotonic()

    def close(self, code: int, reason: str) -> None:
        """End the connection from outside (the hub does)."""
        if not self._closing.done():
            self._closing.set_exception(_Ends(code, reason))

    async def run(self, seat: Seat, welcome: bytes) -> None:
        """Until one of them ends; raises what it raised."""
        tasks = [
            asyncio.create_task(part)
            for part in (self._write(seat, welcome), self._read(seat), self._beat(seat))
        ]
        waiting: list[asyncio.Future[None]] = [self._closing, *tasks]
        try:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if not self._closing.cancel():
                self._closing.exception()  # it was heard of, whichever end came first
        for ended in done:
            ended.result()

    async def _write(self, seat: Seat, welcome: bytes) -> None:
        await self._send(welcome)
        while True:
            await self._send(await self._desktops.next_frame(seat, self))

    async def _send(self, data: bytes) -> None:
        try:
            async with asyncio.timeout(self._limits.send):
                await self._wire.send(data)
        except TimeoutError:
            raise _Ends(close_codes.TOO_SLOW, "the desktop does not keep up") from None

    async def _read(self, seat: Seat) -> None:
        second, count = 0, 0
        while True:
            message = _read(await self._wire.receive())
            self._heard_at = time.monotonic()
            count = count + 1 if int(self._heard_at) == second else 1
            second = int(self._heard_at)
            if count > self._limits.messages_a_second:
                raise _Ends(close_codes.BAD_MESSAGE, "too many messages")
            self._desktops.heard(seat, message)

    async def _beat(self, seat: Seat) -> None:
        """Signs of life both ways, and whether the rights still hold."""
        looked = time.monotonic()
        while True:
            for _ in range(2):
                await asyncio.sleep(self._limits.beat / 2)
                if time.monotonic() - self._heard_at > self._limits.silent:
                    raise _Ends(close_codes.SILENT, "no sign of life")
            await self._send(_BEAT)
            if time.monotonic() - looked > self._limits.rights:
                looked = time.monotonic()
                await self._desktops.check_rights(seat)


def _read(text: str) -> FromDesktop:
    try:
        return decode(text)
    except (msgspec.MsgspecError, UnicodeError):
        raise _Ends(close_codes.BAD_MESSAGE, "not a message of the protocol") from None


def _frame(number: int, body: bytes) -> bytes:
    return b'{"seq":%d,"message":%b}' % (number, body)
