"""Health, readiness, figures, and errors as problem documents (design: the interface that stays put)."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter

from cti.http.app import create_app
from cti.http.health import Check
from cti.http.security_headers import HEADERS


async def fine() -> str | None:
    return None


async def asleep() -> str | None:
    await asyncio.Event().wait()
    return None


async def broken() -> str | None:
    raise ConnectionRefusedError("postgresql://user:made-up-password@db.example/faultline")


async def away() -> str | None:
    return "no session"


def app_with(
    *, database: Check = fine, asterisk: Check = fine, registry: CollectorRegistry | None = None
) -> FastAPI:
    return create_app(
        database_ready=database,
        asterisk_ready=asterisk,
        registry=registry or CollectorRegistry(),
        version="0.0.1",
    )


def client_of(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://faultline.example")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app_with()) as client:
        yield client


async def test_alive_says_nothing_about_its_parts() -> None:
    async with client_of(app_with(database=broken, asterisk=away)) as client:
        answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.parametrize(
    ("database", "asterisk", "reasons", "why"),
    [
        (fine, away, {"asterisk": "no session"}, "a part gives its reason"),
        (
            broken,
            fine,
            {"database": "ConnectionRefusedError"},
            "a failing check shows no address or password",
        ),
        (
            asleep,
            away,
            {"database": "no answer within 2 s", "asterisk": "no session"},
            "both, and no hanging",
        ),
    ],
)
async def test_not_ready_names_every_reason(
    database: Check, asterisk: Check, reasons: dict[str, str], why: str
) -> None:
    async with client_of(app_with(database=database, asterisk=asterisk)) as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["reasons"] == reasons


async def test_ready_when_every_part_is(client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


async def test_metrics_are_those_of_the_registry_passed_in() -> None:
    registry = CollectorRegistry()
    Counter("faultline_made_up", "A figure", registry=registry).inc(3)
    async with client_of(app_with(registry=registry)) as client:
        answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "faultline_made_up_total 3.0" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/nowhere", 404, "Not Found"),
        ("POST", "/healthz", 405, "Method Not Allowed"),
        ("GET", "/docs", 404, "Not Found"),
        ("GET", "/..%2f..%2fetc/passwd", 404, "Not Found"),
    ],
)
async def test_errors_are_problem_documents(
    client: httpx.AsyncClient, method: str, path: str, status: int, title: str
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": title, "status": status}


async def test_a_failure_of_our_own_tells_nothing() -> None:
    app = app_with()

    @app.get("/broken")
    async def fail() -> None:
        raise RuntimeError("canary-55501234")

    async with client_of(app) as client:
        answer = await client.get("/broken")
    assert answer.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}
    assert HEADERS.items() <= dict(answer.headers).items()


async def test_a_request_that_does_not_fit_is_told_where_but_not_what_it_sent() -> None:
    app = app_with()

    @app.get("/count")
    async def count(number: int) -> int:
        return number

    async with client_of(app) as client:
        answer = await client.get("/count", params={"number": "canary-55501234"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == ["query", "number"]
    assert "canary" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/nowhere", "/api/openapi.json"])
async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert HEADERS.items() <= dict(answer.headers).items()
    assert "server" not in answer.headers


async def test_the_api_describes_itself(client: httpx.AsyncClient) -> None:
    described = (await client.get("/api/openapi.json")).json()
    assert described["openapi"].startswith("3.")
    assert {"/healthz", "/readyz", "/metrics"} <= set(described["paths"])
