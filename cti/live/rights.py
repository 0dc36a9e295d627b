"""People at the live room's door: their tickets, and which rights open which topics (S13)."""

import asyncio
import logging
import re
from typing import Any

from sqlalchemy import Connection, Select, func, select

from cti.errors import Unavailable, WrongNetwork
from cti.live import close_codes
from cti.live.hub import Hub
from cti.live.viewer import Viewer
from cti.people.people import People
from cti.people.permissions import Permission
from cti.people.person import Person
from desk.models import AuditRow

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
_USER = re.compile(r"user (\d+)")


def viewer_of(person: Person) -> Viewer:
    """What this person may be told."""
    own = person.may(Permission.AGENT_OWN) and person.extension
    return Viewer(
        person=str(person.id),
        session=person.credential,
        agent=str(own or ""),
        board=person.may(Permission.FLOOR_READ),
        causes=person.may(Permission.HEALTH_READ),
        alarms=bool(own) or person.may(Permission.FLOOR_READ) or person.may(Permission.HEALTH_READ),
        who=person,
    )


class PeopleDoors:
    """The doors of `Desktops`, kept by `People`."""

    def __init__(self, people: People) -> None:
        self._people = people

    async def admit(self, ticket: str, address: str) -> Viewer | None:
        """Whose ticket it is; it is used up. Raises Unavailable."""
        try:
            person = await self._people.redeem_ticket(ticket, address)
        except WrongNetwork:
            return None
        return viewer_of(person) if person else None

    async def still(self, viewer: Viewer) -> bool:
        """Whether session and rights are what they were; while the database is away nobody can change them."""
        if not isinstance(viewer.who, Person):
            return False
        try:
            person = await self._people.refresh(viewer.who)
        except Unavailable:
            return True
        return person is not None and viewer_of(person) == viewer


class RightsWatch:
    """Looks up anew the rights of everybody whom the audit log says something happened to.

    The log is in the database, so a change made by any process of the site closes the desktop within a second or
    two; what it might miss is found by the desktop's own routine check.
    """

    def __init__(self, people: People, hub: Hub, doors: PeopleDoors) -> None:
        self._people = people
        self._hub = hub
        self._doors = doors
        self._last: int | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
            except Unavailable:
                log.warning("The audit log can't be read, rights are checked by routine only")
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Check those who were touched since the last look. Raises Unavailable."""
        for person in await self._people.store.read(self._touched):
            await self.check(person)

    async def check(self, person: str) -> None:
        """Close the person's desktops whose rights are not what they were."""
        for seat in self._hub.of(person):
            if not await self._doors.still(seat.viewer):
                session = seat.viewer.session
                self._hub.revoke(person, close_codes.RIGHTS_CHANGED, "rights changed", session=session)

    def _touched(self, connection: Connection) -> list[str]:
        """People whose users, sessions or tokens were changed, as rows of `users`."""
        newest: Select[Any] = select(func.max(AuditRow.id))
        if self._last is None:
            self._last = connection.execute(newest).scalar() or 0
            return []
        rows = connection.execute(
            select(AuditRow.id, AuditRow.action, AuditRow.subject, AuditRow.before)
            .where(AuditRow.id > self._last)
            .order_by(AuditRow.id)
        ).all()
        if rows:
            self._last = rows[-1].id
        return list(dict.fromkeys(filter(None, map(_person, rows))))


def _person(row: Any) -> str | None:
    """Whom a row is about, when rights may have changed by it."""
    if row.action == "session.open":
        return None
    if found := _USER.fullmatch(row.subject):
        return found[1]
    owner = (row.before or {}).get("user_id")
    return str(owner) if owner is not None and row.subject.startswith("token ") else None
