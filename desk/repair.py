"""How far the repair of a report is, and what its caller is to be told (F2.5). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk.models import ReportStatus


class Progress(StrEnum):
    """What decides what an agent says."""

    MENDED = "mended"
    """Say so."""
    CLOSED = "closed"
    """Settled; what is wrong now is a new report."""
    IN_TIME = "in_time"
    """Say how far the repair is."""
    OVERDUE = "overdue"
    """Transfer to the manager hotline."""
    UNCONFIRMED = "unconfirmed"
    """The caller never confirmed it: take it down as a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """`deadline`: when an open report is overdue; None where there is nothing to wait for."""

    progress: Progress
    deadline: datetime | None


def repair_of(
    *, status: str, confirmed: bool, created_at: datetime, now: datetime, repair_hours: int
) -> Repair:
    """As of `now`, with a deadline of `repair_hours` after the report."""
    if status == ReportStatus.MENDED:
        return Repair(progress=Progress.MENDED, deadline=None)
    if status == ReportStatus.CLOSED:
        return Repair(progress=Progress.CLOSED, deadline=None)
    deadline = deadline_of(
        status=status, confirmed=confirmed, created_at=created_at, repair_hours=repair_hours
    )
    if deadline is None:
        return Repair(progress=Progress.UNCONFIRMED, deadline=None)
    return Repair(progress=Progress.OVERDUE if now >= deadline else Progress.IN_TIME, deadline=deadline)


def deadline_of(*, status: str, confirmed: bool, created_at: datetime, repair_hours: int) -> datetime | None:
    """When the report is overdue; None where there is nothing to wait for."""
    if status != ReportStatus.OPEN or not confirmed:
        return None
    return created_at + timedelta(hours=repair_hours)
