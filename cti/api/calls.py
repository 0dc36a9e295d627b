"""Calls under way: what an agent does to the own conversation, and whoever steers the floor to any (F2.8, H2)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from cti.api.guard import acting, require
from cti.api.own_calls import CallId, own_extension, steerable_call
from cti.api.responses import ERRORS
from cti.errors import NotFound
from cti.people.audit import Act
from cti.people.fields import QueueName, ShownText
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.steering.live_floor import LiveFloor
from cti.steering.steering import Steering
from cti.steering.transfer_course import Mode, To
from cti.views.calls import CallView, call_view
from cti.views.moment import Moment

Keys = Annotated[str, StringConstraints(pattern=r"^[0-9*#A-D]{1,40}$")]
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]


def doing(action: str) -> object:
    """The act of somebody who does something to a call of their own."""
    return Depends(acting(Permission.CALLS_OWN, action))


class Transfer(BaseModel):
    """Where to, and what goes along. `target`: a queue's name, an extension, or a number outside."""

    model_config = ConfigDict(extra="forbid")

    to: To
    target: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,32}$")]
    mode: Mode = "blind"
    reason: ShownText | None = None
    report: Digits | None = None

    @model_validator(mode="after")
    def _digits(self) -> "Transfer":
        if self.to != "queue" and not self.target.isdecimal():
            raise PydanticCustomError("not_digits", "an extension or number has digits only")
        return self


class OutCall(BaseModel):
    """A number to call. `queue`: in whose name; `line_number`: the line that it is about."""

    model_config = ConfigDict(extra="forbid")

    number: Digits
    queue: QueueName | None = None
    line_number: Digits | None = None


class CallPlaced(BaseModel):
    """The call's id."""

    call: str


class TransferBegun(BaseModel):
    """The transfer's id in the event log."""

    transfer: str


class KeysToSend(BaseModel):
    """Keys for the other side."""

    model_config = ConfigDict(extra="forbid")

    keys: Keys


class Why(BaseModel):
    """Why a recording is paused."""

    model_config = ConfigDict(extra="forbid")

    reason: ShownText


class Muted(BaseModel):
    """Whether the caller does not hear the agent."""

    model_config = ConfigDict(extra="forbid")

    on: bool


class Room(BaseModel):
    """The conference's number."""

    room: str


