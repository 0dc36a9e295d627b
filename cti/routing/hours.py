"""When a queue is open: spans of working hours by weekday, holidays and days of their own, in the site's zone (H15)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DAY = 24 * 60
AHEAD_DAYS = 30
"""How far an opening time is looked for."""
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes since midnight, `start` inclusive, `end` exclusive; an end before the start is on the next day."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: object) -> "Span":
        """`08:30-12:00`, `22:00-06:00`, `00:00-24:00`. Raises ValueError."""
        if isinstance(text, Span):
            return text
        found = _SPAN.fullmatch(str(text).strip())
        if found is None:
            raise _no_span(text)
        numbers = [int(number) for number in found.groups()]
        start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if start >= DAY or end > DAY or max(numbers[1], numbers[3]) > 59 or start == end:
            raise _no_span(text)
        return cls(start, end)

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.end - self.start if self.end > self.start else self.end + DAY - self.start

    def __str__(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02}-{self.end // 60:02}:{self.end % 60:02}"


def _no_span(text: object) -> PydanticCustomError:
    return PydanticCustomError("span", "'{text}' is not a span such as 08:30-12:00", {"text": str(text)[:40]})


_SHOWN = {"type": "string", "examples": ["08:30-12:00"]}
SpanText = Annotated[Span, BeforeValidator(Span.parse), PlainSerializer(str), WithJsonSchema(_SHOWN)]
Spans = tuple[SpanText, ...]


class Hours(BaseModel):
    """Working hours; with nothing set, always open. Dates are the site's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week: Mapping[Weekday, Spans] | None = None
    """Spans by weekday; a weekday that is not named is closed. None: open at any time."""
    holidays: tuple[date, ...] = ()
    special_days: Mapping[date, Spans] = {}
    """Days with hours of their own, such as a Saturday that is worked; they win over holidays."""
    site_holidays: bool = True
    """Whether the site's calendar of holidays holds on days of which nothing is said here."""

    def open_at(self, when: datetime, zone: ZoneInfo) -> bool:
        """Whether it is open at an instant. `when` carries its zone. Raises ValueError when it does not."""
        if when.tzinfo is None:
            raise ValueError("an instant needs its zone")
        local = when.astimezone(zone)
        minute = local.hour * 60 + local.minute
        return any(
            0 <= minute + ago * DAY - span.start < span.minutes
            for ago in (0, 1)
            for span in self._spans(local.date() - timedelta(days=ago))
        )

    def next_opening(self, when: datetime, zone: ZoneInfo) -> datetime | None:
        """The first instant after `when` at which it opens; None: not within AHEAD_DAYS. `when` carries its zone."""
        today = when.astimezone(zone).date()
        starts = (
            datetime.combine(day, time(span.start // 60, span.start % 60), zone)
            for day in (today + timedelta(days=ahead) for ahead in range(AHEAD_DAYS))
            for span in self._spans(day)
        )
        return min((start for start in starts if start > when), default=None)

    def _spans(self, day: date) -> Iterator[Span]:
        if day in self.special_days:
            yield from self.special_days[day]
        elif day not in self.holidays:
            whole: Spans = (Span(0, DAY),)
            yield from whole if self.week is None else self.week.get(WEEKDAYS[day.weekday()], ())
