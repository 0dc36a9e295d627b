"""`faultline doctor` beside a running instance: nothing to put right, and its own ports are its own."""

import asyncio
import json
import os
import sys

import pytest

from tests.real.house import House
from tests.real.served import Served, bring_in, environment

pytestmark = pytest.mark.real


async def doctor(house: House, **settings: str) -> tuple[int, dict[str, dict[str, str]]]:
    """Exit code and findings by name; of several with one name the worst."""
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "faultline", "doctor", "--json"],
        env={**os.environ, **environment(house), **settings},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    findings = sorted(json.loads(told), key=lambda row: ["ok", "warn", "fail"].index(row["state"]))
    return int(process.returncode or 0), {row["name"]: row for row in findings}


async def test_a_running_instance_is_well_and_a_second_one_on_its_ports_is_not(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await bring_in(house)
    served = Served(house)
    await served.start()
    try:
        code, findings = await doctor(house)
        assert (code, [name for name, row in findings.items() if row["state"] == "fail"]) == (0, [])
        assert findings["ports"]["says"].startswith("0 are free, 6 are in use by this instance")
        other = str(tmp_path_factory.mktemp("other"))
        code, findings = await doctor(house, FAULTLINE_DATA=other)
        assert code == 1
        assert findings["ports"]["state"] == "fail"
    finally:
        await served.stop()
