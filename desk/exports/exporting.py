"""One export from table to file, read and written row by row."""

from datetime import datetime

from sqlalchemy import text

from desk.database.database import Database
from desk.exports.kind import Kind
from desk.exports.writers import Writer

ROWS_AT_ONCE = 1000


async def export(
    database: Database,
    kind: Kind,
    writer: Writer,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """Write the rows from `since` until before `until` (aware times); their number. Raises DeskUnavailable.

    All rows are of one moment: what is stored while the export runs is not in it.
    """
    count = 0
    writer.begin(kind.columns)
    async with database.reading() as connection:
        if not database.is_sqlite:  # who reads the output may pause longer than a call's limits allow
            await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        rows = await connection.stream(kind.rows(since, until).execution_options(yield_per=ROWS_AT_ONCE))
        async for row in rows:
            writer.row(tuple(row))
            count += 1
    writer.end()
    return count
