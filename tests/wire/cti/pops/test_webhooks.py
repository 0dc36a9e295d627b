"""Pops posted to another system: signed, tried again, bounded, and only where they may go (§3; SSRF)."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from cti.pops.pop import Pop
from cti.pops.webhooks import WebhookRules, Webhooks
from tests.waiting import until

SECRET = b"a secret of the tests alone"
NOW = 1_800_000_000.0
POP = Pop(
    id="o1", call="c1", agent="8001", rang_at=datetime(2026, 1, 1, tzinfo=UTC), caller="55500100",
    dialled="112", language="zh", queue="junior", reason="", waited_seconds=3.0, looked="complete",
)  # fmt: skip
QUICK: dict[str, Any] = {"timeout": 0.3, "first_pause": 0.02, "longest_pause": 0.05, "tries": 4}


@dataclass
class Receiver:
    """Another system on a port of its own: answers with the next of `answers`, the last one for ever."""

    answers: list[bytes]
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/pops?site=1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
        headers["line"] = head.split("\r\n")[0]
        self.taken.append((headers, await reader.readexactly(int(headers["content-length"]))))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer:
            writer.write(answer)
            await writer.drain()
        else:
            await reader.read()  # never answers: until the other side gives up
        self.open -= 1
        writer.close()


def status(code: int, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {code} X", *headers, "Content-Length: 0", "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@asynccontextmanager
async def receiving(*answers: bytes) -> AsyncIterator[Receiver]:
    receiver = Receiver(list(answers))
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


@asynccontextmanager
async def sending(*hosts: str, **rules: Any) -> AsyncIterator[tuple[Webhooks, Callable[[str], float]]]:
    registry = CollectorRegistry()
    values = {**QUICK, **rules}
    async with Webhooks(SECRET, WebhookRules(hosts=hosts, **values), registry, clock=lambda: NOW) as webhooks:
        yield (
            webhooks,
            lambda result: (
                registry.get_sample_value("faultline_pop_webhooks_total", {"result": result}) or 0.0
            ),
        )


async def counted(figure: Callable[[str], float], result: str, count: float = 1) -> None:
    async def there() -> bool:
        return figure(result) == count

    await until(there, seconds=10)


async def test_a_pop_arrives_signed_and_whole() -> None:
    async with receiving(status(204)) as crm, sending(f"127.0.0.1:{crm.port}") as (webhooks, figure):
        webhooks.send(crm.address, "pop", POP)
        await counted(figure, "delivered")
    ((headers, body),) = crm.taken
    expected = hmac.new(SECRET, b"1800000000." + body, hashlib.sha256).hexdigest()
    assert headers["faultline-signature"] == f"t=1800000000,v1={expected}"
    assert (headers["line"], headers["host"]) == ("POST /pops?site=1 HTTP/1.1", f"127.0.0.1:{crm.port}")
    assert headers["faultline-delivery"] == "o1.1.pop"
    told = json.loads(body)
    assert (told["kind"], told["pop"]["caller"], told["pop"]["queue"]) == ("pop", "55500100", "junior")


AGAIN = [
    ("an error of theirs", status(500)),
    ("too many requests", status(429)),
    ("no answer in time", b""),
    ("the connection is closed", b"nonsense\r\n\r\n"),
]


@pytest.mark.parametrize(("why", "answer"), AGAIN, ids=[row[0] for row in AGAIN])
async def test_what_fails_is_tried_again_as_the_same_delivery(why: str, answer: bytes) -> None:
    async with (
        receiving(answer, answer, status(200)) as crm,
        sending(f"127.0.0.1:{crm.port}") as (webhooks, figure),
    ):
        webhooks.send(crm.address, "pop", POP)
        await counted(figure, "delivered")
    assert len({headers["faultline-delivery"] for headers, _ in crm.taken}) == 1
    assert len(crm.taken) == 3


async def test_in_the_end_it_is_given_up() -> None:
    async with receiving(status(500)) as crm, sending(f"127.0.0.1:{crm.port}") as (webhooks, figure):
        webhooks.send(crm.address, "pop", POP)
        await counted(figure, "given_up")
    assert len(crm.taken) == 4


async def test_nobody_there_is_given_up_too() -> None:
    async with receiving(status(200)) as crm:
        address, host = crm.address, f"127.0.0.1:{crm.port}"
    async with sending(host) as (webhooks, figure):
        webhooks.send(address, "pop", POP)
        await counted(figure, "given_up")


async def test_a_redirect_is_not_followed() -> None:
    async with receiving(status(200)) as inside:
        away = status(307, f"Location: http://127.0.0.1:{inside.port}/secret")
        async with receiving(away) as crm, sending(f"127.0.0.1:{crm.port}") as (webhooks, figure):
            webhooks.send(crm.address, "pop", POP)
            await counted(figure, "given_up")
    assert inside.taken == []


async def test_a_host_that_is_not_on_the_list_is_never_called() -> None:
    async with receiving(status(200)) as crm, sending("crm.example") as (webhooks, figure):
        for address in (
            crm.address,
            f"http://crm.example@127.0.0.1:{crm.port}/",
            f"http://127.0.0.1:{crm.port}/crm.example",
            "file:///etc/hostname",
            "gopher://crm.example/x",
        ):
            webhooks.send(address, "pop", POP)
        await counted(figure, "refused", 5)
    assert crm.taken == []


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fe80::1]", "0.0.0.0", "[::ffff:169.254.169.254]", "224.0.0.1"]
)
async def test_an_allowed_name_never_leads_to_the_machine_s_own_metadata(host: str) -> None:
    async with sending(host) as (webhooks, figure):
        webhooks.send(f"http://{host}/latest", "pop", POP)
        await counted(figure, "refused")


async def test_a_receiver_that_hangs_costs_a_bounded_number_of_connections() -> None:
    async with receiving(b"") as crm:
        host = f"127.0.0.1:{crm.port}"
        async with sending(host, most=20, at_once=3, tries=1, timeout=0.2) as (webhooks, figure):
            for _ in range(30):
                webhooks.send(crm.address, "pop", POP)
            assert figure("dropped") == 10
            await counted(figure, "given_up", 20)
    assert crm.most_open <= 3


async def test_closing_gives_up_what_is_under_way() -> None:
    async with receiving(b"") as crm, sending(f"127.0.0.1:{crm.port}", timeout=60.0) as (webhooks, _):
        webhooks.send(crm.address, "pop", POP)

        async def begun() -> bool:
            return bool(crm.taken)

        await until(begun, seconds=5)
    assert len(crm.taken) == 1
