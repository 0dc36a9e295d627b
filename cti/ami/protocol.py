"""panoramisk's protocol with its traps taken out (design decision 8).

Bytes are cut into blocks before they are decoded; each block is vetted; unanswered actions fail when the
connection ends instead of being kept and sent again; what is written passes the one serializer.
"""

import asyncio
import logging
from typing import TYPE_CHECKING

from panoramisk.actions import Action
from panoramisk.ami_protocol import AMIProtocol
from panoramisk.message import Message

from cti.ami.actions import AmiAction, serialize
from cti.ami.errors import LinkDown, LinkLost, Refused
from cti.ami.framing import Framer, NotAsterisk
from cti.ami.vetting import Quarantined, read_block

if TYPE_CHECKING:
    from cti.ami.session import Session

log = logging.getLogger(__name__)


class PendingAction(Action):  # type: ignore[misc] # panoramisk is untyped
    """An action on its way: collects its answers; an error ends a list at once."""

    def __init__(self, action: AmiAction) -> None:
        super().__init__({"Action": action.action}, as_list=action.is_list)
        self.wire = serialize(action, self.actionid)

    def add_message(self, message: Message) -> bool:
        """Whether the answer is complete now."""
        if self.future.done():
            return True
        if message.response in ("Error", "Fail", "Failure"):
            self.future.set_exception(Refused(message.message))
            return True
        return bool(super().add_message(message))


class GuardedProtocol(AMIProtocol):  # type: ignore[misc] # panoramisk is untyped
    """One connection. Whatever is wrong in the stream is counted or ends this connection, never more."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.frames = Framer()
        self.closed = True
        self.responses: dict[str, PendingAction] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start afresh; panoramisk hands these fields over too late, after the first bytes may have come."""
        super().connection_made(transport)
        self.factory = self.session

    def send(self, data: PendingAction, as_list: bool | None = None) -> "asyncio.Future[Message]":
        """Write an action once. Raises LinkDown when the connection has ended."""
        if not isinstance(data, PendingAction):
            raise TypeError("only typed actions are sent to Asterisk")
        if self.closed:
            raise LinkDown(data["action"])
        self.responses[data.id] = data
        self.transport.write(data.wire)
        future: asyncio.Future[Message] = data.future
        return future

    def forget(self, action: PendingAction) -> None:
        """Stop waiting for an answer; a late one is dropped."""
        self.responses.pop(action.id, None)

    def data_received(self, data: bytes) -> None:
        """Cut, vet and pass on; a peer that is no Asterisk manager is left at once."""
        skipped = self.frames.oversized
        try:
            blocks = self.frames.feed(data)
        except NotAsterisk:
            log.warning("the manager's port does not speak AMI")
            self.transport.abort()
            return
        for _ in range(self.frames.oversized - skipped):
            self.session.quarantine("over-long block")
        for block in blocks:
            self._take(block)

    def _take(self, block: bytes) -> None:
        try:
            message = read_block(block)
        except Quarantined as reason:
            self.session.quarantine(reason.reason)
            return
        action = self.responses.get(message.actionid)
        if action is not None:
            if action.add_message(message):
                self.forget(action)
        elif "event" in message:
            self.session.dispatch(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side, the network or `close` ended the connection."""
        self.close()
        if self.session.protocol is self:  # not one that was given up before
            self.session.connection_lost(exc)

    def close(self) -> None:
        """End the connection at once; whoever waits for an answer learns that it will not come."""
        if not self.closed:
            self.closed = True
            self.transport.abort()
        while self.responses:
            _, action = self.responses.popitem()
            if not action.future.done():
                action.future.set_exception(LinkLost(action["action"]))
