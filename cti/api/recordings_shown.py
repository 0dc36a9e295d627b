"""Recordings, findings and searches as the API shows and takes them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Row

from cti.api.paging import Order, by
from cti.people.fields import Extension, Moment, QueueName, SearchText, ShownText
from recordings.completeness import FindingKind
from recordings.marks import MARKED, UNMARKED
from recordings.register import RECORDINGS
from recordings.search import SORT_KEYS, Found, Wanted

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]
CallId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.-]{1,80}$")]
Seconds = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class State(StrEnum):
    """What a recording is like."""

    OK = "ok"
    TRUNCATED = "truncated"
    SILENT = "silent"
    MISSING = "missing"


class Sort(StrEnum):
    """What recordings may be sorted by; a minus turns it round."""

    STARTED_AT = "started_at"
    STARTED_AT_DOWN = "-started_at"
    SECONDS = "seconds"
    SECONDS_DOWN = "-seconds"
    CALLER = "caller"
    CALLER_DOWN = "-caller"
    CALLEE = "callee"
    CALLEE_DOWN = "-callee"

    @property
    def order(self) -> Order:
        """For the pages."""
        return by(SORT_KEYS, self.value, RECORDINGS.c.id)


class Filters(BaseModel):
    """Which recordings."""

    caller: Digits | None = None
    callee: Digits | None = None
    """What was dialled."""
    agent: Extension | None = None
    """Any agent of the conversation."""
    queue: QueueName | None = None
    line_number: Digits | None = None
    report: Digits | None = None
    call: CallId | None = None
    state: State | None = None
    since: Moment | None = None
    until: Moment | None = None
    """Before this."""
    at_least: Seconds | None = None
    at_most: Seconds | None = None
    legal_hold: bool | None = None
    team: SearchText | None = None
    """Of any agent of the conversation."""
    customer: SearchText | None = None
    """Part of the name of the subscriber or of the customer who called or was called."""
    marked: bool | None = None
    """Whether it has marks."""
    marks_text: SearchText | None = None
    """Part of what a mark says; needs `recordings:listen`."""

    def wanted(self) -> Wanted:
        """As the register looks for it."""
        values = {name: None if value == "" else value for name, value in self.model_dump().items()}
        return Wanted(**values | {"state": self.state.value if self.state is not None else None})


class LegShown(BaseModel):
    """An agent's part, in seconds since the recording began."""

    model_config = ConfigDict(from_attributes=True)

    agent: str
    name: str | None = None
    """Of whom the extension belongs to today."""
    begins: float
    ends: float


class RecordingShown(BaseModel):
    """One recording. Levels in dB below full scale, null: silent throughout; silence as a share of the time."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    node: str
    call: str
    linkedid: str
    caller: str
    callee: str
    legs: list[LegShown] = []
    queue: str | None
    line_number: str | None
    report: str | None
    started_at: datetime
    ended_at: datetime
    seconds: float
    pauses: list[tuple[float, float]]
    state: str
    handed_over: bool
    format: str | None
    bytes: int
    sha256: str | None
    encrypted: bool = False
    caller_dbfs: float | None
    agent_dbfs: float | None
    caller_silence: float | None
    agent_silence: float | None
    legal_hold: bool
    delete_after: datetime
    deleted_at: datetime | None
    playable: bool = False
    marks: int = 0
    """How many notes there are."""

    @classmethod
    def of(cls, found: Found) -> "RecordingShown":
        """This recording; where its object lies is nobody's business."""
        shown = cls.model_validate(found.row)
        shown.legs = [
            LegShown(agent=leg.agent, name=found.names.get(leg.agent), begins=leg.begins, ends=leg.ends)
            for leg in found.legs
        ]
        shown.marks = found.marks
        shown.encrypted = found.row.key_id is not None
        shown.playable = found.row.storage_key is not None and found.row.deleted_at is None
        return shown


class EventShown(BaseModel):
    """Something that happened to a recording."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    at: datetime
    who: str | None
    reason: str | None
    data: dict[str, Any]

    @classmethod
    def of(cls, row: Row[Any], *, listens: bool) -> "EventShown":
        """This event; without what was noted of the conversation for those who may not listen."""
        shown = cls.model_validate(row)
        if shown.kind in (MARKED, UNMARKED) and not listens:
            shown.reason = None
        return shown


class WaveformShown(BaseModel):
    """The loudest sample of each stretch, 0 to 1; all stretches are equally long."""

    model_config = ConfigDict(from_attributes=True)

    seconds: float
    caller: list[float]
    agent: list[float]
    silences: list[tuple[float, float]]
    """From and to in seconds: neither side says anything for two seconds or more."""


class FindingShown(BaseModel):
    """Something wrong with the recording of a call; `expected` and `found` in seconds, `leg` -1: the whole."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    node: str
    kind: FindingKind
    call: str
    recording: int | None
    """Its id; null: there is not even a row."""
    leg: int
    agent: str | None
    agent_name: str | None
    expected: float | None
    found: float | None
    noticed_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    note: str | None


class FindingFilters(BaseModel):
    """Which findings."""

    open_only: bool = True
    kind: FindingKind | None = None
    call: CallId | None = None


class Reason(BaseModel):
    """Why."""

    reason: ShownText


class Note(BaseModel):
    """What was found out."""

    note: ShownText


Points = Annotated[int, Query(ge=1, le=2000, description="Stretches, at most.")]
