"""The site's one calendar of holidays: it holds for every queue that does not say otherwise (H15). Pure."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict

from cti.people.fields import ShownText
from cti.routing.hours import Hours, Spans


class Holiday(BaseModel):
    """One day of the site's zone. `hours` empty: closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    name: ShownText
    hours: Spans = ()
    """A day that is worked at other hours than its weekday."""


Holidays = tuple[Holiday, ...]


def with_holidays(hours: Hours, holidays: Iterable[Holiday]) -> Hours:
    """A queue's hours under the site's calendar; what the queue itself says of a day wins."""
    if not hours.site_holidays:
        return hours
    days = {holiday.day: holiday.hours for holiday in holidays if holiday.day not in hours.holidays}
    return hours.model_copy(update={"special_days": {**days, **hours.special_days}})
