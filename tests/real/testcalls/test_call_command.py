"""`faultline call` as operations use it, on a real Asterisk."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from tests.real.asterisk.broken_dialogs import server
from tests.real.house import House, free_ports
from tests.real.testcalls.dialog import EntryDialog


async def faultline(house: House, *words: str, **settings: object) -> tuple[int, str, str]:
    """Run the command with the house's settings; exit code, output, errors."""
    values = {"data": house.settings.folder, "sip_port": house.settings.sip_port, **settings}
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("faultline"),
        *words,
        env={f"FAULTLINE_{name.upper()}": str(value) for name, value in values.items()},
        stdout=PIPE,
        stderr=PIPE,
    )
    out, errors = await asyncio.wait_for(process.communicate(), 90)
    return process.returncode or 0, out.decode(), errors.decode()


async def test_keys_are_pressed_at_questions_and_everything_heard_is_told(
    house: House, tmp_path: Path
) -> None:
    dialog = EntryDialog(house.settings.folder / "prompts")
    words = [
        "--keys",
        "87650009#,1",
        "--expect",
        "V1,V2,87650009,V9,goodbye",
        "--save",
        str(tmp_path / "h.wav"),
    ]
    async with server(house.settings.agi_port, dialog):
        code, out, errors = await faultline(house, "call", "112", *words)
    assert (code, dialog.entries) == (0, ["87650009"]), (out, errors)
    told = [line.split("s  ", 1)[1].split()[:2] for line in out.splitlines()]
    assert told[:5] == [
        ["heard", "V1"],
        ["pressed", "87650009#"],
        ["heard", "V2"],
        ["heard", "87650009"],
        ["heard", "V2_confirm"],
    ]
    assert "您输入的电话号码为" in out
    assert "Asterisk hung up" in out
    assert (tmp_path / "h.wav").stat().st_size > 8 * 16000


async def test_json_and_what_was_expected_in_vain(house: House) -> None:
    dialog = EntryDialog(house.settings.folder / "prompts")
    async with server(house.settings.agi_port, dialog):
        words = ["--json", "--seconds", "4", "--expect", "V1,V9"]
        code, out, errors = await faultline(house, "call", "112", *words)
    assert code == 1
    assert "not heard: V9" in errors
    steps = json.loads(out)
    assert (steps[0]["kind"], steps[0]["what"], steps[0]["language"]) == ("heard", "V1", "zh")
    assert steps[-1]["what"] == "we hung up"


async def test_a_number_that_is_not_ours(house: House) -> None:
    code, _, errors = await faultline(house, "call", "5550199")
    assert code == 2
    assert "no number 5550199" in errors


async def test_asterisk_is_not_there(house: House) -> None:
    code, _, errors = await faultline(house, "call", "112", sip_port=free_ports()["sip_port"])
    assert code == 2
    assert "is Asterisk running?" in errors


async def test_prompts_are_not_there(house: House, tmp_path: Path) -> None:
    code, _, errors = await faultline(house, "call", "112", data=tmp_path)
    assert code == 2
    assert "faultline prompts build" in errors