def calls_router(live: LiveFloor, steering: Steering) -> APIRouter:
    """The routes; `steering` acts on Asterisk."""
    router = APIRouter(prefix="/api/calls", tags=["calls"], responses=ERRORS)

    @router.get("", summary="Calls under way")
    async def calls(_: Annotated[Person, Depends(require(Permission.FLOOR_READ))]) -> list[CallView]:
        """The oldest first."""
        now = Moment.now()
        return [call_view(call, now) for call in live.floor.calls.values()]

    @router.post("", status_code=201, summary="Call a number")
    async def place(
        wanted: OutCall, act: Annotated[Act, Depends(acting(Permission.CALLS_DIAL, "calls.place"))]
    ) -> CallPlaced:
        """One's own telephone rings first, with the pop; allowed patterns only."""
        agent = own_extension(act.person)
        await act.note(f"agent {agent}", after={"queue": wanted.queue or ""})
        call = await steering.out_call(
            agent, wanted.number, queue=wanted.queue or "", line_number=wanted.line_number or ""
        )
        return CallPlaced(call=call)

    @router.get("/mine", summary="One's own calls")
    async def mine(person: Annotated[Person, Depends(require(Permission.CALLS_OWN))]) -> list[CallView]:
        """None or one."""
        agent = live.floor.agents.get(own_extension(person))
        call = live.floor.calls.get(agent.call) if agent is not None else None
        return [call_view(call, Moment.now())] if call is not None else []

    @router.get("/{call}", summary="One call")
    async def one(call: CallId, person: Annotated[Person, Depends(require())]) -> CallView:
        """One's own, or any with the right to see the floor."""
        known = live.floor.calls.get(call)
        if known is None or not person.may(Permission.FLOOR_READ):
            known = steerable_call(live, person, call)
        return call_view(known, Moment.now())

    @router.post("/{call}/hold", status_code=204, summary="Put the caller on hold")
    async def hold(call: CallId, act: Annotated[Act, doing("calls.hold")]) -> None:
        """The caller hears music."""
        await steering.hold(await _noted(live, act, call), act.person.login)

    @router.delete("/{call}/hold", status_code=204, summary="Take the caller back")
    async def resume(call: CallId, act: Annotated[Act, doing("calls.resume")]) -> None:
        """Both talk again."""
        await steering.resume(await _noted(live, act, call), act.person.login)

    @router.put("/{call}/mute", status_code=204, summary="Mute or unmute the agent")
    async def mute(call: CallId, muted: Muted, act: Annotated[Act, doing("calls.mute")]) -> None:
        """The caller hears nothing of the agent meanwhile."""
        await steering.mute(await _noted(live, act, call, on=muted.on), act.person.login, on=muted.on)

    @router.post("/{call}/keys", status_code=204, summary="Send keys")
    async def keys(call: CallId, sent: KeysToSend, act: Annotated[Act, doing("calls.keys")]) -> None:
        """Which ones is in no log (S19)."""
        name = await _noted(live, act, call, keys=len(sent.keys))
        await steering.send_keys(name, act.person.login, sent.keys)

    @router.delete("/{call}", status_code=204, summary="Hang up")
    async def hang_up(call: CallId, act: Annotated[Act, doing("calls.hang_up")]) -> None:
        """For both."""
        await steering.hang_up(await _noted(live, act, call), act.person.login)

    @router.post("/{call}/recording/pause", status_code=204, summary="Pause the recording")
    async def pause(call: CallId, why: Why, act: Annotated[Act, doing("calls.pause_recording")]) -> None:
        """For confidential words; it goes on by itself after a while."""
        name = await _noted(live, act, call, reason=why.reason)
        await steering.pause_recording(name, act.person.login, why.reason)

    @router.delete("/{call}/recording/pause", status_code=204, summary="Go on recording")
    async def record_again(call: CallId, act: Annotated[Act, doing("calls.resume_recording")]) -> None:
        """At once."""
        await steering.resume_recording(await _noted(live, act, call), act.person.login)

    @router.post("/{call}/transfer", status_code=201, summary="Transfer the caller")
    async def transfer(
        call: CallId, wanted: Transfer, act: Annotated[Act, doing("calls.transfer")]
    ) -> TransferBegun:
        """With report and reason; one that fails brings the caller back."""
        name = await _noted(live, act, call, **wanted.model_dump(exclude_none=True))
        begun = await steering.transfer(
            name,
            wanted.to,
            wanted.target,
            wanted.mode,
            reason=wanted.reason or "",
            report=wanted.report or "",
        )
        return TransferBegun(transfer=begun)

    @router.post("/{call}/transfer/complete", status_code=204, summary="Hand the caller over")
    async def complete(call: CallId, act: Annotated[Act, doing("calls.transfer_complete")]) -> None:
        """To whom the agent has asked."""
        await steering.complete_transfer(await _noted(live, act, call))

    @router.delete("/{call}/transfer", status_code=204, summary="Cancel a transfer")
    async def cancel(call: CallId, act: Annotated[Act, doing("calls.transfer_cancel")]) -> None:
        """The agent has the caller again."""
        await steering.cancel_transfer(await _noted(live, act, call))

    @router.post("/{call}/conference", status_code=201, summary="Let all three talk")
    async def conference(call: CallId, act: Annotated[Act, doing("calls.conference")]) -> Room:
        """Caller, agent, and whom the agent has asked."""
        return Room(room=await steering.three_way(await _noted(live, act, call), act.person.login))

    return router


async def _noted(live: LiveFloor, act: Act, call: str, **what: object) -> str:
    """The call, when it is this person's to steer; in the audit log before Asterisk is asked. Raises NotFound."""
    try:
        known = steerable_call(live, act.person, call)
    except NotFound:
        await act.note(f"call {call}", after=what or None, outcome="refused")
        raise
    await act.note(f"call {known.id}", after=what or None)
    return known.id
