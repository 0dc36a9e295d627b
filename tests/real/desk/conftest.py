"""A desk on a real database, with a small site: one exchange, two subscribers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from desk.desk import Desk
from desk.line_test.lab import LabHead
from desk.models import ExchangeRow, SubscriberRow
from desk.rules import DeskRules
from tests.real.desk.rows import LINE, SECOND_LINE

OpenDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def open_desk(database_url: str, tmp_path: Path) -> AsyncIterator[OpenDesk]:
    """Opens desks on the test's database and data folder; closes those that are left at the end."""
    opened: list[Desk] = []

    async def open_one(**changes: Any) -> Desk:
        rules = {one.name: changes.pop(one.name) for one in fields(DeskRules) if one.name in changes}
        values: dict[str, Any] = {"url": database_url, "folder": tmp_path, "node": "node1"}
        desk = await Desk.open(**{**values, "rules": DeskRules(**rules), "test_head": LabHead(), **changes})
        opened.append(desk)
        return desk

    yield open_one
    for desk in opened:
        await desk.close()


@pytest.fixture
async def desk(open_desk: OpenDesk) -> Desk:
    """An open desk of a site with one exchange and two subscribers."""
    desk = await open_desk()
    subscribers = [
        {"line_number": LINE, "owner": "Sample Owner", "address": "1 Sample Road", "key_account": False},
        {"line_number": SECOND_LINE, "owner": "Sample Bank", "address": "2 Sample Road", "key_account": True},
    ]
    async with desk.database.writing() as connection:
        await connection.execute(
            insert(ExchangeRow).values(prefix="8765", branch="North", test_centre="North centre")
        )
        await connection.execute(insert(SubscriberRow), subscribers)
    return desk
