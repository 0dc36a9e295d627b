"""The steps of dialogs that every line must do alike: one row each, with what must come of it."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ivr.hold import Wait, WaitedTooLong, hold
from ivr.line import Entry, Keys, Line
from ivr.question import Choice, Question, TooManyTries, WantsAgent, ask, choose
from ivr.said import Digits, Said
from ivr.script import Reaction, at
from tests.contract.stage import Dialog

NUMBER = Keys(max_digits=8, first_seconds=1.0, next_seconds=1.0)
PATIENT = Keys(max_digits=8, first_seconds=5.0, next_seconds=1.0)
MENU = Keys(max_digits=1, end="", first_seconds=5.0)
LINE_NUMBER = Question(
    step="line_number",
    prompt=("V1",),
    max_digits=8,
    min_digits=4,
    tries=3,
    invalid="V3",
    read_back="V2",
    confirm="V2_confirm",
    first_seconds=1.0,
    next_seconds=1.0,
)
OTHER_SERVICES = Choice(step="what_else", prompt=("V11",), options={"1": "menu", "2": "bye"}, tries=2)
WAIT = Wait(step="test", prompt="testing", progress="still_testing", every_seconds=60.0, limit_seconds=20.0)
NO_PATIENCE = Wait(step="test", prompt="testing", progress="still_testing", limit_seconds=0.2)
HOSTILE_VALUE = 'a "b" \\ 障碍, c&d; ${EXTEN} \' |'


@dataclass(frozen=True, slots=True)
class Step:
    """One dialog, one caller, and what must come of it. `heard` None: lines may differ in it."""

    name: str
    dialog: Dialog
    script: tuple[Reaction, ...]
    value: Any
    heard: list[str] | None = None


def reading(keys: Keys, *said: Said) -> Dialog:
    """A dialog of one entry."""

    async def dialog(line: Line) -> Entry:
        return await line.read(said, keys)

    return dialog


def playing_then(keys: Keys) -> Dialog:
    """A sentence, and then an entry."""

    async def dialog(line: Line) -> Entry:
        await line.play("V9")
        return await line.read(["V1"], keys)

    return dialog


async def says_goodbye(line: Line) -> str:
    """One sentence and nothing else."""
    await line.play("V9")
    return "said"


async def full_then_menu(line: Line) -> tuple[str, str]:
    """A number that is full without its end key, which the caller presses all the same, and a menu."""
    number = await line.read(["V1"], Keys(max_digits=4, first_seconds=5.0))
    return number.digits, (await line.read(["V11"], MENU)).digits


async def asks(line: Line) -> tuple[str, dict[str, int]]:
    """F1.2-F1.4, with the tries it took."""
    try:
        number = await ask(line, LINE_NUMBER, _exists)
    except TooManyTries as gave_up:
        number = f"gave up at {gave_up.step}"
    except WantsAgent:
        number = "agent"
    return number, line.clock.tries()


async def _exists(number: str) -> bool:
    return number.startswith("8765")


async def chooses(line: Line) -> str:
    """F1.13."""
    try:
        return await choose(line, OTHER_SERVICES)
    except TooManyTries:
        return "gave up"


def recording(*, max_seconds: float = 20.0, silence_seconds: float = 2.0) -> Dialog:
    """A recording; its value says what ended it, whether the length is about right, and the file's kind."""

    async def dialog(line: Line) -> tuple[str, bool, bytes]:
        with TemporaryDirectory() as folder:
            take = _take_in(folder)
            await line.play("V8")
            done = await line.record(take, max_seconds=max_seconds, silence_seconds=silence_seconds)
            head = await asyncio.to_thread(take.read_bytes)
            return done.ended, 1.0 <= done.seconds <= 4.5, head[:4]

    return dialog


async def saying_nothing(line: Line) -> tuple[str, bool]:
    """F1.9: the silence that ends a recording is nothing said."""
    with TemporaryDirectory() as folder:
        await line.play("V8")
        done = await line.record(_take_in(folder), max_seconds=20.0, silence_seconds=2.0)
        return done.ended, done.seconds < 0.5


