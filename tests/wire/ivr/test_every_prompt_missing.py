"""R4: each prompt of the catalogue gone or broken in turn; the dialog says something in its place and goes on."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from ivr.agi_line import AgiLine
from ivr.agi_server import AgiServer
from ivr.line import Keys
from ivr.prompts.catalogue import load_catalogues
from ivr.prompts.library import PromptLibrary
from ivr.script import Reaction, at, write_tone
from ivr.scripted_asterisk import ScriptedAsterisk

OTHER = {"zh": "en", "en": "zh"}
PROMPTS = sorted(load_catalogues()["zh"])
AFTER = "V11"


class Overheard(ScriptedAsterisk):
    """Remembers the commands that it was given."""

    def __init__(self, *script: Reaction, language: str = "zh") -> None:
        super().__init__(*script, language=language)
        self.commands: list[str] = []

    def played(self) -> list[str]:
        """Language and name of each file that `Read` was told to play."""
        reads = [command.split(",")[1] for command in self.commands if " Read " in command.replace('"', " ")]
        files = [Path(file) for read in reads for file in read.split("&") if file]
        return [f"{file.parent.name}/{file.name}" for file in files]

    def _answer(self, command: bytes) -> tuple[bytes, bool]:
        self.commands.append(command.decode())
        return super()._answer(command)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file for each prompt in both languages."""
    for language in OTHER:
        (tmp_path / language).mkdir()
        for name in PROMPTS:
            write_tone(tmp_path / language / f"{name}.wav", 0.01)
    return tmp_path


@contextlib.contextmanager
def _spoiled(folder: Path, name: str, languages: tuple[str, ...], content: bytes | None) -> Iterator[None]:
    files = [folder / language / f"{name}.wav" for language in languages]
    good = files[0].read_bytes()
    for file in files:
        file.unlink() if content is None else file.write_bytes(content)
    try:
        yield
    finally:
        for file in files:
            file.write_bytes(good)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("both", "content"),
    [
        pytest.param(False, None, id="gone: the other language"),
        pytest.param(False, b"", id="empty: the other language"),
        pytest.param(False, b"<html>" * 99, id="broken: the other language"),
        pytest.param(True, None, id="gone in both: left out"),
    ],
)
async def test_each_prompt_in_turn(folder: Path, language: str, both: bool, content: bytes | None) -> None:
    """Substituted or left out, counted once, and the dialog reaches its last act, IVR_DONE=1."""
    said = ""

    async def dialog(line: AgiLine) -> None:
        line.language = language
        await line.play(said)
        entry = await line.read([AFTER], Keys(max_digits=1, end=""))
        await line.set("IVR_DONE", entry.digits)

    server = AgiServer(dialog, library=PromptLibrary(folder), registry=CollectorRegistry())
    await server.start()
    spoiled = (language, OTHER[language]) if both else (language,)
    for count, said in enumerate((name for name in PROMPTS if name != AFTER), 1):
        with _spoiled(folder, said, spoiled, content):
            asterisk = Overheard(at(AFTER, presses="1"), language=language)
            await asterisk.call("127.0.0.1", server.port)
        instead = [] if both else [f"{OTHER[language]}/{said}"]
        assert asterisk.played() == [*instead, f"{language}/{AFTER}"]
        assert asterisk.channel.variables["IVR_DONE"] == "1", said
        assert server.metrics.missing_prompts == count
    assert count == len(PROMPTS) - 1
    await server.close()


async def test_a_recording_begins_without_its_beep(folder: Path, tmp_path: Path) -> None:
    """The beep has no other language. Asterisk answers a Playback of nothing as it does a hang-up, so there is none."""
    take = tmp_path / "take.wav"

    async def dialog(line: AgiLine) -> None:
        taken = await line.record(take, max_seconds=9, silence_seconds=5)
        await line.set("IVR_DONE", str(taken.seconds))

    server = AgiServer(dialog, library=PromptLibrary(folder), registry=CollectorRegistry())
    await server.start()
    asterisk = Overheard(at("beep", speaks=2.0))
    await asterisk.call("127.0.0.1", server.port)
    assert [command for command in asterisk.commands if "Playback" in command] == []
    assert asterisk.channel.takes == [take]
    assert asterisk.channel.variables["IVR_DONE"]
    await server.close()
