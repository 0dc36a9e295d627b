"""Runs dialogs as the service does, with a scripted caller and a real desk, and shows what was stored."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select

from agi_scripts import SERVICES
from desk.desk import Desk
from desk.imports.importing import import_file
from desk.imports.sheets import SHEETS
from desk.line_test.lab import LabHead
from desk.models import Base
from desk.rules import DeskRules
from faultline.call_runner import CallRunner
from ivr.scripted_caller import Reaction, ScriptedCaller

ROWS = {
    "exchanges": "prefix,branch,test_centre\n5550,North,North centre\n5551,South,South centre\n",
    "subscribers": "line_number,owner,address,key_account\n55500199,Example Ltd,1 Sample Street,yes\n",
    "works": "prefix,starts,ends,text_zh,text_en\n55519,2020-01-01,2099-01-01,示例,example\n",
}


class Hotline:
    """A desk with exchanges, a key account and planned works, a lab head, and the call runner on both."""

    def __init__(self, desk: Desk, head: LabHead) -> None:
        self.desk = desk
        self.head = head
        self.runner = CallRunner(desk, SERVICES)
        self._calls = 0

    def caller(self, *script: Reaction, service: str = "fault_report", **values: Any) -> ScriptedCaller:
        """A caller of a new call, or of an earlier one's next visit (`call_id`, `variables`)."""
        self._calls += 1
        values.setdefault("call_id", f"1700000000.{self._calls}")
        return ScriptedCaller(*script, script_name=service, **values)

    async def visit(self, *script: Reaction, service: str = "fault_report", **values: Any) -> ScriptedCaller:
        """Let a caller go through one visit."""
        caller = self.caller(*script, service=service, **values)
        await self.runner(caller)
        return caller

    async def back(self, caller: ScriptedCaller, *script: Reaction) -> ScriptedCaller:
        """The same call, back from the agents' queue."""
        return await self.visit(
            *script,
            call_id=caller.call.id,
            variables={k: v for k, v in caller.variables.items() if not k.startswith("IVR_")},
        )

    async def rows(self, table: str) -> list[Any]:
        """Everything in a table, once all facts so far are stored."""
        await self.desk.writer.stored(self.desk.journal.last)
        columns: Table = Base.metadata.tables[table]
        async with self.desk.database.reading() as connection:
            return list((await connection.execute(select(columns))).mappings())

    async def report(self) -> Any:
        """The only fault report."""
        (report,) = await self.rows("fault_reports")
        return report

    async def last_visit(self) -> Any:
        """The visit stored last."""
        return (await self.rows("visits"))[-1]


PATIENCE = 20.0
"""Seconds for the database: a busy machine is no answer that callers get to hear."""


@asynccontextmanager
async def opened_hotline(folder: Path, url: str | None = None) -> AsyncIterator[Hotline]:
    """A hotline on a new data folder, on SQLite unless `url` says otherwise."""
    head = LabHead(seconds=0.0)
    desk = await Desk.open(
        url or f"sqlite+aiosqlite:///{folder / 'desk.sqlite3'}",
        folder,
        "node1",
        DeskRules(test_head_seconds=1.0, confirm_seconds=PATIENCE, look_up_seconds=PATIENCE),
        test_head=head,
    )
    try:
        for name, text in ROWS.items():
            (folder / name).write_text(text, encoding="utf-8")
            await import_file(desk.database, SHEETS[name], folder / name, ZoneInfo("Asia/Shanghai"), bad=_bad)
        yield Hotline(desk, head)
    finally:
        await desk.close()


def _bad(row: object) -> None:
    raise AssertionError(row)
