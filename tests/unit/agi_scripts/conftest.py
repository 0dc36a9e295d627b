"""A hotline for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.agi_scripts.visits import Hotline, opened_hotline


@pytest.fixture
async def hotline(tmp_path: Path) -> AsyncIterator[Hotline]:
    """Scripted callers, real desk on SQLite, lab test head."""
    async with opened_hotline(tmp_path) as opened:
        yield opened
