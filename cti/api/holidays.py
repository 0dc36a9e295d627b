"""The site's holidays: one calendar for all queues that do not say otherwise, in force within seconds (H15)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.responses import ERRORS
from cti.people.audit import Act
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.routing.holidays import Holiday, Holidays
from cti.site.kept_holidays import keep_calendar, kept_calendar

router = APIRouter(prefix="/api/holidays", tags=["queues"], responses=ERRORS)

MOST = 400
"""Days."""


class HolidaysShown(BaseModel):
    """The calendar, by day."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    """To be sent with a change; 0: nobody has set holidays yet."""
    holidays: list[Holiday]
    changed_at: datetime | None
    changed_by: str | None


class HolidaysPut(BaseModel):
    """The whole calendar as it is to be."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    """Of the calendar as it was seen; with another one there now the answer is 409."""
    holidays: Annotated[Holidays, Field(max_length=MOST)]

    @model_validator(mode="after")
    def _each_once(self) -> "HolidaysPut":
        if len({holiday.day for holiday in self.holidays}) < len(self.holidays):
            raise PydanticCustomError("twice", "a day stands in the calendar once")
        return self


@router.get("", summary="The site's holidays")
async def holidays(
    request: Request, _: Annotated[Person, Depends(require(Permission.SITE_READ))]
) -> HolidaysShown:
    """Past ones too."""
    return HolidaysShown.model_validate(await frame_of(request).people.store.read(kept_calendar))


@router.put("", summary="Set the site's holidays")
async def put(
    request: Request,
    body: HolidaysPut,
    act: Annotated[Act, Depends(acting(Permission.QUEUES_WRITE, "holidays.change"))],
) -> HolidaysShown:
    """All of them; in force within seconds, for every queue that does not say otherwise."""
    now = frame_of(request).people.store.now()
    after = await act.write(
        lambda connection: keep_calendar(
            connection, body.holidays, version=body.version, by=act.person, at=now
        )
    )
    return HolidaysShown.model_validate(after)
