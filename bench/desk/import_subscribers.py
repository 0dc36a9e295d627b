"""How long a site's subscribers take to import, and a look-up among them afterwards.

    python -m bench.desk.import_subscribers [--rows 1000000] [--database URL]

The data is plainly made up. Without `--database` a SQLite file in a temporary folder is used. Figures go to
docs/performance.md.
"""

import argparse
import asyncio
import csv
import random
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.database import Database
from desk.imports.importing import Imported, import_file
from desk.imports.sheets import SUBSCRIBERS
from desk.models import SubscriberRow
from desk.schema import upgrade

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_NUMBER = 55_500_000
LOOK_UPS = 2_000


def write_subscribers(file: Path, rows: int, *, moved: int = 0) -> None:
    """Made-up subscribers in no particular order; the first `moved` of them with another address."""
    numbers = list(range(FIRST_NUMBER, FIRST_NUMBER + rows))
    random.Random(8112).shuffle(numbers)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["line_number", "owner", "address", "key_account"])
        for place, number in enumerate(numbers):
            street = "样例新路" if place < moved else "样例路"
            writer.writerow(
                [number, f"样例用户{number}", f"样例市{street}{number % 997}号", number % 50 == 0]
            )


async def timed_import(database: Database, file: Path, what: str) -> Imported:
    """Import and print how long it took."""
    begun = time.perf_counter()
    done = await import_file(database, SUBSCRIBERS, file, ZONE, bad=lambda row: print(row))
    print(f"{what}: {time.perf_counter() - begun:.1f} s, {done.changes}")
    return done


async def look_ups(database: Database, rows: int) -> None:
    """Look single numbers up the way a call does, and print how long one took."""
    draw = random.Random(1000)
    taken = []
    for _ in range(LOOK_UPS):
        number = str(FIRST_NUMBER + draw.randrange(rows))
        begun = time.perf_counter()
        found = await database.within(1.5, partial(owner_of, number))
        taken.append((time.perf_counter() - begun) * 1000)
        if not found.endswith(number):
            raise SystemExit(f"wrong subscriber for {number}")
    taken.sort()
    print(f"look-up: middle {statistics.median(taken):.2f} ms, 99 % {taken[len(taken) * 99 // 100]:.2f} ms")


async def owner_of(number: str, connection: AsyncConnection) -> str:
    """One query by the key."""
    owner: str = (
        await connection.execute(select(SubscriberRow.owner).where(SubscriberRow.line_number == number))
    ).scalar_one()
    return owner


async def main() -> None:
    """Generate, import three times, look up."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--database", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "subscribers.csv"
        database = Database(chosen.database or f"sqlite+aiosqlite:///{folder}/bench.sqlite3")
        await upgrade(database)
        write_subscribers(file, chosen.rows)
        print(f"{chosen.rows} rows, {file.stat().st_size / 1e6:.0f} MB, {database.engine.dialect.name}")
        await timed_import(database, file, "first import")
        await timed_import(database, file, "same again")
        write_subscribers(file, chosen.rows, moved=chosen.rows // 100)
        await timed_import(database, file, "one in a hundred moved")
        await look_ups(database, chosen.rows)
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())
