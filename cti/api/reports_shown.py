"""Fault reports as the API shows them; where a recording lies is nobody's business."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from cti.api.paging import Order
from cti.people.words import cleaned
from desk.line_test.result import Measurements, Verdict
from desk.line_test.verdict import hazardous
from desk.line_view import Exchange, PlannedWorks, Subscriber
from desk.models import ReportStatus
from desk.models.fault_report import Handling
from desk.repair import Progress, Repair
from desk.report_search import REPORTS, SORT_KEYS
from desk.report_timeline import Moment

LONGEST_ADDRESS = 200
SoundKind = Literal["symptom", "technician-message", "message-for-caller"]
SOUNDS: Mapping[SoundKind, str] = {
    "symptom": "symptom_recording",
    "technician-message": "technician_message",
    "message-for-caller": "message_for_caller",
}
"""What can be heard of a report, and the column that says where it is."""


class Sort(StrEnum):
    """What reports may be sorted by; a minus turns it round."""

    CREATED_AT = "created_at"
    CREATED_AT_DOWN = "-created_at"
    NUMBER = "number"
    NUMBER_DOWN = "-number"
    REPEATS = "repeat_count"
    REPEATS_DOWN = "-repeat_count"
    STATUS = "status"
    STATUS_DOWN = "-status"

    @property
    def order(self) -> Order:
        """For the pages."""
        column = SORT_KEYS[self.value.removeprefix("-")]
        return Order(column, REPORTS.c.id, descending=self.value.startswith("-"))


class ReportShown(BaseModel):
    """A report in a list. `taken_by` null: the automatic flow; `deadline` null: nothing is waited for."""

    model_config = ConfigDict(from_attributes=True)

    number: str
    line_number: str | None
    contact_number: str | None
    confirmed: bool
    status: ReportStatus
    progress: Progress
    deadline: datetime | None
    repeat_count: int
    language: str
    outcome: str
    last_step: str
    symptom_class: str | None
    created_at: datetime
    mended_at: datetime | None
    closed_at: datetime | None
    call: str
    taken_by: str | None
    handling: Handling | None
    note: str | None
    answer: str | None
    keys_left: str | None
    version: int
    exchange: str
    branch: str
    sounds: list[SoundKind]

    @classmethod
    def of(cls, row: Mapping[Any, Any], repair: Repair, place: tuple[str, str] | None) -> "ReportShown":
        """A row; `place`: exchange and branch of its line."""
        exchange, branch = place or ("", "")
        sounds = [kind for kind, column in SOUNDS.items() if row[column]]
        extra = {"exchange": exchange, "branch": branch, "sounds": sounds}
        return cls.model_validate({**row, **asdict(repair), **extra})


class LineTestShown(BaseModel):
    """A line test. Ohms, nanofarads, volts; null: not measured. `hazardous`: dangerous to touch (GR-909)."""

    model_config = ConfigDict(from_attributes=True)

    tested_at: datetime
    head: str
    verdict: Verdict
    resistance_tip_ring: float | None
    resistance_tip_ground: float | None
    resistance_ring_ground: float | None
    capacitance_nf: float | None
    dc_volts: float | None
    ac_volts: float | None
    off_hook: bool | None
    person: str | None = None
    hazardous: bool = False

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "LineTestShown":
        """A row, or the fields of a result."""
        measured = Measurements(**{name: row[name] for name in Measurements.__dataclass_fields__})
        return cls.model_validate({**row, "hazardous": hazardous(measured)})


class StepShown(BaseModel):
    """A step of a visit to the automatic flow, and the seconds spent in it."""

    step: str
    seconds: float


class MomentShown(BaseModel):
    """One thing that happened. `person` empty: the caller or the automatic flow; `sound`: can be heard here."""

    at: datetime
    kind: str
    call: str
    person: str
    sound: SoundKind | None = None
    recording: int | None = None
    """Id of a recorded conversation, for whoever may listen to it."""
    test: LineTestShown | None = None
    steps: list[StepShown] = []
    """Of a visit, in the order first reached."""
    data: dict[str, str | int | float | bool | None]

    @classmethod
    def of(cls, moment: Moment, **extra: Any) -> "MomentShown":
        """What has no place of its own in `extra` goes into `data`; paths do not."""
        hidden = {"recording", "test"}
        plain = {
            name: value
            for name, value in moment.data.items()
            if name not in hidden and isinstance(value, str | int | float | None)
        }
        return cls(
            at=moment.at, kind=moment.kind, call=moment.call, person=moment.person, data=plain, **extra
        )


class ReportWhole(ReportShown):
    """Everything about one report, as far as whoever asks may know it."""

    subscriber: Subscriber | None
    exchange_known: Exchange | None
    works: PlannedWorks | None
    tests: list[LineTestShown]
    timeline: list[MomentShown]


class LineWhole(BaseModel):
    """Everything about one line. `mended`: within the site's hours, without an open report."""

    number: str
    exchange: Exchange | None
    subscriber: Subscriber | None
    works: PlannedWorks | None
    mended: bool
    mended_report: str | None
    """The report that was mended last."""
    open_report: ReportShown | None
    last_test: LineTestShown | None
    reports: list[ReportShown]
    """The newest ones."""


def shown_subscriber(owner: Subscriber | None) -> Subscriber | None:
    """Without characters that could disguise it (S12)."""
    if owner is None:
        return None
    address = cleaned(owner.address)[:LONGEST_ADDRESS]
    return Subscriber(owner=cleaned(owner.owner), address=address, key_account=owner.key_account)
