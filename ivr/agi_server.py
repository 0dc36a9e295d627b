"""FastAGI server: takes connections from Asterisk and runs one dialog on each (R1, R5, S1, S7, S20).

Every connection lives within `Limits`; whatever a peer does wrong is counted by reason, logged once with a
constant sentence, and costs no other caller anything. Runs on any asyncio event loop; the product uses
uvloop.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from prometheus_client import REGISTRY, CollectorRegistry

from ivr.agi_call import UntrustedHeaders, verified_call
from ivr.agi_limits import Limits
from ivr.agi_line import AgiLine
from ivr.agi_listeners import listeners
from ivr.agi_metrics import AgiMetrics
from ivr.agi_session import AgiSession
from ivr.line import Hangup
from ivr.sounds import PromptPaths, Sounds

log = logging.getLogger(__name__)

Handler = Callable[[AgiLine], Awaitable[None]]
_CANCELLED_SECONDS = 1.0


class AgiServer:
    """One listening address. `handler` is called once for each call, with its line."""

    def __init__(
        self,
        handler: Handler,
        limits: Limits | None = None,
        library: PromptPaths | None = None,
        registry: CollectorRegistry = REGISTRY,
    ) -> None:
        self.limits = limits or Limits()
        self.metrics = AgiMetrics(registry, lambda: len(self._dialogs))
        self.port = 0
        self.loop: asyncio.AbstractEventLoop
        self._handler = handler
        self._sounds = Sounds(library or _NoPrompts(), self.metrics.missed_prompt)
        self._listeners: list[asyncio.Server] = []
        self._sweeper: asyncio.TimerHandle | None = None
        self._greetings: dict[AgiSession, None] = {}
        self._dialogs: dict[AgiSession, asyncio.Task[None]] = {}
        self._closing = False

    @property
    def active(self) -> int:
        """Dialogs under way."""
        return len(self._dialogs)

    @property
    def connections(self) -> int:
        """Dialogs and connections that have not greeted yet."""
        return len(self._dialogs) + len(self._greetings)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one, see `port`. Raises OSError when the address is taken."""
        self.loop = asyncio.get_running_loop()
        self._listeners = await listeners(lambda: AgiSession(self), host, port, self.limits.backlog)
        self.port = self._listeners[0].sockets[0].getsockname()[1]
        self._sweep()

    async def close(self, grace_seconds: float = 0.0) -> None:
        """Take no new calls, let running dialogs finish within `grace_seconds`, then cancel them."""
        self._closing = True
        for listener in self._listeners:
            listener.close()
        for session in list(self._greetings):
            self.refuse(session, "closing")
        await self._wait_for_dialogs(grace_seconds)
        for task in self._dialogs.values():
            task.cancel()
        await self._wait_for_dialogs(_CANCELLED_SECONDS)
        for session in list(self._dialogs):
            session.abort()
        if self._sweeper is not None:
            self._sweeper.cancel()
        await asyncio.sleep(0)

    async def _wait_for_dialogs(self, seconds: float) -> None:
        if self._dialogs:
            await asyncio.wait(list(self._dialogs.values()), timeout=seconds)

    # -- called by sessions

    def connected(self, session: AgiSession) -> None:
        """A connection is there: it has `greeting_seconds` to say who it is."""
        self.metrics.connections += 1
        if self._closing or len(self._dialogs) >= self.limits.sessions:
            self.refuse(session, "closing" if self._closing else "sessions")
            return
        if len(self._greetings) >= self.limits.greetings:
            self.refuse(next(iter(self._greetings)), "crowded")
        self._greetings[session] = None

    def greeted(self, session: AgiSession) -> None:
        """The header block is complete: its dialog begins."""
        self._greetings.pop(session, None)
        if self._closing or len(self._dialogs) >= self.limits.sessions:
            self.refuse(session, "closing" if self._closing else "sessions")
            return
        self._dialogs[session] = self.loop.create_task(self._dialog(session), name="dialog")

    def refuse(self, session: AgiSession, reason: str) -> None:
        """Close a connection that broke a rule."""
        if session.gone:
            return
        self.metrics.refused[reason] += 1
        log.warning("a FastAGI connection was refused", extra={"reason": reason})
        self._greetings.pop(session, None)
        session.abort()

    def disconnected(self, session: AgiSession) -> None:
        """The socket is closed."""
        if self._greetings.pop(session, self) is None:
            self.metrics.refused["closed_early"] += 1
            log.info("a FastAGI connection closed before its header block was complete")

    # -- inside

    async def _dialog(self, session: AgiSession) -> None:
        """The edge: whatever ends a dialog ends here, and the socket is closed."""
        begun = self.loop.time()
        try:
            call = await verified_call(session)
            self.metrics.sessions += 1
            await self._handler(AgiLine(session, call, self._sounds))
        except Hangup:
            self.metrics.hangups += 1
        except UntrustedHeaders:
            self.refuse(session, "unique_id")
        except Exception:
            self.metrics.failures += 1
            log.exception(
                "a dialog ended by an unexpected error", extra={"call": session.headers.get("uniqueid", "")}
            )
        finally:
            self._dialogs.pop(session, None)
            self.metrics.ended(self.loop.time() - begun, session.commands)
            session.lost()

    def _sweep(self) -> None:
        """Close connections whose peer owes its headers, or an answer, for too long."""
        now = self.loop.time()
        for session in [*self._greetings, *self._dialogs]:
            seen, since = session.sweeps
            if seen != session.commands or not session.owes:
                session.sweeps = (session.commands, now)
            elif session in self._greetings:
                if now - since > self.limits.greeting_seconds:
                    self.refuse(session, "slow_greeting")
            elif now - since > session.patience + self.limits.answer_margin_seconds:
                self.refuse(session, "no_answer")
        self._sweeper = self.loop.call_later(self.limits.sweep_seconds, self._sweep)


class _NoPrompts:
    """A library without prompts, for servers that say nothing."""

    def paths(self, language: str, said: object) -> list[str]:
        """Nothing is known."""
        raise LookupError(language)
