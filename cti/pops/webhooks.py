"""Pops for another system: signed, tried again with growing pauses, never in anybody's way (§3 of the floor).

The body is JSON: `kind` (`pop` or `pop_withdrawn`) and the pop. `Faultline-Signature: t=<seconds>,v1=<hex>` is
HMAC-SHA256 of `<t>.<body>` with the site's secret; a receiver refuses an old `t`. `Faultline-Delivery` is the same
for every try of one message, so that a receiver can tell a second copy.
"""

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Callable, Container
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import msgspec
from prometheus_client import CollectorRegistry, Counter
from tenacity import (
    AsyncRetrying,
    RetryError,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from cti.pops.pop import Pop
from cti.pops.safe_address import UnsafeAddress, safe_address

log = logging.getLogger(__name__)


class _TryAgain(Exception):  # noqa: N818 - a verdict
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRules:
    """Seconds; `hosts`: those that may be called, as they stand in addresses (`host` or `host:port`)."""

    hosts: Container[str]
    timeout: float = 3.0
    tries: int = 5
    first_pause: float = 1.0
    longest_pause: float = 30.0
    most: int = 500
    """Messages under way; further ones are dropped and counted."""
    at_once: int = 16


def signature(secret: bytes, body: bytes, at: int) -> str:
    """The header's value."""
    return f"t={at},v1={hmac.new(secret, str(at).encode() + b'.' + body, hashlib.sha256).hexdigest()}"


class Webhooks:
    """Use as a context; `send` returns at once."""

    def __init__(
        self,
        secret: bytes,
        rules: WebhookRules,
        registry: CollectorRegistry,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._secret = secret
        self._rules = rules
        self._clock = clock
        self._client = httpx.AsyncClient(timeout=rules.timeout, follow_redirects=False, trust_env=False)
        self._room = asyncio.Semaphore(rules.at_once)
        self._under_way: set[asyncio.Task[None]] = set()
        self._sent = Counter(
            "faultline_pop_webhooks", "Pops posted to other systems, by result", ["result"], registry=registry
        )

    async def __aenter__(self) -> "Webhooks":
        """Ready to send."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._client.aclose()

    def send(self, url: str, kind: str, pop: Pop) -> None:
        """Post a pop to an address; over the limit it is dropped."""
        if len(self._under_way) >= self._rules.most:
            self._sent.labels("dropped").inc()
            return
        body = msgspec.json.encode({"kind": kind, "pop": pop})
        delivery = f"{pop.id}.{pop.revision}.{kind}"
        task = asyncio.create_task(self._deliver(url, body, delivery))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, url: str, body: bytes, delivery: str) -> None:
        rules = self._rules
        tries = AsyncRetrying(
            stop=stop_after_attempt(rules.tries),
            wait=wait_random_exponential(multiplier=rules.first_pause, max=rules.longest_pause),
            retry=retry_if_exception_type(_TryAgain),
        )
        try:
            await tries(self._post, url, body, delivery)
            result = "delivered"
        except RetryError:
            result = "given_up"
        except UnsafeAddress as unsafe:
            log.error("A webhook's address is not allowed", extra={"reason": str(unsafe)})
            result = "refused"
        self._sent.labels(result).inc()

    async def _post(self, url: str, body: bytes, delivery: str) -> None:
        try:
            async with self._room:
                address = await safe_address(url, self._rules.hosts)
                answer = await self._client.send(self._request(url, address, body, delivery), stream=True)
                await answer.aclose()
        except (httpx.HTTPError, OSError):
            raise _TryAgain from None
        if not answer.is_success:
            log.warning("A webhook was not taken", extra={"status": answer.status_code})
            raise _TryAgain

    def _request(self, url: str, address: str, body: bytes, delivery: str) -> httpx.Request:
        """To the address that was checked, under the name that was asked for."""
        parts = urlsplit(url)
        headers = {
            "Host": parts.netloc,
            "Content-Type": "application/json",
            "Faultline-Delivery": delivery,
            "Faultline-Signature": signature(self._secret, body, int(self._clock())),
        }
        target = httpx.URL(url).copy_with(host=address)
        named = {"sni_hostname": parts.hostname}
        return self._client.build_request("POST", target, content=body, headers=headers, extensions=named)
