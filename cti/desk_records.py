"""Call facts into the desk's call log: journaled at once, never waiting for a database (R10)."""

from collections.abc import Iterable
from pathlib import Path

from cti.call_facts import (
    CallAnswered,
    CallAskedOn,
    CallConnected,
    CallFact,
    CallHungUp,
    CallKeysLeft,
    CallLost,
    CallNotReturned,
    CallQueued,
    CallRecorded,
    CallStarted,
)
from desk.call_log import CallLog

CONVERSATIONS = Path("recordings/conversations")
"""Below the data folder."""


class DeskRecords:
    """The call records of one node. `conversations`: the folder of recordings, as records name it."""

    def __init__(self, log: CallLog, node: str, conversations: Path = CONVERSATIONS) -> None:
        self.log = log
        self.node = node
        self.conversations = conversations

    def take(self, fact: CallFact) -> None:
        """Keep a fact about a call."""
        match fact:
            case CallStarted(call, at, caller, dialled):
                self.log.started(call, caller=caller, dialled=dialled, at=at)
            case CallAnswered(call, at):
                self.log.answered(call, at=at)
            case CallQueued(call, at, queue):
                self.log.queued(call, queue, at=at)
            case CallConnected(call, at, _, agent, waited):
                self.log.connected(call, agent, waited_seconds=waited, at=at)
            case CallKeysLeft(call, at, digits):
                self.log.keys_left(call, digits, at=at)
            case CallAskedOn(call, at):
                self.log.overflow_prompted(call, at=at)
            case CallRecorded(call, at, file):
                self.log.recording(call, self.conversations / file, at=at)
            case CallHungUp(call, at, cause, waited, outcome):
                self.log.ended(call, cause=cause, waited_seconds=waited, outcome=outcome, at=at)
            case CallNotReturned(call, at, number, line, language):
                self.log.callback_failed(call, number=number, line_number=line, language=language, at=at)
            case CallLost(call, at):
                self.log.lost(call, at=at)

    async def open_calls(self) -> Iterable[str]:
        """The calls of this node without a final record. Raises DeskUnavailable."""
        return await self.log.open_calls(self.node)
