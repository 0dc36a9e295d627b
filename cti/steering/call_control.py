"""What an agent does to a conversation besides passing it on: hold, mute, keys, three-way, pause of the recording."""

import asyncio
import contextlib
import re
import secrets
from collections.abc import Sequence

from cti import dialplan
from cti.ami.actions import AmiAction, Hangup, MixMonitorMute, PlayDTMF, Redirect, Setvar
from cti.errors import Invalid
from cti.floor.calls import find_call
from cti.floor.changes import CallEnded, CallMoved, Change
from cti.floor.events import Conversation, FloorEvent, Steered
from cti.floor.events.steering import RECORDING_PAUSED, RECORDING_RESUMED
from cti.floor.state import Call, Stage
from cti.routing.board import PRIORITISE
from cti.steering.live_floor import stamp
from cti.steering.parties import Parties, call_of, caller_leg, parties
from cti.steering.refusals import NotDone, WrongMoment
from cti.steering.tasks import Tasks
from cti.steering.tools import Tools
from cti.steering.transfers import Transfers

PAUSE_SECONDS = 120.0
"""For so long a recording is paused at most; then it goes on by itself (PCI DSS)."""
KEY_GAP = 0.2
"""Seconds between two keys that are sent."""
RECORDED = frozenset({Stage.TALKING, Stage.HELD, Stage.OFFERED})
"""Stages in which a recording that has begun goes on."""
_KEYS = re.compile(r"[0-9*#A-D]{1,40}")


