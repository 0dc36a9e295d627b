"""What a dialog learns about a line in one look (F1.4-F1.6), as plain values."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.line_test.result import LineTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The switch area of a number."""

    prefix: str
    branch: str
    test_centre: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """The owner of a line."""

    owner: str
    address: str
    key_account: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWorks:
    """A known outage; `ends` is UTC."""

    prefix: str
    starts: datetime
    ends: datetime
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport:
    """A confirmed report that is neither mended nor closed. `repeat_count`: how often it was repeated."""

    number: str
    line_number: str
    repeat_count: int
    message_for_caller: Path | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """Everything about one line.

    `works`: in force now. `mended`: the line was mended within the site's hours and has no open report.
    """

    number: str
    exchange: Exchange | None
    subscriber: Subscriber | None
    works: PlannedWorks | None
    mended: bool
    open_report: OpenReport | None
    last_test: LineTest | None
