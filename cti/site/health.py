"""The state of one node in one look: each part says whether it is well, within seconds, whatever is away (R10, R12)."""

import asyncio
import logging
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from panoramisk.message import Message
from sqlalchemy import Connection, func, literal, select

from cti.ami.actions import CoreSettings, CoreStatus
from cti.ami.errors import AmiError
from cti.ami.link import AmiLink
from cti.errors import Unavailable
from cti.event_log.log import EventLog
from cti.floor.state import AgentState, Floor
from cti.people.store import PeopleStore
from desk.disk_watch import DiskWatch
from desk.models import FloorEventRow, table_of

log = logging.getLogger(__name__)

_EVENTS = table_of(FloorEventRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseHealth:
    """`seconds`: how long one statement took; None: it did not answer."""

    engine: str
    seconds: float | None
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskHealth:
    """`trouble`: why the link is down; then the rest is not known."""

    trouble: str | None
    version: str | None = None
    since: datetime | None = None
    calls: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHealth:
    """The floor's log. `waiting`: events that are not in the database yet, None: not known; `lost`: given up."""

    written: int
    waiting: int | None
    lost: int
    trouble: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskHealth:
    """Where there is least room."""

    free_bytes: int
    trouble: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TelephoneHealth:
    """One agent's telephone. `registered`: Asterisk reaches it."""

    extension: str
    name: str
    registered: bool
    signed_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One node at `at`, by its own clock."""

    at: datetime
    zone: str
    node: str
    version: str
    python: str
    since: datetime
    database: DatabaseHealth
    asterisk: AsteriskHealth
    event_log: LogHealth
    disk: DiskHealth
    telephones: list[TelephoneHealth]
    missing_prompts: list[str]
    alarms: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthDesk:
    """What is asked. `missing_prompts` blocks; `alarms`: what any part complains about."""

    store: PeopleStore
    link: AmiLink
    event_log: EventLog
    floor: Callable[[], Floor]
    disk: DiskWatch
    version: str
    zone: str
    missing_prompts: Callable[[], Sequence[str]]
    alarms: Callable[[], Sequence[str]]
    began: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def look(self) -> Health:
        """Ask all parts at once."""
        (database, carried), asterisk, missing = await asyncio.gather(
            self._database(), self._asterisk(), asyncio.to_thread(self.missing_prompts)
        )
        events = self.event_log
        return Health(
            at=datetime.now(UTC),
            zone=self.zone,
            node=events.node,
            version=self.version,
            python=platform.python_version(),
            since=self.began,
            database=database,
            asterisk=asterisk,
            event_log=LogHealth(
                written=events.written,
                waiting=max(0, events.written - carried) if carried is not None else None,
                lost=events.lost,
                trouble=events.alarm or None,
            ),
            disk=DiskHealth(free_bytes=self.disk.free, trouble=self.disk.alarm or None),
            telephones=self._telephones(),
            missing_prompts=list(missing),
            alarms=list(self.alarms()),
        )

    async def _database(self) -> tuple[DatabaseHealth, int | None]:
        """And the last event of this start that it has."""
        engine = self.store.database.engine.dialect.name
        carried = select(func.max(_EVENTS.c.sequence)).where(
            _EVENTS.c.node == self.event_log.node, _EVENTS.c.boot == self.event_log.boot
        )

        def ask(connection: Connection) -> tuple[float, int]:
            begun = time.perf_counter()
            connection.execute(select(literal(1))).scalar_one()
            return time.perf_counter() - begun, int(connection.execute(carried).scalar() or 0)

        try:
            seconds, last = await self.store.read(ask)
        except Unavailable as trouble:
            return DatabaseHealth(engine=engine, seconds=None, trouble=trouble.detail), None
        return DatabaseHealth(engine=engine, seconds=round(seconds, 4)), last

    async def _asterisk(self) -> AsteriskHealth:
        if (trouble := self.link.trouble) is not None:
            return AsteriskHealth(trouble=trouble)
        try:
            settings = await self.link.actions.act(CoreSettings())
            status = await self.link.actions.act(CoreStatus())
        except AmiError as trouble:
            return AsteriskHealth(trouble=type(trouble).__name__)
        calls = status.corecurrentcalls or ""
        return AsteriskHealth(
            trouble=None,
            version=settings.asteriskversion or None,
            since=_since(status),
            calls=int(calls) if calls.isdecimal() else None,
        )

    def _telephones(self) -> list[TelephoneHealth]:
        agents = sorted(self.floor().agents.values(), key=lambda agent: agent.extension)
        return [
            TelephoneHealth(
                extension=agent.extension,
                name=agent.name,
                registered=agent.reachable,
                signed_in=agent.state is not AgentState.SIGNED_OUT,
            )
            for agent in agents
            if agent.skills or agent.reachable or agent.state is not AgentState.SIGNED_OUT
        ]


def _since(status: Message) -> datetime | None:
    """When Asterisk was started; it tells the machine's own time, without a zone."""
    try:
        told = datetime.fromisoformat(f"{status.corestartupdate}T{status.corestartuptime}")
    except ValueError:
        return None
    return told.astimezone(UTC)
