"""Rows of a service's database: put there before a call, and read while a fault lasts."""

from datetime import UTC, datetime

from sqlalchemy import create_engine, insert

from desk.models import FaultReportRow
from tests.real.served import Served


def insert_report(served: Served, line: str) -> None:
    """An open, confirmed report on this line, of an earlier call."""
    row = {
        "number": "2601010001",
        "line_number": line,
        "confirmed": True,
        "language": "zh",
        "outcome": "reported",
        "last_step": "what_else",
        "created_at": datetime.now(UTC),
        "call": "an-earlier-call",
    }
    engine = create_engine(f"sqlite:///{served.house.settings.folder / 'faultline.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(insert(FaultReportRow), row)
    engine.dispose()
