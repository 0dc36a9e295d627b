"""The changes that facts make in the database, as plain values between the fold and the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepReport:
    """Store or complete the one report of this call on this line; confirmed once is confirmed for ever."""

    call: str
    at: datetime
    line_number: str | None
    confirmed: bool
    outcome: str
    last_step: str
    language: str
    visit: str | None = None
    contact_number: str | None = None
    symptom_class: str | None = None
    symptom_recording: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRepeat:
    """The same fault was reported again (F1.6)."""

    report: str
    call: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepMessage:
    """Keep a voice message. `report` empty: the report of this call on `line_number`, if there is one."""

    call: str
    at: datetime
    recording: str
    kept: bool
    for_caller: bool = False
    report: str = ""
    line_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepLineTest:
    """Store the result of a line test; `columns` are those of line_tests."""

    call: str
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCall:
    """Fill columns of a call. `ends`: the final record, which a second one does not change."""

    call: str
    node: str
    at: datetime
    columns: Mapping[str, Any] = field(default_factory=dict)
    ends: bool = False
    overflow_prompts: int = 0
    """Added to the count."""
    unless_final: bool = False
    """The columns are written only as long as the live floor has not given an outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepVoicemail:
    """A message left with the dialplan's own voicemail (no service, no agent): an unconfirmed report."""

    call: str
    at: datetime
    recording: str | None
    line_number: str | None
    contact_number: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTruncated:
    """A full disk cut this recording short (R11): noted in the history of the report that it belongs to."""

    call: str
    at: datetime
    recording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleKeysLeft:
    """Show what a caller had pressed when hanging up with the report of that visit (F1.14).

    Made when the keys are known and when the visit has ended, whichever comes last: two processes may tell of them.
    """

    call: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAgent:
    """What somebody at the desk did, once for each `request`. `call` empty: nobody is on the telephone."""

    request: str
    person: str
    call: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReport(ByAgent):
    """An agent took a new report down (F2.7); what the caller left in the automatic flow becomes part of it."""

    line_number: str
    contact_number: str | None
    symptom_class: str | None
    handling: str
    answer: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRepeat(ByAgent):
    """The caller asked an agent about a report again (F2.5); `told`: what the agent was to say."""

    report: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSupplement(ByAgent):
    """An agent added something to a report (F2.6)."""

    report: str
    handling: str
    answer: str


Change = (
    KeepReport
    | CountRepeat
    | KeepMessage
    | KeepLineTest
    | ChangeCall
    | KeepVoicemail
    | NoteTruncated
    | SettleKeysLeft
    | TakeReport
    | TakeRepeat
    | TakeSupplement
)
