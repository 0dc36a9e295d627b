"""One fact of the journal: something that happened in a call, as one line of JSON with a checksum.

The checksum (CRC-32) is the last field and covers every byte before it, so a line that was torn by a crash or
a full disk is recognised (R10, R11).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from desk.journal.seal import BrokenLine, opened, sealed

__all__ = ["BrokenLine", "Fact", "Kind"]


class Kind(StrEnum):
    """What can happen."""

    VISIT_BEGAN = "visit_began"
    STEP = "step"
    KEYED = "keyed"
    RECORDED = "recorded"
    LINE_SEEN = "line_seen"
    LINE_TESTED = "line_tested"
    REPEATED = "repeated"
    CONFIRMED = "confirmed"
    MESSAGE_KEPT = "message_kept"
    ANSWER_KEPT = "answer_kept"
    VISIT_ENDED = "visit_ended"
    VISIT_LOST = "visit_lost"
    VOICEMAIL = "voicemail"
    CALL_CHANGED = "call_changed"
    CALL_ENDED = "call_ended"
    KEYS_LEFT = "keys_left"
    CALLBACK_FAILED = "callback_failed"
    AGENT_REPORTED = "agent_reported"
    AGENT_REPEATED = "agent_repeated"
    AGENT_SUPPLEMENTED = "agent_supplemented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact, named for ever by `(node, boot, sequence)`; `mono`: monotonic seconds of its boot."""

    node: str
    boot: str
    sequence: int
    at: datetime
    mono: float
    call: str
    kind: str
    visit: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def line(self) -> bytes:
        """The fact as a line of the journal, newline included."""
        body = json.dumps(
            {
                "node": self.node,
                "boot": self.boot,
                "seq": self.sequence,
                "at": self.at.isoformat(),
                "mono": self.mono,
                "call": self.call,
                "visit": self.visit,
                "kind": self.kind,
                "data": self.data,
            },
            default=str,
            separators=(",", ":"),
        ).encode("ascii")[:-1]
        return sealed(body)

    @classmethod
    def parse(cls, line: bytes) -> "Fact":
        """Read a line back. Raises BrokenLine."""
        body = opened(line)
        try:
            raw = json.loads(body)
            return cls(
                node=raw["node"],
                boot=raw["boot"],
                sequence=raw["seq"],
                at=datetime.fromisoformat(raw["at"]),
                mono=raw["mono"],
                call=raw["call"],
                visit=raw["visit"],
                kind=raw["kind"],
                data=raw["data"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenLine("form") from error
