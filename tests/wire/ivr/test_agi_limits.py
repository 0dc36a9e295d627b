"""Limits of the FastAGI server, probes of its port, and its end (R1, R5, R6, S7, S20)."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ivr.agi_limits import Limits
from ivr.agi_line import AgiLine
from ivr.line import Hangup
from ivr.scripted_asterisk import HangupForm, ScriptedAsterisk
from tests.wire.ivr.telephone_exchange import exchange, steady_calls, twenty_values, until

PROBES = 10_000
GREETING = ScriptedAsterisk(script_name="good").greeting()
CLOSED_SECONDS = 5.0
"""For a busy machine; R5 asks for 1 s."""


class Gate:
    """A dialog that waits until it is let go."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.inside = 0
        self.cancelled = 0

    async def __call__(self, line: AgiLine) -> None:
        self.inside += 1
        try:
            await self.open.wait()
            await line.set("IVR_DONE", "1")
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


async def test_ten_thousand_probes_cost_no_caller_anything() -> None:
    """S7, S20: connect and close, while calls go on."""
    async with exchange(twenty_values) as served:
        async with steady_calls(served) as calls:
            for _ in range(PROBES // 50):
                for writer in await asyncio.gather(*(_probe(served.server.port) for _ in range(50))):
                    writer.close()
        await until(lambda: served.refused("closed_early") == PROBES, "every probe is counted")
        assert len(calls) > 1
        assert served.count("faultline_agi_connections_total") == PROBES + len(calls)
        assert served.count("faultline_agi_sessions_total") == len(calls)


async def _probe(port: int) -> asyncio.StreamWriter:
    return (await asyncio.open_connection("127.0.0.1", port))[1]


async def test_connections_that_say_nothing_make_room_for_those_that_do() -> None:
    """S7: many idle connections do not lock Asterisk out."""
    async with exchange(twenty_values, Limits(greetings=10, greeting_seconds=60.0)) as served:
        idle = [await served.connect() for _ in range(30)]
        await served.call()
        await until(lambda: served.refused("crowded") == 21, "the oldest made room")
        assert served.count("faultline_agi_sessions_total") == 1
        for _, writer in idle:
            writer.close()


async def test_a_call_too_many_is_closed_at_once_and_counted() -> None:
    gate = Gate()
    async with exchange(gate, Limits(sessions=3)) as served:
        calls = [asyncio.create_task(served.call(unique_id=f"1.{n}")) for n in range(3)]
        await until(lambda: gate.inside == 3, "three dialogs are under way")
        assert served.count("faultline_agi_sessions_active") == 3
        assert await served.send(GREETING) == b""
        assert served.refused("sessions") == 1
        gate.open.set()
        await asyncio.gather(*calls)
        await until(lambda: served.server.active == 0, "there is room again")
        await served.call()
    assert gate.inside == 4


async def test_calls_that_greet_together_do_not_pass_the_limit() -> None:
    gate = Gate()
    async with exchange(gate, Limits(sessions=3)) as served:
        lines = [await served.connect() for _ in range(8)]
        for _, writer in lines:
            writer.write(GREETING)
        await until(lambda: served.refused("sessions") == 5, "five are turned away")
        assert served.server.active == 3
        for _, writer in lines:
            writer.close()


@pytest.mark.parametrize("form", ["HANGUP", "result", "511", "eof"])
async def test_a_hang_up_in_a_command_is_one_exception_and_closes_the_socket(
    form: HangupForm, tmp_path: Path
) -> None:
    """R5: in any of its forms; the rest of the dialog gets the same exception from every method."""
    raised: list[str] = []
    take = tmp_path / "take.wav"

    async def dialog(line: AgiLine) -> None:
        uses: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: line.record(take, max_seconds=1, silence_seconds=1),
            lambda: line.get("X"),
            lambda: line.set("X", "1"),
        )
        for use in uses:
            try:
                await use()
            except Hangup:
                raised.append("Hangup")
        with contextlib.suppress(Hangup):
            await line.play("V9")
            raised.append("played")

    async with exchange(dialog) as served:
        async with asyncio.timeout(CLOSED_SECONDS):
            await ScriptedAsterisk(hangup_form=form).call("127.0.0.1", served.server.port)
    assert raised == ["Hangup"] * 3


async def test_a_hang_up_while_the_dialog_does_something_else_closes_the_socket_at_once() -> None:
    """R5, R6: Asterisk waits for our end of the connection, whatever the dialog is busy with."""
    gate = Gate()
    seen: list[str] = []

    async def dialog(line: AgiLine) -> None:
        try:
            await gate(line)
        except Hangup:
            seen.append("Hangup")
            raise

    async with exchange(dialog) as served:
        reader, writer = await served.connect()
        writer.write(GREETING)
        await reader.readline()
        writer.write(b"200 result=1 (1700000000.1)\n")
        await until(lambda: gate.inside == 1, "the dialog is under way")
        writer.write(b"HANGUP\n")
        async with asyncio.timeout(CLOSED_SECONDS):
            assert await reader.read() == b""
        assert served.server.active == 1
        gate.open.set()
        await until(lambda: served.server.active == 0, "the dialog learns it with its next command")
        assert served.count("faultline_agi_hangups_total") == 1
        writer.close()
    assert seen == ["Hangup"]


async def test_an_error_in_a_dialog_ends_that_dialog_only() -> None:
    async def dialog(line: AgiLine) -> None:
        if line.call.script == "broken":
            raise ZeroDivisionError
        await twenty_values(line)

    async with exchange(dialog) as served:
        async with steady_calls(served) as calls:
            await served.call(script="broken")
        assert calls
        assert served.count("faultline_agi_dialog_failures_total") == 1
        assert served.count("faultline_agi_dialog_seconds_count") == len(calls) + 1


async def test_a_graceful_end_takes_no_new_calls_and_lets_dialogs_finish() -> None:
    gate = Gate()
    async with exchange(gate) as served:
        call = asyncio.create_task(served.call())
        idle, idle_writer = await served.connect()
        await until(lambda: gate.inside == 1 and served.server.connections == 2, "one dialog, one idle")
        closing = asyncio.create_task(served.server.close(60.0))
        assert await idle.read() == b""
        await until(lambda: served.refused("closing") == 1, "who has not greeted is turned away")
        with pytest.raises(OSError, match="Connect"):
            await served.connect()
        assert not closing.done()
        gate.open.set()
        await closing
        await call
        idle_writer.close()
    assert gate.cancelled == 0


async def test_dialogs_that_outlast_the_grace_are_cancelled() -> None:
    gate = Gate()
    async with exchange(gate) as served:
        call = asyncio.create_task(served.call())
        await until(lambda: gate.inside == 1, "a dialog is under way")
        await served.server.close(0.05)
        await call
    assert gate.cancelled == 1
