"""Report numbers: day in the site's zone and a daily series, unique across services (F1.11)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from desk.models import NumberSeriesRow
from desk.store.upsert import insert


def next_report_number(connection: Connection, at: datetime, zone: ZoneInfo) -> str:
    """Give out the next number of that day. Four digits, more from the 10,000th on; gaps are possible.

    The row stays locked until the transaction ends, so two services cannot give out the same one.
    """
    day = f"{at.astimezone(zone):%y%m%d}"
    raised = (
        insert(connection, NumberSeriesRow)
        .values(day=day, last=1)
        .on_conflict_do_update(index_elements=["day"], set_={"last": NumberSeriesRow.last + 1})
        .returning(NumberSeriesRow.last)
    )
    series: int = (connection.execute(raised)).scalar_one()
    return f"{day}{series:04d}"
