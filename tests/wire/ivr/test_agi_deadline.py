"""R2: the dialog moves Asterisk's own deadline on, and never further than a caller can stand."""

from pathlib import Path

from ivr.agi_line import AgiLine
from ivr.line import Keys
from ivr.script import at
from ivr.scripted_asterisk import ScriptedAsterisk
from tests.wire.ivr.telephone_exchange import exchange

SILENCE = 8.0


async def test_each_long_command_is_covered_by_a_deadline(tmp_path: Path) -> None:
    async def dialog(line: AgiLine) -> None:
        await line.read([], Keys(max_digits=12, first_seconds=10.0))
        await line.read([], Keys(max_digits=1, end="", first_seconds=6.0))
        await line.record(tmp_path / "take.wav", max_seconds=60.0, silence_seconds=5.0)
        await line.read([], Keys(max_digits=1, end="", first_seconds=6.0))

    asterisk = ScriptedAsterisk(at("never said, so the caller stays"))
    async with exchange(dialog) as server:
        await asterisk.call("127.0.0.1", server.server.port)
    armed = [
        float(words[3])
        for words in asterisk.channel.commands
        if words[1:3] == ["VARIABLE", "TIMEOUT(absolute)"]
    ]
    assert armed == [10 + 20 + SILENCE, 6 + SILENCE, 60 + SILENCE, 6 + SILENCE]
