"""Listening that outlived the service that watched over it: ended at the start, and in the audit log (R5, R17, S8).

While no service lives, nobody looks at rights again, follows the call or shows who listens; so nothing of it is taken
over. The listener may begin anew.
"""

import asyncio
import logging

from cti import dialplan
from cti.ami.actions import Hangup
from cti.ami.errors import AmiError
from cti.ami.link import AmiLink
from cti.errors import NotFound, Unavailable
from cti.people.audit import write_row
from cti.people.people import People
from cti.people.person import Person, Via
from cti.people.user import User, user_by_id
from cti.steering.listen_in import listener_of
from cti.steering.listening import Listening
from cti.steering.live_floor import LiveFloor
from cti.steering.once import once
from cti.steering.whereabouts import whereabouts

log = logging.getLogger(__name__)

WHY = "the service was started again"
AGAIN_SECONDS = 1.0


class StrayListeners:
    """Run `run()` as a task; it is over once all have been ended."""

    def __init__(self, live: LiveFloor, link: AmiLink, people: People, listening: Listening) -> None:
        self._live = live
        self._link = link
        self._people = people
        self._listening = listening

    async def run(self) -> None:
        """End each, as soon as Asterisk says which there are."""
        while True:
            await self._link.actions.ready.wait()
            try:
                return await self._end_all()
            except AmiError as error:
                log.warning("Who listens in is not known yet", extra={"why": type(error).__name__})
            await asyncio.sleep(AGAIN_SECONDS)

    async def _end_all(self) -> None:
        there = await whereabouts(self._link)
        own = {one.leg for one in self._listening.active}
        for leg in there.keys() - own:
            if (listener := listener_of(leg)) is not None:
                await self._end(leg, listener)

    async def _end(self, leg: str, listener: int) -> None:
        subject = await self._subject(leg)
        await once(self._link, Hangup(leg))
        log.warning("A listen-in was left over and is ended", extra={"leg": leg})
        try:
            await self._note(listener, subject)
        except Unavailable:
            log.error("The end of a listen-in is not in the audit log", extra={"leg": leg})

    async def _subject(self, leg: str) -> str:
        """The call that was listened to, as the audit log names it."""
        try:
            heard = (await self._link.variables(leg, [dialplan.LISTEN_TO]))[dialplan.LISTEN_TO]
        except AmiError:
            heard = ""
        agent = self._live.floor.legs.get(heard)
        return f"call {agent.linkedid}" if agent is not None else f"leg {leg}"

    async def _note(self, listener: int, subject: str) -> None:
        now = self._people.store.now()
        try:
            user = await self._people.store.read(lambda connection: user_by_id(connection, listener))
        except NotFound:
            user = None
        person = _without_rights(user) if user is not None else None
        await self._people.store.write(
            lambda connection: write_row(
                connection, now, person, "listen_in.end", subject, after={"why": WHY}
            )
        )


def _without_rights(user: User) -> Person:
    """Whom the audit row is about: the service acts."""
    return Person(
        id=user.id,
        login=user.login,
        display_name=user.display_name,
        roles=frozenset(),
        permissions=frozenset(),
        team=user.team,
        extension=user.extension,
        address="",
        via=Via.SERVICE,
    )
