"""The desk's tables, one concept a file. Importing this package declares them all on `Base.metadata`."""

from desk.models.base import Base, table_of
from desk.models.call import CallRow
from desk.models.exchange import ExchangeRow
from desk.models.fault_report import FaultReportRow, ReportStatus
from desk.models.journal_position import JournalPositionRow
from desk.models.line_test import LineTestRow
from desk.models.number_series import NumberSeriesRow
from desk.models.planned_works import PlannedWorksRow
from desk.models.report_event import ReportEventRow
from desk.models.subscriber import SubscriberRow
from desk.models.technician_message import TechnicianMessageRow
from desk.models.visit import VisitRow

__all__ = [
    "Base",
    "CallRow",
    "ExchangeRow",
    "FaultReportRow",
    "JournalPositionRow",
    "LineTestRow",
    "NumberSeriesRow",
    "PlannedWorksRow",
    "ReportEventRow",
    "ReportStatus",
    "SubscriberRow",
    "TechnicianMessageRow",
    "VisitRow",
    "table_of",
]
