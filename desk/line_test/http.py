"""A REST test head (F1.8), by the contract in docs/line-test-api.md.

The head's answers are not trusted: their size, length of time, types and ranges are limited, redirects are
refused, and the verdict is drawn here from the readings.
"""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from desk.line_test.breaker import Breaker
from desk.line_test.head import TestHeadBusy, TestHeadFailed
from desk.line_test.http_address import checked_address
from desk.line_test.http_answer import read_answer, retry_after_seconds
from desk.line_test.result import LineTest

MAX_ANSWER_BYTES = 64 * 1024
MAX_NAME = 64
"""Characters of a host name that are kept as the head's name."""
BUSY_STATUSES = frozenset({409, 423, 429})
"""Busy by their status alone: 409 and 423 this line, 429 the head. 503 is busy only with a Retry-After."""


class _Lost(Exception):  # noqa: N818 - a reason to try again
    """No connection, or it broke before an answer: may be tried again under the same Idempotency-Key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds: to connect, between two pieces of the answer, and for one try in all. `tries` per test."""

    connect: float = 2.0
    read: float = 20.0
    total: float = 30.0
    tries: int = 3
    retry_wait: float = 0.2


class HttpHead:
    """A TestHead behind an address such as `https://head.example/api`. `clock` gives monotonic seconds.

    Raises ValueError for an address that is not http(s), carries credentials, or is plain http to another
    machine (unless `allow_plain`). `token` is sent as a bearer token.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str | None = None,
        allow_plain: bool = False,
        limits: Limits | None = None,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        url = checked_address(address, allow_plain=allow_plain)
        self._name = url.host[:MAX_NAME]
        self._limits = limits or Limits()
        self._breaker = breaker or Breaker()
        self._clock = clock
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.AsyncClient(
            base_url=url,
            headers=headers,
            timeout=httpx.Timeout(self._limits.read, connect=self._limits.connect),
            follow_redirects=False,
            trust_env=False,
            verify=ssl.create_default_context(),
        )

    async def test(self, number: str) -> LineTest:
        """Have the head test a line. Raises TestHeadBusy, TestHeadFailed."""
        if not self._breaker.allows(self._clock()):
            raise TestHeadFailed("head is left alone after failures")
        try:
            result = await self._try(number)
        except TestHeadFailed:
            self._breaker.failed(self._clock())
            raise
        except TestHeadBusy:
            self._breaker.succeeded()
            raise
        self._breaker.succeeded()
        return result

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _try(self, number: str) -> LineTest:
        key = uuid4().hex
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_Lost),
            stop=stop_after_attempt(self._limits.tries),
            wait=wait_random_exponential(multiplier=self._limits.retry_wait, max=2),
            reraise=True,
        )
        try:
            return await retrying(self._once, number, key)
        except _Lost as lost:
            raise TestHeadFailed(str(lost)) from lost

    async def _once(self, number: str, key: str) -> LineTest:
        """One request. A time-out while reading is not tried again: the test may be running still."""
        try:
            async with (
                asyncio.timeout(self._limits.total),
                self._client.stream(
                    "POST", "tests", json={"number": number}, headers={"Idempotency-Key": key}
                ) as response,
            ):
                self._judge(response)
                body = await self._body(response)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _Lost("no connection to the head") from error
        except httpx.PoolTimeout as error:
            raise TestHeadBusy(retry_after_seconds(None)) from error
        except (httpx.TimeoutException, TimeoutError) as error:
            raise TestHeadFailed("head is too slow") from error
        except httpx.TransportError as error:
            raise _Lost("connection to the head broke") from error
        return read_answer(body, number, self._name)

    def _judge(self, response: httpx.Response) -> None:
        retry_after = response.headers.get("Retry-After")
        if response.status_code in BUSY_STATUSES or (response.status_code == 503 and retry_after):
            raise TestHeadBusy(retry_after_seconds(retry_after))
        if response.status_code not in (200, 201):
            raise TestHeadFailed(f"head answered {response.status_code}")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise TestHeadFailed("head's answer is encoded")

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > MAX_ANSWER_BYTES:
                raise TestHeadFailed("head's answer is too long")
        return bytes(body)
