"""Stages of the live channel, with the usual limits and with short ones."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.cti.live.stage import QUICK, Stage, opened


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(tmp_path) as stage:
        yield stage


@pytest.fixture
async def quick(tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(tmp_path, limits=QUICK) as stage:
        yield stage
