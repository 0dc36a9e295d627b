"""Two Asterisk nodes, one service, one database: a link and a floor each, every call under its node's name."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from desk.database.database import Database
from desk.models import CallRow
from testcalls.repertoire import Repertoire
from tests.postgres import Postgres
from tests.real.house import House
from tests.waiting import until

pytestmark = pytest.mark.real

NAMES = ("north", "south")


@pytest.fixture
def houses(tmp_path: Path, prompts: Path, repertoire: Repertoire) -> Iterator[list[House]]:
    with contextlib.ExitStack() as stack:
        opened = []
        for name in NAMES:
            house = House.open(tmp_path / name, prompts, repertoire=repertoire, node=name)
            stack.callback(house.close)
            opened.append(house)
        yield opened


@contextlib.asynccontextmanager
async def served(houses: list[House], url: str, folder: Path) -> AsyncIterator[None]:
    """One `faultline cti` for both, ready."""
    places = [
        {
            "name": house.settings.node,
            "data": str(house.settings.folder),
            "ami_port": house.settings.ami_port,
            "http_port": house.settings.http_port,
        }
        for house in houses
    ]
    wanted = {
        "FAULTLINE_NODES": json.dumps(places),
        "FAULTLINE_DATABASE_URL": url,
        "FAULTLINE_DATA": str(folder / "base"),
        "PYTHONPATH": str(Path.cwd()),
    }
    with (folder / "service.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-m", "faultline", "cti"], env={**os.environ, **wanted}, stdout=log, stderr=log
        )
    try:
        assert await until(lambda: ready(houses), seconds=40), (folder / "service.log").read_text()
        yield
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 20) == 0, (folder / "service.log").read_text()


async def ready(houses: list[House]) -> bool:
    async with httpx.AsyncClient() as client:
        try:
            answers = [
                await client.get(f"http://127.0.0.1:{house.settings.http_port}/readyz") for house in houses
            ]
        except httpx.TransportError:
            return False
    return all(answer.status_code == httpx.codes.OK for answer in answers)


async def test_each_call_is_recorded_under_its_node(
    houses: list[House], postgres: Postgres, migrated: str, tmp_path: Path
) -> None:
    url = postgres.new_database(migrated)
    database = Database(url)
    rows: list[Any] = []

    async def closed() -> bool:
        async with database.reading() as connection:
            rows[:] = (await connection.execute(select(CallRow.__table__))).mappings()
        return len(rows) == len(houses) and all(row["ended_at"] for row in rows)

    async with served(houses, url, tmp_path):
        for house, number in zip(houses, ("55580001", "55580002"), strict=True):
            async with house.caller(from_number=number) as caller:
                await caller.dial("112")
            await house.empty()
        assert await until(closed, seconds=20), rows
    await database.close()
    assert {(row["node"], row["caller"]) for row in rows} == {("north", "55580001"), ("south", "55580002")}