class CallControl:
    """Each method raises NoSuchCall, WrongMoment or NotDone; `by` is who did it, for the log."""

    def __init__(self, tools: Tools, transfers: Transfers, *, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._tools = tools
        self._transfers = transfers
        self._pause_seconds = pause_seconds
        self._paused: dict[str, asyncio.TimerHandle] = {}
        self._tasks = Tasks()

    async def hold(self, call: str, by: str) -> None:
        """The caller hears music, the agent's leg waits."""
        known, legs = self._talking(call, Stage.TALKING)
        await self._do(
            known, by, "hold", _both(legs.caller, dialplan.HELD, legs.agent, dialplan.AGENT_STAYS, "s")
        )

    async def resume(self, call: str, by: str) -> None:
        """Caller and agent talk again."""
        known, legs = self._talking(call, Stage.HELD)
        if known.transfer:
            raise WrongMoment("the call is being transferred: cancel that", code="call_in_transfer")
        await self._do(known, by, "resume", Redirect(legs.caller, dialplan.TALK, "s"))

    async def three_way(self, call: str, by: str) -> str:
        """Caller, agent and whom the agent asks all talk; the room's number."""
        known, legs = self._talking(call, Stage.HELD)
        asked = self._transfers.asked_leg(call)
        room = str(secrets.randbelow(900_000) + 100_000)
        both = _both(legs.agent, dialplan.CONFERENCE, asked, dialplan.CONFERENCE, room, room)
        await self._do(
            known, by, "conference", both, Redirect(legs.caller, dialplan.CONFERENCE, room), detail=room
        )
        self._transfers.dissolve(call)
        self._log(known, by, "resume")
        return room

    async def mute(self, call: str, by: str, *, on: bool) -> None:
        """The caller does not hear the agent."""
        known, legs = self._talking(call, Stage.TALKING)
        state = "on" if on else "off"
        await self._do(known, by, "mute" if on else "unmute", Setvar("MUTEAUDIO(in)", state, legs.agent))

    async def send_keys(self, call: str, by: str, keys: str) -> None:
        """Keys to the other side, such as for a menu that was called. Their value is not logged (S19)."""
        known, legs = self._talking(call, Stage.TALKING)
        if not _KEYS.fullmatch(keys):
            raise Invalid("keys are 0-9, *, # and A-D, at most 40", code="keys_unfit")
        for number, key in enumerate(keys):
            if number:
                await asyncio.sleep(KEY_GAP)
            if not await self._tools.send(PlayDTMF(legs.caller, key)):
                raise NotDone("Asterisk did not send the keys", code="asterisk_did_not")
        self._log(known, by, "keys", str(len(keys)))

    async def hang_up(self, call: str, by: str) -> None:
        """End the conversation for both."""
        known = call_of(self._tools.live.floor, call)
        await self._do(known, by, "hang_up", Hangup(_any_leg(self._tools, known)))

    async def pause_recording(self, call: str, by: str, reason: str = "") -> None:
        """Silence the recording; it goes on by itself after the limit, in the hands of whichever agent."""
        known, legs = self._talking(call, Stage.TALKING, Stage.HELD)
        if call in self._paused:
            raise WrongMoment("the recording is paused already", code="recording_paused")
        await self._do(known, by, RECORDING_PAUSED, MixMonitorMute(legs.caller, 1), detail=reason)
        self._limited(call, self._pause_seconds)

    async def resume_recording(self, call: str, by: str) -> None:
        """Go on with the recording."""
        if not self._unpause(call):
            raise WrongMoment("the recording is not paused", code="recording_not_paused")
        await self._record_again(call, by)

    async def prioritise(self, call: str, by: str) -> None:
        """Put a waiting caller in front of all others."""
        known = call_of(self._tools.live.floor, call)
        if known.stage is not Stage.WAITING:
            raise WrongMoment("the caller does not wait", code="caller_not_waiting")
        self._log(known, by, PRIORITISE)

    def note(self, event: FloorEvent, changes: Sequence[Change]) -> None:
        """A recording that is over is not paused any more; one that another agent has now stays so."""
        for change in changes:
            if isinstance(change, CallEnded) or (
                isinstance(change, CallMoved) and change.after not in RECORDED
            ):
                self._unpause(change.call)
        if isinstance(event, Conversation) and self._paused:
            self._begun(event)

    def _begun(self, event: Conversation) -> None:
        """The dialplan put the recorder on anew, and with it what is heard of both; a new file has no pause."""
        known = find_call(self._tools.live.floor, event.leg, event.linkedid)
        if known is None or known.id not in self._paused:
            return
        if known.recording_paused is None:
            self._unpause(known.id)
        else:
            self._tasks.start(self._silence(known))

    async def adopt(self) -> None:
        """After a restart: what was paused stays so until its limit, what was not is recorded for certain."""
        for known in list(self._tools.live.floor.calls.values()):
            if known.stage in (Stage.TALKING, Stage.HELD) and known.id not in self._paused:
                with contextlib.suppress(WrongMoment, NotDone):
                    await self._adopt(known)

    async def _adopt(self, known: Call) -> None:
        if known.recording_paused is None:
            await self._tools.send(MixMonitorMute(caller_leg(self._tools.live.floor, known), 0))
            return
        left = known.recording_paused + self._pause_seconds - stamp()["mono"]
        if left > 0:
            self._limited(known.id, left)
            await self._silence(known)
        else:
            await self._record_again(known.id, "limit")

    def cancel_tasks(self) -> None:
        """End whatever is being sent; the next start sees to the limits of recordings that are paused now."""
        for timer in self._paused.values():
            timer.cancel()
        self._tasks.cancel()

    def _limited(self, call: str, seconds: float) -> None:
        self._paused[call] = asyncio.get_running_loop().call_later(seconds, self._limit, call)

    def _unpause(self, call: str) -> bool:
        """No pause from now on; whether there was one."""
        if (timer := self._paused.pop(call, None)) is not None:
            timer.cancel()
        return timer is not None

    async def _silence(self, known: Call) -> None:
        await self._tools.send(MixMonitorMute(caller_leg(self._tools.live.floor, known), 1))

    def _limit(self, call: str) -> None:
        self._paused.pop(call, None)
        self._tasks.start(self._record_again(call, "limit"))

    async def _record_again(self, call: str, by: str) -> None:
        known = call_of(self._tools.live.floor, call)
        leg = caller_leg(self._tools.live.floor, known)
        await self._do(known, by, RECORDING_RESUMED, MixMonitorMute(leg, 0))

    def _talking(self, call: str, *stages: Stage) -> tuple[Call, Parties]:
        known = call_of(self._tools.live.floor, call)
        if known.stage not in stages:
            raise WrongMoment(f"the call is {known.stage.value}", code="call_is", stage=known.stage.value)
        return known, parties(self._tools.live.floor, known)

    async def _do(self, call: Call, by: str, act: str, *actions: AmiAction, detail: str = "") -> None:
        if not await self._tools.send(*actions):
            raise NotDone("Asterisk did not do it", code="asterisk_did_not")
        self._log(call, by, act, detail)

    def _log(self, call: Call, by: str, act: str, detail: str = "") -> None:
        event = Steered(**stamp(), linkedid=call.linkedid, leg=call.id, by=by, act=act, detail=detail)
        self._tools.live.act(event)


def _both(
    channel: str, context: str, extra: str, extra_context: str, exten: str, extra_exten: str = "s"
) -> Redirect:
    return Redirect(
        channel,
        context,
        exten,
        extra_channel=extra,
        extra_context=extra_context,
        extra_exten=extra_exten,
        extra_priority=1,
    )


def _any_leg(tools: Tools, call: Call) -> str:
    return call.id if call.id in tools.live.floor.legs else caller_leg(tools.live.floor, call)
