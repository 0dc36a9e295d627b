"""One's own figures of a day (H14): counted from the event log, each duration in seconds."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from sqlalchemy import Connection, Row, func, select

from cti.api.frame import frame_of
from cti.api.guard import require
from cti.api.own_calls import own_extension
from cti.api.responses import ERRORS
from cti.errors import Invalid
from cti.figures.day_events import decoded, rows_of_events
from cti.figures.own_day import OwnDay
from cti.floor.figures import IN_TIME
from cti.floor.standing import RUN_UP
from cti.floor.state import AgentState
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.routing.queues import Queues
from desk.models import FaultReportRow

BEFORE = timedelta(seconds=RUN_UP)
"""Folded, so that the day begins in the right state, but not counted."""


class OwnFigures(BaseModel):
    """One agent's day. Means are null while there is nothing to divide by."""

    day: date
    answered: int
    talk_seconds: float
    """Without hold."""
    mean_talk_seconds: float | None
    longest_talk_seconds: float
    hold_seconds: float
    wrap_up_seconds: float
    mean_wrap_up_seconds: float | None
    ringing_seconds: float
    ready_seconds: float
    paused_seconds: float
    pauses: dict[str, float]
    """Reason → seconds."""
    signed_in_seconds: float
    transfers: int
    transfers_in_time: int
    """Answered within 15 s (K3)."""
    missed_offers: int
    missed: dict[str, int]
    """Why → how often."""
    offered: int
    """Callers out of queues whom this agent answered as the first."""
    in_time: int
    """Of these within the queue's seconds (K2)."""
    reports: int
    """Fault reports taken down."""


def figures_router(zone: ZoneInfo, queues: Queues) -> APIRouter:
    """The routes. `zone`: the site's, which says when a day begins."""
    router = APIRouter(prefix="/api/figures", tags=["figures"], responses=ERRORS)

    def within(queue: str) -> float:
        settings = queues.get(queue)
        return settings.service_level_seconds if settings is not None else IN_TIME

    @router.get("/me", summary="One's own figures of a day")
    async def mine(
        request: Request,
        person: Annotated[Person, Depends(require(Permission.AGENT_OWN))],
        day: date | None = None,
    ) -> OwnFigures:
        """Today's without `day`, a few seconds behind."""
        store = frame_of(request).people.store
        agent, now = own_extension(person), store.now()
        wanted = day or now.astimezone(zone).date()
        begins, ends = bounds(wanted, zone)
        own = OwnDay(agent, begins.timestamp(), ends.timestamp(), within)

        def look(connection: Connection) -> tuple[list[Row[Any]], int]:
            rows = rows_of_events(connection, agent, begins - BEFORE, ends)
            return rows, _reports(connection, person.login, begins, ends)

        rows, reports = await store.read(look)
        await asyncio.to_thread(_fold, own, rows, now.timestamp())
        return shown(own, wanted, reports)

    return router


def _fold(own: OwnDay, rows: Sequence[Row[Any]], now: float) -> None:
    """Not on the loop that serves calls: a long day's conversations take some tens of milliseconds."""
    for event in decoded(rows):
        own.take(event)
    own.close(now)


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a day begins, and when the next one does. Raises Invalid for a day out of reach."""
    if not 1971 < day.year < 2200:
        raise Invalid("a day between 1972 and 2199", code="day_out_of_range")
    begins, ends = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def shown(own: OwnDay, day: date, reports: int) -> OwnFigures:
    """The figures as they are answered."""
    seconds = own.seconds
    talk, wrap_up = seconds[AgentState.TALKING], seconds[AgentState.WRAP_UP]
    return OwnFigures(
        day=day,
        answered=own.answered,
        talk_seconds=round(talk, 1),
        mean_talk_seconds=round(talk / own.answered, 1) if own.answered else None,
        longest_talk_seconds=round(own.longest_talk, 1),
        hold_seconds=round(seconds[AgentState.ON_HOLD], 1),
        wrap_up_seconds=round(wrap_up, 1),
        mean_wrap_up_seconds=round(wrap_up / own.wrap_ups, 1) if own.wrap_ups else None,
        ringing_seconds=round(seconds[AgentState.RESERVED] + seconds[AgentState.RINGING], 1),
        ready_seconds=round(seconds[AgentState.READY], 1),
        paused_seconds=round(seconds[AgentState.PAUSED], 1),
        pauses={reason: round(own.pauses[reason], 1) for reason in sorted(own.pauses)},
        signed_in_seconds=round(sum(seconds.values()), 1),
        transfers=own.transfers,
        transfers_in_time=own.transfers_in_time,
        missed_offers=own.missed.total(),
        missed=dict(own.missed.most_common()),
        offered=own.offered,
        in_time=own.in_time,
        reports=reports,
    )


def _reports(connection: Connection, login: str, begins: datetime, ends: datetime) -> int:
    wanted = select(func.count()).select_from(FaultReportRow)
    mine = (FaultReportRow.taken_by == login) & (FaultReportRow.created_at >= begins)
    return int(connection.execute(wanted.where(mine, FaultReportRow.created_at < ends)).scalar_one())
