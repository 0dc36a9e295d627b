"""R4: prompts that vanish or break while a real Asterisk plays them; the caller hears a substitute, the call goes on."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.line import Line
from ivr.script import at
from tests.contract.real_stage import RealStage
from tests.contract.steps import MENU
from tests.real.house import House


async def menu_after_a_sentence(line: Line) -> str:
    """Two sentences, then a key."""
    line.language = "zh"
    await line.play("V9")
    return (await line.read(["V2", "V11"], MENU)).digits


@contextlib.contextmanager
def spoiled(prompts: Path, names: tuple[str, ...], content: bytes | None) -> Iterator[None]:
    """Files of prompts gone (None) or with other content, and as they were on leaving."""
    files = {path: path.read_bytes() for name in names for path in prompts.glob(f"{name}.wav*")}
    assert len(files) >= len(names)
    try:
        for path in files:
            path.unlink()
            if content is not None:
                path.write_bytes(content)
        yield
    finally:
        for path, bytes_ in files.items():
            path.write_bytes(bytes_)


@pytest.mark.real
@pytest.mark.parametrize(
    ("names", "content", "heard"),
    [
        pytest.param(
            ("zh/V9", "zh/V2"), None, [("V9", "en"), ("V2", "en"), ("V11", "zh")], id="gone: the other language"
        ),
        pytest.param(("zh/V9",), b"", [("V9", "en"), ("V2", "zh"), ("V11", "zh")], id="empty: the other language"),
        pytest.param(
            ("zh/V9",), b"<html>" * 999, [("V9", "en"), ("V2", "zh"), ("V11", "zh")], id="broken: the other language"
        ),
        pytest.param(("zh/V9", "en/V9"), None, [("V2", "zh"), ("V11", "zh")], id="gone in both: left out"),
    ],
)  # fmt: skip
async def test_a_prompt_that_is_missing_is_replaced(
    house: House, names: tuple[str, ...], content: bytes | None, heard: list[tuple[str, str]]
) -> None:
    with spoiled(house.settings.folder / "prompts", names, content):
        came = await RealStage(house).run(menu_after_a_sentence, (at("V11", presses="2"),))
    assert came.value == "2"
    assert came.languages == heard
