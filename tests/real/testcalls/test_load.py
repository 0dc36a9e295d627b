"""The load scenario on a real Asterisk: every call is placed, its keys arrive, its end is told."""

from pathlib import Path

import pytest

from tests.real.asterisk.broken_dialogs import server
from tests.real.house import House
from tests.real.sipp import sipp_plays
from tests.real.sipp_load import Keys, Stay, load
from tests.real.testcalls.dialog import EntryDialog


async def test_twenty_calls_each_with_its_keys(house: House, tmp_path: Path) -> None:
    dialog = EntryDialog(house.settings.folder / "prompts")
    steps = [Keys(1.0, "87650001#"), Stay(0.5)] if sipp_plays() else [Stay(1.0)]
    async with server(house.settings.agi_port, dialog):
        result = await load(
            house.server, tmp_path, number="112", calls=20, rate=10, at_once=20, steps=steps, limit=60
        )
        await house.empty()
    assert (result.taken, result.refused, result.failed) == (20, 0, 0)
    assert len(result.answer_ms) == 20
    assert [entry for entry in dialog.entries if entry] == ["87650001"] * (20 if sipp_plays() else 0)


@pytest.mark.parametrize("number", ["5550199"])
async def test_a_refusal_other_than_busy_is_a_failure(house: House, tmp_path: Path, number: str) -> None:
    result = await load(house.server, tmp_path, number=number, calls=3, rate=10, at_once=3, limit=30)
    assert (result.taken, result.failed) == (0, 3)
