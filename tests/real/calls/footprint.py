"""What calls may not leave behind: channels, threads, file descriptors, task processors, sessions, open rows."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.real.house import House
from tests.real.served import Served
from tests.waiting import until

SLACK = 8
"""Pools that grow with the calls at the same time and stay: the database's threads (one a connection), the executor's,
Asterisk's serializers. Fewer than the calls of any test, so that one left over by each call shows."""
SETTLE_SECONDS = 60.0
ESTABLISHED = "01"


@dataclass(frozen=True, slots=True)
class Footprint:
    """`kept` may differ by SLACK, `open` has to be nothing at all."""

    kept: dict[str, int]
    open: dict[str, int]

    def more_than(self, before: "Footprint") -> dict[str, int]:
        """What is left over, by name."""
        grown = {
            name: n - before.kept[name] for name, n in self.kept.items() if n > before.kept[name] + SLACK
        }
        return grown | {name: n for name, n in self.open.items() if n}


async def footprint(served: Served) -> Footprint:
    """As it is now."""
    sessions = await _sessions(served)
    return await asyncio.to_thread(_take, served, sessions)


async def settled(served: Served, before: Footprint) -> None:
    """Wait until nothing is left that was not there before. Raises AssertionError with what is."""
    more: dict[str, int] = {}

    async def nothing_left() -> bool:
        more.clear()
        more.update((await footprint(served)).more_than(before))
        return not more

    try:
        await until(nothing_left, seconds=SETTLE_SECONDS)
    except AssertionError:
        raise AssertionError(f"left over: {more}; before: {before}") from None


def _take(served: Served, sessions: int) -> Footprint:
    house = served.house
    kept = {
        **_handles("service", served.process.pid),
        **_handles("Asterisk", house.asterisk.pid() or 0),
        "task processors": _task_processors(house),
    }
    still_open = {
        "sessions": sessions,
        "channels": len(house.channels()),
        "sockets": _sockets(house.settings.agi_port),
        "calls": _without_end(served.rows("calls")),
        "visits": _without_end(served.rows("visits")),
    }
    return Footprint(kept, still_open)


def _handles(name: str, pid: int) -> dict[str, int]:
    """Threads, and descriptors but for those of the database, whose pool keeps some connections more or less."""
    process = Path(f"/proc/{pid}")
    targets = [target for link in (process / "fd").iterdir() if (target := _target(link))]
    return {
        f"descriptors of {name}": sum(".sqlite3" not in target for target in targets),
        f"threads of {name}": len(list((process / "task").iterdir())),
    }


def _target(link: Path) -> str:
    """What a descriptor leads to; empty when it was closed just now."""
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""


def _task_processors(house: House) -> int:
    found = re.search(r"(\d+) taskprocessors", house.asterisk.rx("core show taskprocessors"))
    assert found
    return int(found[1])


async def _sessions(served: Served) -> int:
    found = re.search(r"^faultline_agi_sessions_active (\S+)$", await served.figures(), re.MULTILINE)
    assert found
    return int(float(found[1]))


def _sockets(port: int) -> int:
    """Connections to the dialogs' port, from the kernel's table."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[3] == ESTABLISHED and row[1].endswith(f":{port:04X}") for row in rows)


def _without_end(rows: Iterable[dict[str, object]]) -> int:
    return sum(row["ended_at"] is None for row in rows)
