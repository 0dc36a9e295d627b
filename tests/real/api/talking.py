"""A site with a desk and a floor moved by hand, whose call records go to the database as the service's own do."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import insert

from cti.api.api import Api
from cti.api.conversation_api import conversation_routers
from cti.api.frame import Frame
from cti.desk_records import DeskRecords
from cti.event_log.entry import Entry
from cti.event_log.loader import keep
from cti.floor import events as e
from cti.floor.changes import Change
from cti.people.people import People
from cti.people.telephone_secret import TelephoneSecrets
from cti.record_facts import facts_of
from cti.routing.queues import DEFAULT_QUEUES
from desk.desk import Desk
from desk.line_test.lab import LabHead
from desk.models import SubscriberRow
from tests.real.api.site import KEY, Site
from tests.real.desk.rows import LINE, SECOND_LINE, stored
from tests.unit.cti.scripted_floor import ScriptedFloor

ZONE = ZoneInfo("Asia/Shanghai")


class Talking:
    """`agent` gives a browser of an agent at work; `answers` connects a caller, `leaves` ends the call."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.live = ScriptedFloor()
        routers = conversation_routers(self.live, desk.call_log, ZONE, DEFAULT_QUEUES)
        people = People(desk.database, TelephoneSecrets(KEY))
        self.site = Site(desk.database, people=people, api=Api(Frame(people), routers))
        self.live.at = people.store.now().timestamp()
        self._records = DeskRecords(desk.call_log, "node1")
        self.live.subscribe(self._record)

    async def agent(self, extension: str = "8001", role: str = "junior_agent") -> httpx.AsyncClient:
        """Somebody at a telephone, ready."""
        self.live.agent(extension)
        return await self.site.signed_in(await self.site.user(role, extension=extension))

    def answers(self, call: str = "c1", agent: str = "8001", *, line: str = LINE, **values: object) -> None:
        """A caller waits and the agent answers."""
        self.live.call(call, line=line, **values)
        self.live.offer(call, agent, f"o-{call}")
        self.live.answer(call, agent, f"o-{call}")

    async def leaves(self, call: str = "c1", agent: str = "8001") -> None:
        """The caller hangs up, and the agent is ready again; the record is in the database."""
        self.live.hang_up(call, f"o-{call}-leg")
        self.live.say(e.WantsReady, agent=agent, by=agent)
        await stored(self.desk)

    async def carried_over(self) -> None:
        """The events so far are in the table of events, as the loader puts them there."""
        entries = [
            Entry(node="node1", boot="b1", sequence=number, event=event)  # type: ignore[arg-type]
            for number, event in enumerate(self.live.log, start=1)
        ]
        await self.desk.database.write(lambda connection: keep(connection, entries))

    def _record(self, event: e.FloorEvent, changes: Sequence[Change]) -> None:
        for fact in facts_of(event, changes, self.live.floor):
            self._records.take(fact)


@contextlib.asynccontextmanager
async def talking_site(url: str, folder: Path) -> AsyncIterator[Talking]:
    """On this database, with two lines: the second is a key account's."""
    desk = await Desk.open(url, folder, "node1", test_head=LabHead())
    subscribers = [
        {"line_number": LINE, "owner": "Sample Owner", "address": "1 Sample Road", "key_account": False},
        {"line_number": SECOND_LINE, "owner": "Sample Bank", "address": "2 Sample Road", "key_account": True},
    ]
    async with desk.database.writing() as connection:
        await connection.execute(insert(SubscriberRow), subscribers)
    talking = Talking(desk, folder)
    try:
        yield talking
    finally:
        talking.site.close()
        await desk.close()
