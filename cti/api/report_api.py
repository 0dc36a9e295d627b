"""Fault reports and lines as people reach them over HTTP, put together."""

from fastapi import APIRouter

from cti.api.lines import lines_router
from cti.api.report_book import ReportBook
from cti.api.report_sound import report_sound_router
from cti.api.report_writes import report_writes_router
from cti.api.reports import reports_router
from desk.desk import Desk


def report_routers(desk: Desk, *, repair_hours: int) -> tuple[APIRouter, ...]:
    """All of them; `repair_hours`: after which an open report is overdue (F2.5)."""
    book = ReportBook(desk, repair_hours)
    return (
        reports_router(book),
        report_writes_router(book),
        report_sound_router(book),
        lines_router(book),
    )
