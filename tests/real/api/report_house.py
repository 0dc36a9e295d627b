"""A desk of two exchanges with its API and an agent's browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import insert

from cti.api.api import Api
from cti.api.frame import Frame
from cti.api.report_api import report_routers
from cti.api.site import site_router
from desk.desk import Desk
from desk.line_test.lab import LabHead
from desk.models import ExchangeRow, SubscriberRow
from desk.rules import DeskRules
from tests.real.api.site import Site, app_of
from tests.real.desk.rows import LINE

HEAD = LabHead(seconds=0.01)
ZONE = "Asia/Shanghai"


@dataclass
class House:
    """A desk, its API, and an agent's browser."""

    desk: Desk
    site: Site
    agent: httpx.AsyncClient

    async def save(self, path: str, **body: Any) -> httpx.Response:
        """What the agent asks for, under a new name unless one is given."""
        return await self.agent.post(path, json={"request_id": str(uuid4()), **body})

    async def new(self, line: str = LINE, **body: Any) -> str:
        """Number of a new report."""
        answer = await self.save("/api/reports", **{"line_number": line, "handling": "dispatch", **body})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["number"])

    async def whole(self, number: str) -> dict[str, Any]:
        """Everything about a report."""
        answer = await self.agent.get(f"/api/reports/{number}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def found(self, **filters: Any) -> list[str]:
        """Numbers found, in order."""
        answer = await self.agent.get("/api/reports", params=filters)
        assert answer.status_code == 200, answer.text
        return [one["number"] for one in answer.json()["items"]]


@asynccontextmanager
async def opened_house(url: str, folder: Path) -> AsyncIterator[House]:
    """Open, with its people, until the context is left."""
    desk = await Desk.open(url, folder, "node1", DeskRules(test_head_seconds=0.05), test_head=HEAD)
    async with desk.database.writing() as connection:
        place = {"test_centre": "Sample centre"}
        await connection.execute(
            insert(ExchangeRow),
            [{"prefix": "8765", "branch": "North", **place}, {"prefix": "8799", "branch": "South", **place}],
        )
        owner = {"line_number": LINE, "owner": "Sample \u202eOwner", "address": "1 Sample Road"}
        await connection.execute(insert(SubscriberRow).values(**owner, key_account=False))
    site = Site(desk.database)
    site.api = Api(Frame(site.people), (*report_routers(desk, repair_hours=24), site_router(ZONE, "0.0.1")))
    site.app = app_of(site.api)
    try:
        yield House(desk, site, await site.signed_in(await site.user("junior_agent", login="agent.one")))
    finally:
        site.close()
        await desk.close()
