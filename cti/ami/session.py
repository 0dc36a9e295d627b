"""One signed-in session with Asterisk's manager, kept alive for as long as it runs (R8), and proven to hear events.

Built on panoramisk's Manager; connecting, pings and reconnecting are replaced because panoramisk never checks
that a ping was answered, sends unanswered actions again, and waits the same time after every failure.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass

from panoramisk.manager import Manager
from panoramisk.message import Message
from pydantic import SecretStr

from cti.ami.actions import AmiAction, Login, Ping
from cti.ami.counters import AmiCounters
from cti.ami.errors import AmiError, LinkDown, NoAnswer, NoEvents
from cti.ami.proof import EventProof
from cti.ami.protocol import GuardedProtocol, PendingAction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where and as whom to sign in. `events` is the event mask of the session."""

    host: str
    port: int
    username: str
    secret: SecretStr
    events: str = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds. A half-open or deaf connection is noticed within `ping_every + answer_within` (R8: at most 10)."""

    connect_within: float = 5.0
    answer_within: float = 4.0
    ping_every: float = 4.0
    retry_first: float = 0.5
    retry_most: float = 15.0


class Session(Manager):  # type: ignore[misc] # panoramisk is untyped
    """`role` names the session in logs and counters; `on_event` must return at once.

    `hears`: the session is there for events; without its own marker among them it is opened anew.
    """

    def __init__(
        self,
        role: str,
        account: Account,
        counters: AmiCounters,
        *,
        on_event: Callable[[Message], None] = lambda _: None,
        on_up: Callable[[], None] = lambda: None,
        pace: Pace | None = None,
        hears: bool = False,
    ) -> None:
        super().__init__(host=account.host, port=account.port, encoding="utf-8")
        self.role = role
        self.account = account
        self.counters = counters
        self.on_event = on_event
        self.on_up = on_up
        self.pace = pace or Pace()
        self.proof = EventProof(self.act, self.pace.answer_within) if hears else None
        self.down_because = "not connected yet"
        self.ready = asyncio.Event()
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Stay signed in until cancelled; wait longer after each failure in a row."""
        failures = 0
        while True:
            try:
                await self._sign_in()
                failures = 0
                await self._stay()
            except (OSError, TimeoutError, AmiError) as trouble:
                self._down(trouble)
            finally:
                self.close()
            failures += 1
            await asyncio.sleep(self._pause(failures))

    async def act(self, action: AmiAction, *, within: float | None = None) -> Message:
        """Send an action once and return its answer. Raises AmiError (its whole tree) and UnsafeValue."""
        answer = await self._send(action, within)
        return answer if isinstance(answer, Message) else answer[0]

    async def ask_list(self, action: AmiAction, *, within: float | None = None) -> list[Message]:
        """As `act`, for an action answered by a list: the first answer, the items, and the completion."""
        answer = await self._send(action, within)
        return [answer] if isinstance(answer, Message) else answer

    def dispatch(self, event: Message) -> None:
        """An event arrived (called by the protocol)."""
        if self.proof is None or not self.proof.take(event):
            self.on_event(event)

    def quarantine(self, reason: str) -> None:
        """A block of the stream is not believed (called by the protocol)."""
        self.counters.quarantined.labels(reason).inc()
        log.warning(
            "a block of the manager stream was quarantined", extra={"session": self.role, "reason": reason}
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ended (called by the protocol); `run` opens the next one."""
        self._ended.set()

    def close(self) -> None:
        """End the connection; `run`, if it is still running, opens another."""
        self.ready.clear()
        self.counters.up.labels(self.role).set(0)
        if self.protocol is not None:
            self.protocol.close()

    async def _sign_in(self) -> None:
        self._ended.clear()
        connect = asyncio.get_running_loop().create_connection(
            lambda: GuardedProtocol(self), self.account.host, self.account.port
        )
        async with asyncio.timeout(self.pace.connect_within):
            _, self.protocol = await connect
        account = self.account
        await self.act(
            Login(account.username, account.secret, account.events), within=self.pace.connect_within
        )
        self.on_up()  # at once: the snapshot comes before whatever is heard from now on
        await self._sign_of_life()
        self.ready.set()
        self.counters.up.labels(self.role).set(1)
        self.counters.connects.labels(self.role).inc()
        log.info("signed in to Asterisk", extra={"session": self.role})

    async def _stay(self) -> None:
        """Go on until the connection ends or there is no sign of life."""
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                # Not wait_for: before Python 3.12 it swallows a cancellation that comes together with the end.
                async with asyncio.timeout(self.pace.ping_every):
                    await self._ended.wait()
                break
            await self._sign_of_life()
        raise LinkDown("connection ended")

    async def _sign_of_life(self) -> None:
        await (self.act(Ping()) if self.proof is None else self.proof.ask())

    async def _send(self, action: AmiAction, within: float | None) -> Message | list[Message]:
        if self.protocol is None or self.protocol.closed:
            raise LinkDown(action.action)
        pending = PendingAction(action)
        protocol = self.protocol
        try:
            async with asyncio.timeout(within or self.pace.answer_within):
                answer: Message | list[Message] = await protocol.send(pending)
        except TimeoutError:
            self.counters.unanswered.labels(action.action).inc()
            raise NoAnswer(action.action) from None
        finally:
            protocol.forget(pending)
        return answer

    def _down(self, trouble: Exception) -> None:
        cause = type(trouble).__name__
        self.down_because = f"{cause}: {trouble}"
        self.counters.losses.labels(self.role, cause).inc()
        if isinstance(trouble, NoEvents):
            log.error("Asterisk answers but sends no events: the session is opened anew")
        log.warning("no session with Asterisk", extra={"session": self.role, "cause": cause})

    def _pause(self, failures: int) -> float:
        longest = min(self.pace.retry_most, self.pace.retry_first * 2.0 ** (min(failures, 16) - 1))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads reconnects, protects nothing
