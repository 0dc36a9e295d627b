"""The listener's leg: calls the supervisor's telephone, and sends that one leg wherever the listening goes on (R17).

Listening and whispering follow the agent's leg. Whoever barges in is heard by all: through the agent's leg while two
talk, and within the room once the agent is in a conference.
"""

from cti import dialplan
from cti.ami.actions import Getvar, Originate, Redirect, Setvar
from cti.ami.link import AmiLink
from cti.steering.listen_in import ListenIn, Target
from cti.steering.listen_rights import ListenMode

RING_SECONDS = 25.0


class ListenLeg:
    """Each method raises AmiError."""

    def __init__(self, link: AmiLink) -> None:
        self._link = link

    async def call(self, one: ListenIn, target: Target) -> None:
        """Ring the person's telephone; once it answers it hears `target`."""
        one.target = target
        await self._link.actions.act(
            Originate(
                channel=f"PJSIP/{one.person.extension}",
                context=dialplan.LISTEN,
                exten=one.mode.value,
                channel_id=one.leg,
                timeout=int(RING_SECONDS * 1000),
                variable=f"{dialplan.LISTEN_TO}={target.leg}",
            )
        )

    async def aim(self, one: ListenIn, target: Target) -> None:
        """Listen to `target` in the wanted way from now on; to nobody: wait in silence."""
        mode = one.mode
        room = await self._room(target.leg) if target.leg and mode is ListenMode.BARGE else ""
        if room:
            await self._into(one, room)
        elif target.leg:
            await self._link.actions.act(Setvar(dialplan.LISTEN_TO, target.leg, one.leg))
            await self._link.actions.act(Redirect(one.leg, dialplan.LISTEN, mode.value))
        else:
            await self._link.actions.act(Redirect(one.leg, dialplan.LISTEN_WAIT, "s"))
        one.target, one.applied, one.room = target, mode, room

    async def stay(self, one: ListenIn) -> None:
        """Somebody watches over it: it may go on for LISTEN_SECONDS from now."""
        limit = Setvar(dialplan.LISTEN_LIMIT, str(dialplan.LISTEN_SECONDS), one.leg)
        await self._link.actions.act(limit)

    async def dropped_out(self, one: ListenIn) -> bool:
        """Whether the listening has stopped because what was listened to ended or was sent elsewhere."""
        return bool(one.target.leg) and await self._value("CONTEXT", one.leg) == dialplan.LISTEN_OVER

    async def _into(self, one: ListenIn, room: str) -> None:
        """Whoever is there already stays: to leave and come back would be heard."""
        if one.room != room or await self.dropped_out(one):
            await self._link.actions.act(Redirect(one.leg, dialplan.LISTEN_ROOM, room))

    async def _room(self, leg: str) -> str:
        """The conference that a leg is in; empty: none."""
        if await self._value("CONTEXT", leg) != dialplan.CONFERENCE:
            return ""
        return await self._value(dialplan.ROOM, leg)

    async def _value(self, name: str, leg: str) -> str:
        return str((await self._link.actions.act(Getvar(name, leg))).value).strip()
