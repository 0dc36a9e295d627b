"""The REST test head over real sockets: contract, busy, slow, broken, hostile (F1.8;
docs/line-test-api.md)."""

import asyncio
import socket
from datetime import UTC, datetime

import pytest

from desk.line_test.breaker import Breaker, State
from desk.line_test.head import TestHeadBusy, TestHeadFailed
from desk.line_test.http import HttpHead, Limits
from desk.line_test.result import MEASURABLE_OHMS, Verdict
from tests.wire.desk.line_test.rest_head import GOOD, Answer, answer, closes, endless, raw, rest_head, silent

NUMBER = "55501234"
QUICK = Limits(connect=1.0, read=0.3, total=1.0, tries=3, retry_wait=0.01)


async def ask(address: str, **options: object) -> object:
    """The test's result, or the error as a value."""
    head = HttpHead(address, limits=QUICK, **options)  # type: ignore[arg-type]
    try:
        return await head.test(NUMBER)
    except (TestHeadBusy, TestHeadFailed) as error:
        return error
    finally:
        await head.close()


async def test_a_test_by_the_contract() -> None:
    async with rest_head(answer(200, GOOD)) as server:
        head = HttpHead(server.address, token="made-up-token", limits=QUICK)
        test = await head.test(NUMBER)
        await head.close()
    [request] = server.requests
    assert request.line == "POST /api/tests HTTP/1.1"
    assert request.body == {"number": NUMBER}
    assert request.headers["authorization"] == "Bearer made-up-token"
    assert len(request.headers["idempotency-key"]) == 32
    assert (test.number, test.head, test.verdict) == (NUMBER, "127.0.0.1", Verdict.OK)
    assert test.tested_at == datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    assert test.resistance_tip_ring == MEASURABLE_OHMS
    assert test.capacitance_nf == 1120.5


async def test_the_verdict_is_drawn_from_the_readings() -> None:
    async with rest_head(answer(201, {**GOOD, "resistance_tip_ring": 12.0, "verdict": "ok"})) as server:
        assert (await ask(server.address)).verdict is Verdict.SHORT  # type: ignore[attr-defined]


async def test_the_heads_word_counts_where_readings_are_missing() -> None:
    bare = {"number": NUMBER, "tested_at": "2026-11-22T10:30:00Z", "verdict": "open"}
    async with rest_head(answer(200, bare)) as server:
        assert (await ask(server.address)).verdict is Verdict.OPEN  # type: ignore[attr-defined]


BUSY = [
    ("this line is in use", answer(409, {}), 2.0),
    ("this line is locked", answer(423, {}, Retry_After="7"), 7.0),
    ("the head has too much to do", answer(429, {}, Retry_After="3"), 3.0),
    ("no circuit free", answer(503, {}, Retry_After="0"), 0.0),
    ("an hour is too long for a caller: capped", answer(503, {}, Retry_After="3600"), 60.0),
    ("a date in the past", answer(503, {}, Retry_After="Sun, 06 Nov 1994 08:49:37 GMT"), 0.0),
    ("a Retry-After that means nothing", answer(503, {}, Retry_After="soon"), 2.0),
]


@pytest.mark.parametrize(("reason", "busy", "retry_after"), BUSY, ids=[row[0] for row in BUSY])
async def test_a_busy_head_says_when_to_ask_again(reason: str, busy: Answer, retry_after: float) -> None:
    async with rest_head(busy) as server:
        error = await ask(server.address)
    assert isinstance(error, TestHeadBusy), reason
    assert error.retry_after == pytest.approx(retry_after)
    assert len(server.requests) == 1, "busy is for the caller's wait, not for a retry"


OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"
FAILED = [
    ("broken inside", answer(500, {}), 1),
    ("away without a word when it will be back", answer(503, {}), 1),
    ("no such line", answer(404, {}), 1),
    ("not let in", answer(401, {}), 1),
    ("a redirect to another host is not followed", answer(307, {}, Location="http://192.0.2.1/"), 1),
    ("no content", answer(204, b""), 1),
    ("not JSON", answer(200, b"<html>"), 1),
    ("not UTF-8", answer(200, b'{"number":"\xff"}'), 1),
    ("not an object", answer(200, [1, 2]), 1),
    ("nested without end", answer(200, b"[" * 60_000), 1),
    ("no time", answer(200, {"number": NUMBER}), 1),
    ("a time without a zone", answer(200, {**GOOD, "tested_at": "2026-11-22T10:30:00"}), 1),
    ("another line's test", answer(200, {**GOOD, "number": "55509999"}), 1),
    ("a number as a string", answer(200, {**GOOD, "dc_volts": "0.1"}), 1),
    ("a flag as a number", answer(200, {**GOOD, "off_hook": 0}), 1),
    ("a negative resistance", answer(200, {**GOOD, "resistance_tip_ring": -1}), 1),
    ("not a finite number", answer(200, {**GOOD, "ac_volts": float("nan")}), 1),
    ("an unknown verdict", answer(200, {**GOOD, "verdict": "fine"}), 1),
    ("too long", answer(200, b" " * 70_000 + b"{}"), 1),
    ("endless", endless, 1),
    ("compressed, though asked not to", answer(200, GOOD, Content_Encoding="gzip"), 1),
    ("accepts and says nothing: not asked twice, the test may be running", silent, 1),
    ("drips", raw(OK_HEAD, *[b" "] * 40, pause=0.1), 1),
    ("closes without an answer: tried again", closes, 3),
    ("closes in the middle of the answer: tried again", raw(OK_HEAD + b'{"number"'), 3),
    ("not HTTP: tried again", raw(b"SSH-2.0-head\r\n"), 3),
]


@pytest.mark.parametrize(("reason", "broken", "requests"), FAILED, ids=[row[0] for row in FAILED])
async def test_an_answer_that_will_not_do_fails(reason: str, broken: Answer, requests: int) -> None:
    async with rest_head(broken) as server:
        error = await ask(server.address)
    assert isinstance(error, TestHeadFailed), reason
    assert NUMBER not in str(error)
    assert len(server.requests) == requests


async def test_a_lost_connection_is_tried_again_under_the_same_key() -> None:
    async with rest_head(closes, closes, answer(200, GOOD)) as server:
        test = await ask(server.address)
    assert test.verdict is Verdict.OK  # type: ignore[attr-defined]
    assert len({request.headers["idempotency-key"] for request in server.requests}) == 1
    assert len(server.requests) == 3


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_nobody_listens() -> None:
    assert isinstance(await ask(f"http://127.0.0.1:{unused_port()}/"), TestHeadFailed)


async def test_the_breaker_opens_tries_once_and_closes() -> None:
    now = [1000.0]
    breaker = Breaker(threshold=2, rest_seconds=30.0)
    async with rest_head(answer(500, {}), answer(500, {}), answer(500, {}), answer(200, GOOD)) as server:
        head = HttpHead(server.address, limits=QUICK, breaker=breaker, clock=lambda: now[0])
        for _ in range(4):
            with pytest.raises(TestHeadFailed):
                await head.test(NUMBER)
        assert (breaker.state, len(server.requests)) == (State.OPEN, 2), "open: the head is left alone"
        now[0] += 30.0
        for _ in range(2):
            with pytest.raises(TestHeadFailed):
                await head.test(NUMBER)
        assert (breaker.state, len(server.requests)) == (State.OPEN, 3), "one trial, which failed"
        now[0] += 30.0
        assert (await head.test(NUMBER)).verdict is Verdict.OK
        assert breaker.state is State.CLOSED
        await head.close()


async def test_busy_never_opens_the_breaker() -> None:
    breaker = Breaker(threshold=2)
    async with rest_head(answer(429, {})) as server:
        for _ in range(3):
            assert isinstance(await ask(server.address, breaker=breaker), TestHeadBusy)
    assert breaker.state is State.CLOSED


async def test_a_caller_who_hangs_up_leaves_no_connection_behind() -> None:
    async with rest_head(silent, answer(200, GOOD)) as server:
        head = HttpHead(server.address, limits=Limits(read=30.0))
        test = asyncio.create_task(head.test(NUMBER))
        async with asyncio.timeout(10):
            await server.asked.wait()
        test.cancel()
        with pytest.raises(asyncio.CancelledError):
            await test
        assert (await head.test(NUMBER)).verdict is Verdict.OK
        await head.close()
