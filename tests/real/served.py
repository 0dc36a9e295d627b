"""The service beside a house's Asterisk, as a process of its own: started, killed, stopped and asked."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import Table, create_engine, select

from desk.database import schema
from desk.database.database import Database
from desk.imports.importing import import_file
from desk.imports.sheets import SHEETS
from desk.models import Base
from tests.real.house import House
from tests.waiting import until

START_SECONDS = 30.0

ROWS = {
    "exchanges": "prefix,branch,test_centre\n5550,North,North centre\n5551,South,South centre\n",
    "subscribers": "line_number,owner,address,key_account\n55500199,Example Ltd,1 Sample Street,yes\n",
    "works": "prefix,starts,ends,text_zh,text_en\n55519,2020-01-01,2099-01-01,示例,example\n",
}


class Served:
    """`faultline run` on a house whose Asterisk is up already."""

    def __init__(self, house: House, *, keep_asterisk: bool = True, **settings: str) -> None:
        self.house = house
        self._options = ["--keep-asterisk"] if keep_asterisk else []
        self.log = house.settings.folder / "service.log"
        self._process: Process | None = None
        self._settings = settings

    async def start(self, *, wait: bool = True) -> None:
        """Start the service; with `wait` it is ready for calls on return."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *[sys.executable, "-m", "faultline", "run", *self._options],
                env={**os.environ, **environment(self.house), **self._settings},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if wait:
            await self.ready()

    async def ready(self) -> None:
        """Wait until database and Asterisk are reached. Raises AssertionError with the log."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + START_SECONDS
        while await self._status() != httpx.codes.OK:
            assert loop.time() < deadline, self.log.read_text()
            assert self.process.returncode is None, self.log.read_text()
            await asyncio.sleep(0.1)

    async def ready_again(self) -> None:
        """Wait until it has noticed that something is gone, and has it again."""

        async def noticed() -> bool:
            return await self._status() != httpx.codes.OK

        await until(noticed, seconds=START_SECONDS)
        await self.ready()

    @property
    def process(self) -> Process:
        """The running process."""
        assert self._process is not None
        return self._process

    async def kill(self) -> None:
        """Pull its plug: kill -9."""
        self.process.kill()
        await self.process.wait()

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end, and wait for that; its exit status, 0 when it never ran."""
        if self._process is None:
            return 0
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(number)
        status = await asyncio.wait_for(self.process.wait(), 40)
        if self.house.agents:  # the service let telephones follow its users; others share this house
            await asyncio.to_thread(self.house.asterisk.apply_agents, self.house.agents)
        return status

    async def figures(self) -> str:
        """Its metrics."""
        async with httpx.AsyncClient() as client:
            return (await client.get(f"{self._address}/metrics")).text

    def rows(self, table: str) -> list[Any]:
        """Everything in a table right now."""
        engine = create_engine(f"sqlite:///{self.house.settings.folder / 'faultline.sqlite3'}")
        columns: Table = Base.metadata.tables[table]
        try:
            with engine.connect() as connection:
                return list(connection.execute(select(columns)).mappings())
        finally:
            engine.dispose()

    def of_call(self, table: str, caller: str) -> list[Any]:
        """The rows of the calls that came from this number."""
        calls = {row["call"] for row in self.rows("calls") if row["caller"] == caller}
        return [row for row in self.rows(table) if row["call"] in calls]

    async def readiness(self) -> tuple[int, str]:
        """Status and text of /readyz; status 0: nobody answers. Raises httpx.TimeoutException past 5 s."""
        async with httpx.AsyncClient(timeout=5.0) as client:
            try:
                answer = await client.get(f"{self._address}/readyz")
            except httpx.ConnectError:
                return 0, ""
            return answer.status_code, answer.text

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self.house.settings.http_port}"

    async def _status(self) -> int:
        async with httpx.AsyncClient() as client:
            try:
                return (await client.get(f"{self._address}/readyz")).status_code
            except httpx.TransportError:
                return 0


def environment(house: House) -> dict[str, str]:
    """The house's settings for a process of the product."""
    settings = house.settings
    names = ("http_port", "agi_port", "ami_port", "sip_port", "ws_port", "rtp_start", "rtp_end", "node")
    values = {f"FAULTLINE_{name.upper()}": str(getattr(settings, name)) for name in names}
    return values | {"FAULTLINE_DATA": str(settings.folder), "PYTHONPATH": str(Path.cwd())}


async def bring_in(house: House) -> None:
    """The exchanges, the key account and the works that the tests call about."""
    database = Database(house.settings.store_url)
    try:
        await schema.upgrade(database)
        for name, text in ROWS.items():
            file = house.settings.folder / f"{name}.csv"
            file.write_text(text, encoding="utf-8")
            await import_file(database, SHEETS[name], file, ZoneInfo("Asia/Shanghai"), bad=_bad)
    finally:
        await database.close()


def _bad(row: object) -> None:
    raise AssertionError(row)
