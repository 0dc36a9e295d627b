"""How long a site's subscribers take to import, and a look-up among them afterwards.

    python -m bench.desk.import_subscribers [--rows 1000000] [--database URL]

The data is plainly made up. Without `--database` a SQLite file in a temporary folder is used. Figures go to
docs/performance.md.
"""

import argparse
import asyncio
import csv
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.database.database import Database
from desk.database.schema import upgrade
from desk.desk import Desk
from desk.imports.importing import Imported, import_file
from desk.imports.sheets import SUBSCRIBERS

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


async def look_ups(url: str, folder: Path, rows: int) -> None:
    """Look single lines up the way a call does (exchange, subscriber, works, reports, last test)."""
    desk = await Desk.open(url, folder, "bench")
    call = desk.for_call("bench-1.1", "fault_report", "", "112", "zh")
    draw = random.Random(1000)
    taken = []
    for _ in range(LOOK_UPS):
        number = str(FIRST_NUMBER + draw.randrange(rows))
        begun = time.perf_counter()
        view = await call.look_up(number)
        taken.append((time.perf_counter() - begun) * 1000)
        if view.subscriber is None or not view.subscriber.owner.endswith(number):
            raise SystemExit(f"wrong subscriber for {number}")
    await desk.close()
    taken.sort()
    print(f"look-up: middle {statistics.median(taken):.2f} ms, 99 % {taken[len(taken) * 99 // 100]:.2f} ms")


async def main() -> None:
    """Generate, import three times, look up."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--database", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "subscribers.csv"
        url = chosen.database or f"sqlite+aiosqlite:///{folder}/bench.sqlite3"
        database = Database(url)
        await upgrade(database)
        write_subscribers(file, chosen.rows)
        print(f"{chosen.rows} rows, {file.stat().st_size / 1e6:.0f} MB, {database.engine.dialect.name}")
        await timed_import(database, file, "first import")
        await timed_import(database, file, "same again")
        write_subscribers(file, chosen.rows, moved=chosen.rows // 100)
        await timed_import(database, file, "one in a hundred moved")
        await database.close()
        await look_ups(url, Path(folder), chosen.rows)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    asyncio.run(main())
