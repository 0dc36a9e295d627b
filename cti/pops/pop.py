"""The screen pop as a value (F2.2): complete in one message, completed by a later revision where it must."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Looked = Literal["looking_up", "complete", "unavailable"]
"""Whether the database has answered: not yet, yes, or it is away (it is asked again while the pop lives)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PopLine:
    """The line and its owner. Empty for a line that nobody knows (H7)."""

    number: str = ""
    owner: str = ""
    address: str = ""
    key_account: bool = False
    exchange: str = ""
    branch: str = ""
    test_centre: str = ""
    mended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PopTest:
    """The last line test; ohms, nanofarads, volts, None: not measured."""

    verdict: str
    tested_at: datetime
    resistance_tip_ring: float | None
    resistance_tip_ground: float | None
    resistance_ring_ground: float | None
    capacitance_nf: float | None
    dc_volts: float | None
    ac_volts: float | None
    off_hook: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PopWorks:
    """Planned works in force."""

    prefix: str
    starts: datetime
    ends: datetime
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PopReport:
    """A fault report of the line. `open`: confirmed and neither mended nor closed."""

    number: str
    status: str
    open: bool
    confirmed: bool
    repeat_count: int
    symptom_class: str
    created_at: datetime
    mended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PopContact:
    """An earlier call of this caller or about this line."""

    call: str
    at: datetime
    caller: str
    dialled: str
    queue: str
    agent: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What the caller keyed and said in the automatic flow of this call."""

    line_number: str = ""
    contact_number: str = ""
    symptom_class: str = ""
    symptom_recorded: bool = False
    message_recorded: bool = False
    last_step: str = ""
    report: str = ""
    """Number of the report that this call stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A transfer that the call comes from: by whom, why, about which report (F2.8)."""

    by: str
    reason: str
    report: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pop:
    """One screen pop. `id` names the ringing: a later revision replaces an earlier one of the same id.

    `known` None: not looked up yet; False: an empty customer form is shown (H7).
    """

    id: str
    revision: int = 1
    call: str
    agent: str
    rang_at: datetime
    caller: str
    dialled: str
    outgoing: bool = False
    """The agent calls: `caller` is the customer's number."""
    language: str
    queue: str
    reason: str
    waited_seconds: float
    looked: Looked = "looking_up"
    known: bool | None = None
    key_account: bool = False
    repeat_count: int = 0
    entered: Entered = field(default_factory=Entered)
    line: PopLine = field(default_factory=PopLine)
    last_test: PopTest | None = None
    works: PopWorks | None = None
    reports: tuple[PopReport, ...] = ()
    contacts: tuple[PopContact, ...] = ()
    passed: Passed | None = None
    url: str = ""
    """A page of another system that the desktop opens as well, or instead of the rest."""
    url_only: bool = False
