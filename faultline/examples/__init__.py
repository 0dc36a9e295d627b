"""Made-up data for a first try: two exchanges, a few subscribers, and planned works on one range.

Brought in when the desk has no exchange at all and the instance is bound to loopback, so that a newcomer's
first call meets lines that exist. A site's own import replaces it (`faultline import … --replace`).
"""

import logging
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from desk.database.database import Database
from desk.imports.importing import import_file
from desk.imports.refusal import BadRow
from desk.imports.sheets import SHEETS
from desk.models import ExchangeRow

log = logging.getLogger(__name__)


async def bring_in(database: Database, site_zone: str) -> bool:
    """Import the examples into an empty desk; true when that was done. Raises DeskUnavailable."""
    async with database.reading() as connection:
        known = (await connection.execute(select(func.count()).select_from(ExchangeRow))).scalar_one()
    if known:
        return False
    for name, sheet in SHEETS.items():
        file = Path(__file__).parent / f"{name}.csv"
        await import_file(database, sheet, file, ZoneInfo(site_zone), bad=_bad)
    log.info("Made-up exchanges, subscribers and works were brought in for a first try")
    return True


def _bad(row: BadRow) -> None:
    raise ValueError(f"example line {row.line}: {row.reason}")
