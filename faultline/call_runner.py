"""Runs one dialog from the dialplan's request to its verdict: the one place that catches a hang-up.

The verdict goes back as channel variables, `IVR_DONE=1` last. Whatever fails before leaves it unset, and the
dialplan takes its fallback (hardening R3). Every visit ends in the journal exactly once (F1.14).
"""

import logging
from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CollectorRegistry, Counter

from cti.call_page.telephone import ENDPOINT
from desk.call_desk import CallDesk
from desk.desk import Desk
from desk.errors import DeskUnavailable, TooManyGuesses
from desk.fold.draft import LEFT
from ivr import dialplan_variables as dv
from ivr.followed_line import followed
from ivr.line import Hangup, Knobs, Line
from ivr.outcome import Next, Outcome, to_agent
from ivr.question import WantsAgent

log = logging.getLogger(__name__)

Service = Callable[[Line, CallDesk], Awaitable[Outcome]]


class CallRunner:
    """The handler of the FastAGI server: finds the service by the name that the dialplan asked for."""

    def __init__(
        self, desk: Desk, services: Mapping[str, Service], registry: CollectorRegistry | None = None
    ) -> None:
        self._desk = desk
        self._services = services
        self._guessers = Counter(
            "faultline_guess_locks",
            "Dialogs that went to an agent for too many wrong numbers (S18).",
            registry=registry,
        )

    async def __call__(self, line: Line) -> None:
        """Run one dialog; returns after the verdict was handed over, or after the caller left."""
        service = self._services.get(line.call.script)
        if service is None:
            log.error("No such service", extra={"call": line.call.id, "script": line.call.script})
            return
        call = line.call
        desk = self._desk.for_call(call.id, call.script, call.caller, call.dialled, call.language)
        desk.begin()
        line.clock.on_step(desk.step)
        outcome = Outcome("failed", Next.AGENT, "error in the service")
        try:
            if call.endpoint == ENDPOINT:
                line = await followed(line)
            outcome = await self._dialog(service, line, desk)
        except Hangup:
            outcome = Outcome(LEFT, Next.GOODBYE)
        finally:
            _close(desk, line, outcome)
        if outcome.result != LEFT:
            await hand_over(line, outcome)

    async def _dialog(self, service: Service, line: Line, desk: CallDesk) -> Outcome:
        """The service, and what holds in every service: key 0, a guesser (S18), a desk that is away (R10)."""
        line.knobs = await read_knobs(line)
        where = {"call": line.call.id, "caller": line.call.caller}
        try:
            return await service(line, desk)
        except WantsAgent:
            await line.play("to_agent")
            return to_agent("caller asked")
        except TooManyGuesses:
            self._guessers.inc()
            log.warning("Too many wrong numbers; the caller goes to an agent", extra=where)
            await line.play("to_agent")
            return to_agent("too many wrong numbers")
        except DeskUnavailable:
            log.warning("The desk cannot be reached; the caller goes to an agent", extra=where)
            await line.play("desk_trouble")
            return to_agent("desk unavailable")


async def read_knobs(line: Line) -> Knobs:
    """The knobs of operations from the dialplan; a value that makes no sense counts as not set."""
    tries, seconds = await line.get(dv.MAX_TRIES), await line.get(dv.ENTRY_SECONDS)
    default = Knobs()
    return Knobs(
        max_tries=int(tries) if _between(1, tries, 9) else default.max_tries,
        entry_seconds=float(seconds) if _between(1, seconds, 60) else default.entry_seconds,
    )


def _between(least: int, value: str, most: int) -> bool:
    return value.isascii() and value.isdigit() and least <= int(value) <= most


async def hand_over(line: Line, outcome: Outcome) -> None:
    """Tell the dialplan where the caller goes next; IVR_DONE is the last act."""
    try:
        await line.set(dv.IVR_NEXT, outcome.next)
        if outcome.queue:
            await line.set(dv.IVR_QUEUE, outcome.queue)
        await line.set(dv.IVR_REASON, outcome.reason)
        await line.set(dv.IVR_DONE, "1")
    except Hangup:
        log.info("The caller left as the dialog ended", extra={"call": line.call.id})


def _close(desk: CallDesk, line: Line, outcome: Outcome) -> None:
    clock = line.clock
    desk.end(outcome.result, outcome.reason, clock.last_step, clock.durations(), clock.tries(), line.language)