async def recording_left(line: Line) -> tuple[bool, bytes]:
    """A recording that a hang-up ends; its file stays."""
    with TemporaryDirectory() as folder:
        take = _take_in(folder)
        try:
            await line.play("V8")
            await line.record(take, max_seconds=20.0, silence_seconds=5.0)
        finally:
            kept = await _appears(take)
        return True, kept


def _take_in(folder: str) -> Path:
    """A file that Asterisk may write whoever it runs as."""
    Path(folder).chmod(0o777)
    return Path(folder) / "take.wav"


async def _appears(take: Path) -> bytes:
    """Asterisk closes the file of a channel that hung up a moment later."""
    for _ in range(100):
        if await asyncio.to_thread(lambda: take.exists() and take.stat().st_size > 8000):
            break
        await asyncio.sleep(0.02)
    else:
        raise AssertionError("the recording is gone")
    return b"kept"


async def variables(line: Line) -> tuple[str, str, str]:
    """What was set can be read; what was not is empty."""
    await line.set("REPORT_NUMBER", HOSTILE_VALUE)
    await line.set("CONTACT_NUMBER", "")
    return (await line.get("REPORT_NUMBER"), await line.get("CONTACT_NUMBER"), await line.get("NO_SUCH_NAME"))


async def waits(line: Line) -> tuple[str, str]:
    """F1.8: a result that takes its time, and the key that was pressed meanwhile."""
    result = await hold(line, asyncio.sleep(0.05, "done"), WAIT)
    return result, (await line.read(["V11"], MENU)).digits


async def looks_up(line: Line) -> tuple[str, str, str]:
    """F1.2: a look-up that takes its time, and the key that was pressed meanwhile."""
    first = await line.read(["V1"], MENU)
    found = await line.meanwhile(asyncio.sleep(1.2, "found"))
    return first.digits, found, (await line.read(["V11"], MENU)).digits


async def looks_up_in_vain(line: Line) -> str:
    """What the look-up raises comes out, and the line goes on."""
    try:
        await line.meanwhile(_refuses())
    except LookupError as refused:
        await line.play("V9")
        return str(refused)
    return "found"


async def _refuses() -> None:
    await asyncio.sleep(0.3)
    raise LookupError("refused")


async def waits_too_long(line: Line) -> str:
    """F1.8: the limit of the wait."""
    try:
        return await hold(line, asyncio.sleep(60.0, "done"), NO_PATIENCE)
    except WaitedTooLong as waited:
        return f"waited too long at {waited.step}"


