"""The desk's tables, one concept a file. Importing this package declares them all on `Base.metadata`."""

from desk.models.audit import AuditRow
from desk.models.base import Base, table_of
from desk.models.call import CallRow
from desk.models.code_list import CodeListRow
from desk.models.conversation import ConversationRow
from desk.models.credential import ApiTokenRow, LiveTicketRow, SessionRow, SignInLockRow
from desk.models.customer import CustomerNumberRow, CustomerRow
from desk.models.exchange import ExchangeRow
from desk.models.fault_report import FaultReportRow, ReportStatus
from desk.models.floor_event import FloorEventRow
from desk.models.import_run import ImportRunRow
from desk.models.journal_position import JournalPositionRow
from desk.models.line_test import LineTestRow
from desk.models.number_series import NumberSeriesRow
from desk.models.planned_works import PlannedWorksRow
from desk.models.prompt_take import PromptTakeRow
from desk.models.recording import (
    RecordingEventRow,
    RecordingFindingRow,
    RecordingLegRow,
    RecordingRow,
)
from desk.models.recording_mark import RecordingMarkRow
from desk.models.report_event import ReportEventRow
from desk.models.site_settings import HolidayCalendarRow, QueueSettingsRow
from desk.models.subscriber import SubscriberRow
from desk.models.technician_message import TechnicianMessageRow
from desk.models.user import UserRoleRow, UserRow, UserSkillRow
from desk.models.visit import VisitRow

__all__ = [
    "ApiTokenRow",
    "AuditRow",
    "Base",
    "CallRow",
    "CodeListRow",
    "ConversationRow",
    "CustomerNumberRow",
    "CustomerRow",
    "ExchangeRow",
    "FaultReportRow",
    "FloorEventRow",
    "HolidayCalendarRow",
    "ImportRunRow",
    "JournalPositionRow",
    "LineTestRow",
    "LiveTicketRow",
    "NumberSeriesRow",
    "PlannedWorksRow",
    "PromptTakeRow",
    "QueueSettingsRow",
    "RecordingEventRow",
    "RecordingFindingRow",
    "RecordingLegRow",
    "RecordingMarkRow",
    "RecordingRow",
    "ReportEventRow",
    "ReportStatus",
    "SessionRow",
    "SignInLockRow",
    "SubscriberRow",
    "TechnicianMessageRow",
    "UserRoleRow",
    "UserRow",
    "UserSkillRow",
    "VisitRow",
    "table_of",
]
