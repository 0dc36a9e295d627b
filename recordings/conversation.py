"""A conversation as the live floor hands it over when it has ended (K12, H4).

Lengths come from the monotonic clock, as seconds since the recording began, so that a step of the wall clock makes
no recording look short (R18).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class AnsweredLeg:
    """An agent's part: from answer to end, in seconds since the recording began."""

    agent: str
    """Extension."""
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing was recorded on purpose, from and to in seconds since the recording began."""

    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that is known of one recorded file. Numbers are digits, empty or None where not known."""

    node: str
    call: str
    """Unique id of the caller's channel."""
    linkedid: str
    file: str
    """The file's name below the spool, as Asterisk was told."""
    started_at: datetime
    """When Asterisk began to record, by the wall clock."""
    seconds: float
    """From there to the end of the conversation."""
    legs: tuple[AnsweredLeg, ...]
    caller: str = ""
    callee: str = ""
    """What was dialled: the hotline's number, or the customer's in a call out."""
    queue: str | None = None
    line_number: str | None = None
    report: str | None = None
    pauses: tuple[Pause, ...] = ()

    def rounded(self) -> "Conversation":
        """The same to the millisecond, as it is stored: handed over twice it compares equal."""
        return replace(
            self,
            started_at=self.started_at.astimezone(UTC),
            seconds=round(self.seconds, 3),
            legs=tuple(AnsweredLeg(leg.agent, round(leg.begins, 3), round(leg.ends, 3)) for leg in self.legs),
            pauses=tuple(Pause(round(one.begins, 3), round(one.ends, 3)) for one in self.pauses),
        )

    def completed(self, line_number: str | None, report: str | None) -> "Conversation":
        """The same with what the register has learned since: which line and report it was about."""
        return replace(self, line_number=self.line_number or line_number, report=self.report or report)

    @property
    def ended_at(self) -> datetime:
        """Start and length."""
        return self.started_at + timedelta(seconds=self.seconds)
