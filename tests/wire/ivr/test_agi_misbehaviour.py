"""Peers that do not behave: each is closed and counted, and costs no other caller anything (S1, S20)."""

import asyncio
import logging

import pytest

from ivr.agi_limits import Limits
from ivr.agi_line import AgiLine
from ivr.scripted_asterisk import ScriptedAsterisk
from tests.wire.ivr.telephone_exchange import exchange, steady_calls, twenty_values, until

GREETING = ScriptedAsterisk(script_name="good").greeting()
VERIFIED = b"200 result=1 (1700000000.1)\n"
DONE = b"200 result=1\n"
SHORT = Limits(greeting_seconds=0.2, answer_margin_seconds=0.2, sweep_seconds=0.05)

MISBEHAVIOURS = [
    pytest.param([b"\n"], "no_headers", id="a blank line"),
    pytest.param([b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"], "not_a_header", id="a web browser"),
    pytest.param([bytes(range(256)) * 8], "not_a_header", id="binary"),
    pytest.param([b"agi_a: " + b"x" * 100_000], "long_line", id="a huge line"),
    pytest.param([b"agi_a: " + b"x" * 900 + b"\n"], "slow_greeting", id="a header and then nothing"),
    pytest.param([b"agi_network: yes\nagi_"], "slow_greeting", id="half a header block and then nothing"),
    pytest.param([b""], "slow_greeting", id="nothing at all"),
    pytest.param(
        [b"".join(b"agi_h%d: %s\n" % (n, b"x" * 900) for n in range(60))],
        "long_headers",
        id="a huge header block",
    ),
    pytest.param(
        [b"".join(b"agi_h%d: 1\n" % n for n in range(99)) + b"\n"], "long_headers", id="many headers"
    ),
    pytest.param([GREETING[:-1] + b"agi_uniqueid: 1.1\n\n"], "duplicate_header", id="S1: a second unique id"),
    pytest.param(
        [GREETING.replace(b"5550001", b"555\r\n")], "control_bytes", id="S1: control bytes in a number"
    ),
    pytest.param(
        [GREETING, b"200 result=1 (1700000009.9)\n"], "unique_id", id="S1: another channel's unique id"
    ),
    pytest.param([GREETING.replace(b"_uniqueid: 17", b"_uniqueid: x/")], "unique_id", id="S1: no unique id"),
    pytest.param([GREETING.replace(b"script: good", b"script: ../x")], "unique_id", id="a name that is none"),
    pytest.param([GREETING + b"agi_uniqueid: 1.1\n"], "not_an_answer", id="S1: headers after the blank line"),
    pytest.param([GREETING, b"\xff\xfe\n"], "not_an_answer", id="binary in place of an answer"),
    pytest.param([GREETING, b"200 result=1 (" + b"x" * 9000], "long_line", id="a huge answer"),
    pytest.param([GREETING, VERIFIED, DONE * 50], "unasked_answer", id="answers nobody asked for"),
    pytest.param([GREETING + VERIFIED], "unasked_answer", id="an answer before its command"),
    pytest.param([GREETING, b"520-Usage\n" + b"x\n" * 99], "long_usage", id="usage without an end"),
    pytest.param([GREETING, VERIFIED], "no_answer", id="silence in place of an answer"),
    pytest.param([GREETING, VERIFIED, b"200 res"], "no_answer", id="half an answer and then nothing"),
]


@pytest.mark.parametrize("piece", [0, 7])
@pytest.mark.parametrize(("parts", "reason"), MISBEHAVIOURS)
async def test_a_peer_that_misbehaves_is_closed_and_counted(
    parts: list[bytes], reason: str, piece: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="ivr")
    async with exchange(twenty_values, SHORT) as served:
        async with steady_calls(served) as calls:
            await served.send(*parts, piece=piece if len(parts[0]) < 20_000 else 1000)
            await until(lambda: served.refused(reason) == 1, f"refused as {reason}")
        assert calls
        assert served.count("faultline_agi_dialog_failures_total") == 0
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [(record.message, vars(record)["reason"]) for record in told] == [
        ("a FastAGI connection was refused", reason)
    ]


@pytest.mark.parametrize("piece", [1, 7, 1000])
async def test_answers_in_any_pieces_are_answers(piece: int) -> None:
    ended: list[str] = []

    async def dialog(line: AgiLine) -> None:
        await twenty_values(line)
        ended.append(line.call.id)

    async with exchange(dialog) as served:
        asterisk = ScriptedAsterisk(script_name="good", piece=piece)
        await asterisk.call("127.0.0.1", served.server.port)
        assert ended == ["1700000000.1"]


async def test_one_answer_too_many_never_answers_the_next_command() -> None:
    """Pipelined answers: what comes with an answer is refused before it can pass for another one."""
    got: list[str] = []

    async def dialog(line: AgiLine) -> None:
        got.append(await line.get("FALLBACKS"))
        got.append(await line.get("KEY_ACCOUNT"))

    async with exchange(dialog) as served:
        reader, writer = await served.connect()
        writer.write(GREETING)
        await reader.readline()
        writer.write(VERIFIED)
        await reader.readline()
        writer.write(b"200 result=1 (1)\n200 result=1 (forged)\n")
        await reader.read()
        writer.close()
        await until(lambda: served.refused("unasked_answer") == 1, "the second answer is refused")
    assert "forged" not in got


async def test_two_commands_at_once_on_one_line_are_an_error_of_the_dialog() -> None:
    seen: list[BaseException | str] = []

    async def dialog(line: AgiLine) -> None:
        seen.extend(
            await asyncio.gather(line.get("FALLBACKS"), line.get("KEY_ACCOUNT"), return_exceptions=True)
        )

    async with exchange(dialog) as served:
        await served.call()
    assert [type(one) for one in seen] == [str, RuntimeError]


async def test_a_command_that_nobody_waits_for_any_more_is_answered_before_the_next() -> None:
    """A cancelled `get` must not leave its answer to the command after it."""
    got: list[str] = []

    async def dialog(line: AgiLine) -> None:
        await line.set("FALLBACKS", "1")
        await line.set("KEY_ACCOUNT", "2")
        given_up = asyncio.create_task(line.get("FALLBACKS"))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.wait([given_up])
        got.append(await line.get("KEY_ACCOUNT"))

    async with exchange(dialog) as served:
        await served.call()
    assert got == ["2"]
