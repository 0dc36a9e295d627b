"""The screen pop as a value (F2.2): complete in one message, completed by a later revision where it must."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from desk.customers import Customer
from desk.history import Contact, Keyed, PastReport
from desk.line_view import PlannedWorks

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
class Passed:
    """A transfer that the call comes from: by whom, why, about which report (F2.8)."""

    by: str
    reason: str
    report: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pop:
    """One screen pop. `id` names the ringing: a later revision replaces an earlier one of the same id.

    `known` None: not looked up yet; False: neither subscriber nor customer, an empty customer form is shown (H7).
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
    entered: Keyed = field(default_factory=Keyed)
    line: PopLine = field(default_factory=PopLine)
    customer: Customer | None = None
    """Whoever is saved with the calling number (H7)."""
    last_test: PopTest | None = None
    works: PlannedWorks | None = None
    reports: tuple[PastReport, ...] = ()
    contacts: tuple[Contact, ...] = ()
    passed: Passed | None = None
    url: str = ""
    """A page of another system that the desktop opens as well, or instead of the rest."""
    url_only: bool = False
