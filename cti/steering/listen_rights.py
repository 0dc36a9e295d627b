"""Who may listen to whom (S8): by permission, by team, and never to one's superiors where the site says so."""

from enum import StrEnum

from cti.api.recording_scope import scope_of
from cti.errors import NotAllowed, NotFound
from cti.people.people import People
from cti.people.permissions import Permission
from cti.people.person import Person


class ListenMode(StrEnum):
    """The three ways; the words are the dialplan's."""

    LISTEN = "listen"
    """Hears both, is heard by nobody: every listen-in begins so."""
    WHISPER = "whisper"
    """Heard by the agent alone."""
    BARGE = "barge"
    """Heard by both."""


NEEDS = {
    ListenMode.LISTEN: Permission.LISTEN_IN,
    ListenMode.WHISPER: Permission.WHISPER,
    ListenMode.BARGE: Permission.BARGE_IN,
}


def check_mode(person: Person, mode: ListenMode) -> None:
    """Raise NotAllowed unless the person may listen this way."""
    if not person.may(NEEDS[mode]):
        raise NotAllowed(
            f"this needs the permission {NEEDS[mode].value}",
            code="permission_needed",
            permission=NEEDS[mode].value,
        )


class ListenRights:
    """`spare_superiors`: nobody listens to those who stand above them."""

    def __init__(self, people: People, *, spare_superiors: bool = True) -> None:
        self._people = people
        self._spare_superiors = spare_superiors

    async def check(self, person: Person, extension: str) -> None:
        """Raise NotFound for a call that is not this person's to know of, NotAllowed for a superior's.

        Raises Unavailable when the database does not answer: then nobody listens.
        """
        scope = await self._people.store.read(lambda connection: scope_of(connection, person))
        own = extension == person.extension
        if own or (scope.agents is not None and extension not in scope.agents):
            raise NotFound("no such conversation", code="no_such_conversation")
        if not self._spare_superiors:
            return
        agent = await self._people.by_extension(extension)
        if agent is not None and agent.id in await self._people.superiors_of(person.id):
            raise NotAllowed("nobody listens to their superiors", code="superior_spared")

    async def still(self, person: Person, mode: ListenMode) -> bool:
        """Whether session and permission are what they were."""
        now = await self._people.refresh(person)
        return now is not None and now.may(NEEDS[mode])