STEPS = [
    Step("a sentence", says_goodbye, (), "said", ["V9"]),
    Step("F1.2: a number with its end key", reading(PATIENT, "V1"), (at("V1", presses="87650123#"),), Entry("87650123", "full")),
    Step("F1.2: a shorter number with its end key", reading(PATIENT, "V1"), (at("V1", presses="8765#"),), Entry("8765", "end"), ["V1"]),
    Step("F1.3: digits, then silence", reading(PATIENT, "V1"), (at("V1", presses="876"),), Entry("876", "silence"), ["V1"]),
    Step("F1.3: silence", reading(NUMBER, "V1"), (at("V1"),), Entry("", "silence"), ["V1"]),
    Step("F1.9: an end key alone is not silence", reading(PATIENT, "V1"), (at("V1", presses="#"),), Entry("", "end"), ["V1"]),
    Step("F1.2: the first key counts in several prompts", reading(PATIENT, "V9", "V2", Digits("05"), "V1"), (at("V9", presses="41#"),), Entry("41", "end"), ["V9"]),
    Step("F1.2: a number read out, a key after it", reading(MENU, "V2", Digits("8700"), "V2_confirm"), (at("V2_confirm", presses="1"),), Entry("1", "full"), ["V2", "8700", "V2_confirm"]),
    Step("F1.2: a key in a sentence spares the next prompt", playing_then(MENU), (at("V9", presses="2"),), Entry("2", "full"), ["V9"]),
    Step("F1.2: keys beyond the first are kept too", playing_then(PATIENT), (at("V9", presses="8765#"),), Entry("8765", "end"), ["V9"]),
    Step("F1.2: an end key after a full entry means nothing more", full_then_menu, (at("V1", presses="8765#"), at("V11", presses="1")), ("8765", "1")),
    Step("F1.2: confirmed", asks, (at("V1", presses="8765#"), at("V2_confirm", presses="1")), ("8765", {"line_number": 1}), ["V1", "V2", "8765", "V2_confirm"]),
    Step("F1.2: entered again", asks, (at("V1", presses="87650#"), at("V2_confirm", presses="2"), at("V1", presses="8765#"), at("V2_confirm", presses="1")), ("8765", {"line_number": 2}), ["V1", "V2", "87650", "V2_confirm", "V1", "V2", "8765", "V2_confirm"]),
    Step("F1.3: three tries", asks, (at("V1"), at("V1", presses="12#"), at("V1")), ("gave up at line_number", {"line_number": 3}), ["V1", "silence", "V1", "V3", "V1"]),
    Step("F1.4: a number of no exchange", asks, (at("V1", presses="5555#"), at("V3"), at("V1", presses="8765#"), at("V2_confirm", presses="1")), ("8765", {"line_number": 2}), ["V1", "V3", "V1", "V2", "8765", "V2_confirm"]),
    Step("key 0: an agent", asks, (at("V1", presses="0#"),), ("agent", {"line_number": 1}), ["V1"]),
    Step("F1.13: a wrong key, then a right one", chooses, (at("V11", presses="7"), at("invalid_key"), at("V11", presses="2")), "bye", ["V11", "invalid_key", "V11"]),
    Step("F1.13: nothing right", chooses, (at("V11", presses="7"), at("V11", presses="8")), "gave up"),
    Step("F1.12: a recording ended by its key", recording(), (at("V8", speaks=2.0, presses="#"),), ("key", True, b"RIFF"), ["V8"]),
    Step("F1.12: a recording ended by silence", recording(), (at("V8", speaks=2.0),), ("silence", True, b"RIFF"), ["V8"]),
    Step("F1.9: silence is nothing said", saying_nothing, (at("V8", speaks=0.0),), ("silence", True), ["V8"]),
    Step("F1.12: a recording ended by its limit", recording(max_seconds=2.0, silence_seconds=10.0), (at("V8", speaks=3.0),), ("limit", True, b"RIFF"), ["V8"]),
    Step("S3: values arrive as they are", variables, (), (HOSTILE_VALUE, "", "")),
    Step("F1.8: a wait, and a key pressed in it", waits, (at("testing", presses="1"),), ("done", "1")),
    Step("F1.2: a look-up, and a key pressed in it", looks_up, (at("V1", presses="12"),), ("1", "found", "2")),
    Step("F1.2: a look-up that fails", looks_up_in_vain, (), "refused", ["V9"]),
    Step("F1.8: a wait that is too long", waits_too_long, (), "waited too long at test"),
    Step("F1.14: hang-up in a sentence", says_goodbye, (at("V9", hangs_up=True),), "Hangup", ["V9"]),
    Step("F1.14: hang-up at a question", asks, (at("V1", hangs_up=True),), "Hangup", ["V1"]),
    Step("F1.14: hang-up at the read-back", asks, (at("V1", presses="8765#"), at("V2_confirm", hangs_up=True)), "Hangup", ["V1", "V2", "8765", "V2_confirm"]),
    Step("F1.14: hang-up while waiting", waits, (at("testing", hangs_up=True),), "Hangup", ["testing"]),
    Step("F1.14: hang-up in a recording", recording_left, (at("V8", speaks=1.5, hangs_up=True),), "Hangup", ["V8"]),
]  # fmt: skip
