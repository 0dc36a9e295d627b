"""R13 and R14 in small: calls past the limit get 503, never 488; those under way don't notice."""

import contextlib
from pathlib import Path

import pytest

from testcalls.caller import CallFailed
from testcalls.repertoire import Repertoire
from tests.real.house import House, free_ports

LIMITS = [
    pytest.param({"max_calls": 2}, id="R13: FAULTLINE_MAX_CALLS=2"),
    pytest.param({"ports": 10}, id="R14: ten RTP ports carry two calls"),
]


@pytest.mark.parametrize("limit", LIMITS)
async def test_the_third_call_gets_503(
    tmp_path: Path, prompts: Path, repertoire: Repertoire, limit: dict[str, int]
) -> None:
    settings = free_ports()
    if ports := limit.get("ports"):
        settings["rtp_end"] = settings["rtp_start"] + ports - 1
    settings["max_calls"] = limit.get("max_calls", 200)
    house = House.open(tmp_path / "data", prompts, repertoire=repertoire, **settings)
    with contextlib.closing(house):
        async with house.caller() as first, house.caller() as second:
            await first.dial("1000")
            await second.dial("1000")
            async with house.caller() as third:
                with pytest.raises(CallFailed) as refusal:
                    await third.dial("1000")
            assert refusal.value.status == 503
            assert not first.over
            assert not second.over
        await house.empty()
        async with house.caller() as later:
            await later.dial("1000")
