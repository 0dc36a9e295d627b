"""F1.2, F1.14: keys that nobody has asked for yet are known to the dialplan, and a look-up outlives its caller."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from ivr import dialplan_variables as dv
from ivr.agi_line import AgiLine
from ivr.agi_server import AgiServer
from ivr.line import Hangup, Keys
from ivr.script import at
from ivr.scripted_asterisk import ScriptedAsterisk
from tests.prompt_folder import PromptFolder
from tests.wire.ivr.telephone_exchange import exchange

NUMBER = Keys(max_digits=8, first_seconds=5.0)
MENU = Keys(max_digits=1, end="", first_seconds=5.0)
GREETING = b"agi_network: yes\nagi_network_script: x\nagi_uniqueid: 1700000000.1\n\n"
UNIQUE_ID = b"200 result=1 (1700000000.1)\n"
DONE = b"200 result=1\n"

Dialog = Callable[[AgiLine, Path], Awaitable[object]]


async def a_number(line: AgiLine, _: Path) -> None:
    await line.read(["V1"], NUMBER)


async def a_menu_and_a_number(line: AgiLine, _: Path) -> None:
    await line.read(["V11"], MENU)
    await line.read(["V1"], NUMBER)


async def a_recording(line: AgiLine, take: Path) -> None:
    await line.record(take, max_seconds=5.0, silence_seconds=2.0, beep=False)


@pytest.mark.parametrize(
    ("presses", "dialog", "known"),
    [
        pytest.param("87", a_number, "87", id="typed ahead of a number that is being entered"),
        pytest.param("1", a_menu_and_a_number, "", id="typed ahead, and taken by a question before"),
        pytest.param("1", a_recording, "", id="typed ahead, and forgotten for a recording"),
    ],
)
async def test_the_dialplan_knows_of_keys_typed_ahead(
    presses: str, dialog: Dialog, known: str, tmp_path: Path
) -> None:
    """F1.14: at a hang-up it tells of IVR_TYPED and IVR_KEYS; what was taken stands in neither."""
    asterisk = ScriptedAsterisk(at("V9", presses=presses))

    async def handler(line: AgiLine) -> None:
        await line.play("V9")
        await line.play("V8")
        assert asterisk.channel.variables[dv.IVR_TYPED] == presses[:1]
        await dialog(line, tmp_path / "take.wav")

    prompts = PromptFolder(tmp_path / "prompts", ("V1", "V8", "V9", "V11"))
    registry = CollectorRegistry()
    server = AgiServer(handler, library=prompts, registry=registry)
    await server.start()
    await asterisk.call("127.0.0.1", server.port)
    await server.close(5.0)
    assert registry.get_sample_value("faultline_agi_hangups_total") == 1
    assert asterisk.channel.variables[dv.IVR_TYPED] == known
    assert asterisk.channel.variables[dv.IVR_KEYS] == ""


LEAVING = [
    pytest.param([b"HANGUP\n"], id="as the listening begins"),
    pytest.param([b"200 result=0\n", b"200 result=-1\n"], id="while listening"),
    pytest.param([b"200 result=53\n", DONE, b"HANGUP\n"], id="after a key, which the dialplan was told of"),
    pytest.param([b""], id="by the end of the connection"),
]


@pytest.mark.parametrize("answers", LEAVING)
async def test_a_look_up_outlives_its_caller(answers: list[bytes]) -> None:
    """F1.14: what has begun, be it a confirmation, is finished; then the dialog learns that nobody is there."""
    looked_up: list[str] = []

    async def looks_up() -> None:
        await asyncio.sleep(0.5)
        looked_up.append("found")
        raise LookupError("nobody is left to tell")

    async def dialog(line: AgiLine) -> None:
        try:
            await line.meanwhile(looks_up())
        except Hangup:
            looked_up.append("left")
            raise

    async with exchange(dialog) as served:
        said = await served.send(GREETING, UNIQUE_ID, DONE, *answers, shut=True)
        assert b'WAIT FOR DIGIT "150"' in said
    assert looked_up == ["found", "left"]
    assert served.count("faultline_agi_hangups_total") == 1
