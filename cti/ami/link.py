"""The link to one Asterisk: a session that only reads events, and a session that only acts.

`feed` gives one stream: a snapshot of Asterisk's channels at every gap (after connecting, after an overflow,
now and then as routine), taken before the events that were buffered behind the gap (R7, R9), then those
events.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass

from panoramisk.message import Message
from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from cti.ami.actions import (
    AmiAction,
    ChannelVariables,
    CoreShowChannels,
    DeviceStateList,
    Setvar,
    Status,
)
from cti.ami.counters import AmiCounters
from cti.ami.errors import AmiError, Refused
from cti.ami.inbox import Gap, Inbox
from cti.ami.session import Account, Pace, Session
from cti.ami.vetting import EVENTS, kind_of

log = logging.getLogger(__name__)

HEARTBEAT = "FAULTLINE_HEARTBEAT"
"""Global variable that tells the dialplan when the service was last alive: seconds since 1970."""
FAREWELL_WITHIN = 1.0
"""Seconds that the service's end waits for Asterisk's answer."""
LOADING = "Asterisk does not tell of telephones: it still loads, or lacks res_manager_devicestate.so"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Asterisk's channels and telephones at a gap.

    Not `complete`: some channels were quarantined; a missing one proves nothing. `devices` None: not known.
    """

    channels: tuple[Message, ...]
    complete: bool
    cause: str
    devices: tuple[Message, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """Seconds; `inbox` counts events (about 1 kB each)."""

    inbox: int = 10_000
    heartbeat_every: float = 3.0
    routine_every: float = 60.0
    retry_snapshot: float = 0.5


class AmiLink:
    """Run `run()` as a task and read `feed()` in another one."""

    def __init__(
        self,
        events: Account,
        actions: Account,
        registry: CollectorRegistry,
        *,
        pace: Pace | None = None,
        settings: LinkSettings | None = None,
    ) -> None:
        self.counters = AmiCounters(registry)
        self.settings = settings or LinkSettings()
        self.inbox = Inbox(self.settings.inbox)
        self.events = Session(
            "events",
            events,
            self.counters,
            on_event=self._take,
            on_up=lambda: self.inbox.gap("connected"),
            pace=pace,
            hears=True,
        )
        self.actions = Session("actions", actions, self.counters, pace=pace)
        self._leaving = False
        self._loading = False

    @classmethod
    def open(
        cls, host: str, port: int, event_secret: str, action_secret: str, registry: CollectorRegistry
    ) -> "AmiLink":
        """A link with the accounts that Faultline generates for itself."""
        return cls(
            Account(host=host, port=port, username="faultline-events", secret=SecretStr(event_secret)),
            Account(
                host=host,
                port=port,
                username="faultline-actions",
                secret=SecretStr(action_secret),
                events="off",
            ),
            registry,
        )

    @property
    def trouble(self) -> str | None:
        """Why Asterisk is not reachable, None when it is."""
        for session in (self.events, self.actions):
            if not session.ready.is_set():
                return f"{session.role} session: {session.down_because}"
        return LOADING if self._loading else None

    async def run(self) -> None:
        """Keep both sessions, the heartbeat and the routine snapshot going until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.events.run())
            group.create_task(self.actions.run())
            group.create_task(self._beat())
            group.create_task(self._routine())

    async def feed(self) -> AsyncIterator[Snapshot | Message]:
        """Snapshots and events in the order in which they are to be applied; ends with its reader only."""
        while True:
            item = await self.inbox.take()
            if not isinstance(item, Gap):
                yield item
                continue
            self.counters.gaps.labels(item.cause).inc()
            log.info("resynchronising with Asterisk", extra={"cause": item.cause})
            yield await self._snapshot(item.cause)

    async def variables(self, channel: str, names: Iterable[str]) -> Mapping[str, str]:
        """Variables of a channel, by its unique id; unset ones are empty. Raises AmiError."""
        _, *items = await self.actions.ask_list(ChannelVariables(channel, ",".join(names)))
        lines = [line for item in items for line in _lines(item, "Variable")]
        pairs = (line.partition("=") for line in lines)
        return {name: "" if value == "(null)" else value for name, _, value in pairs}

    async def exists(self, channel: str) -> bool:
        """Whether Asterisk has a channel of this name or unique id now. Raises AmiError but Refused."""
        try:
            await self.actions.act(Status(channel))
        except Refused:
            return False
        return True

    def _take(self, event: Message) -> None:
        self.counters.events.inc()
        if kind_of(event) not in EVENTS:
            self.counters.ignored.inc()
        elif not self.inbox.offer(event):
            self.counters.overflow.inc()

    async def _snapshot(self, cause: str) -> Snapshot:
        while True:
            await self.actions.ready.wait()
            try:
                channels, complete = await self._list(CoreShowChannels())
                devices = await self._devices()
            except (AmiError, ValueError) as trouble:
                log.warning("no snapshot of Asterisk yet", extra={"cause": type(trouble).__name__})
                await asyncio.sleep(self.settings.retry_snapshot)
                continue
            return Snapshot(channels, complete, cause, devices)

    async def _list(self, action: AmiAction) -> tuple[tuple[Message, ...], bool]:
        """The items, and whether all of them are there. Raises AmiError, ValueError."""
        _, *items, last = await self.actions.ask_list(action)
        return tuple(items), last.listitems == str(len(items))

    async def _devices(self) -> tuple[Message, ...] | None:
        """Raises AmiError, Refused as well: Asterisk lets us in before it has loaded the modules that know (R12)."""
        try:
            devices, complete = await self._list(DeviceStateList())
        except Refused:
            self._loading = True
            raise
        self._loading = False
        return devices if complete else None

    async def farewell(self) -> None:
        """Tell the dialplan that the service goes: waiting callers need not find out by its silence."""
        self._leaving = True
        with contextlib.suppress(AmiError):
            await self.actions.act(Setvar(HEARTBEAT, "0"), within=FAREWELL_WITHIN)

    async def _beat(self) -> None:
        while not self._leaving:
            # The first one at once: until it comes, callers go to the parachute.
            await self.actions.ready.wait()
            with contextlib.suppress(AmiError):
                await self.actions.act(Setvar(HEARTBEAT, str(int(time.time()))))
            await asyncio.sleep(self.settings.heartbeat_every)

    async def _routine(self) -> None:
        while True:
            await asyncio.sleep(self.settings.routine_every)
            if self.events.ready.is_set():
                self.inbox.gap("routine")


def _lines(item: Message, header: str) -> Sequence[str]:
    """The values of a header that may stand several times."""
    value = item.get(header, ())
    return (value,) if isinstance(value, str) else value
