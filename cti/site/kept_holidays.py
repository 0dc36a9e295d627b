"""The site's holidays in the database: read, and changed as a whole; the audit log has the days that differ (H15)."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, insert, select, update

from cti.errors import Conflict
from cti.people.audit import Change
from cti.people.person import Person
from cti.routing.holidays import Holidays
from desk.models import HolidayCalendarRow, table_of

log = logging.getLogger(__name__)

CALENDAR = table_of(HolidayCalendarRow)
ONLY = 1
"""The row's id."""
_HOLIDAYS: TypeAdapter[Holidays] = TypeAdapter(Holidays)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCalendar:
    """`version` 0: nobody has set holidays yet."""

    version: int = 0
    holidays: Holidays = ()
    changed_at: datetime | None = None
    changed_by: str | None = None


def holidays_version(connection: Connection) -> int:
    """Another number after every change, whichever process made it."""
    return connection.execute(select(CALENDAR.c.version)).scalar_one_or_none() or 0


def kept_calendar(connection: Connection) -> KeptCalendar:
    """As it is. What this version does not understand counts as no holidays, and is logged."""
    row = connection.execute(select(CALENDAR)).one_or_none()
    if row is None:
        return KeptCalendar()
    return KeptCalendar(
        version=row.version,
        holidays=_understood(row.holidays),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _understood(stored: list[Any]) -> Holidays:
    try:
        return _HOLIDAYS.validate_python(stored)
    except ValidationError:
        log.error("The holidays in the database are not what this version understands")
        return ()


def keep_calendar(
    connection: Connection, wanted: Holidays, *, version: int, by: Person, at: datetime
) -> Change[KeptCalendar]:
    """The site's holidays from now on. `version`: of the calendar as it was seen. Raises Conflict."""
    before = kept_calendar(connection)
    if version != before.version:
        raise Conflict("the holidays have changed meanwhile", code="changed_meanwhile")
    holidays = tuple(sorted(wanted, key=lambda holiday: holiday.day))
    after = KeptCalendar(version=version + 1, holidays=holidays, changed_at=at, changed_by=by.login)
    values = {
        "holidays": _HOLIDAYS.dump_python(holidays, mode="json"),
        "version": after.version,
        "changed_at": at,
        "changed_by": by.login,
    }
    change = insert(CALENDAR).values(id=ONLY) if version == 0 else update(CALENDAR)
    connection.execute(change.values(values))
    return Change(after, "holidays", *_differences(before.holidays, holidays))


def _differences(before: Holidays, after: Holidays) -> tuple[dict[str, Any], dict[str, Any]]:
    """The days that differ, on both sides."""
    old, new = _by_day(before), _by_day(after)
    changed = [day for day in sorted({**old, **new}) if old.get(day) != new.get(day)]
    return {day: old[day] for day in changed if day in old}, {day: new[day] for day in changed if day in new}


def _by_day(holidays: Holidays) -> dict[str, Any]:
    return {
        holiday.day.isoformat(): [holiday.name, *(str(span) for span in holiday.hours)]
        for holiday in holidays
    }
