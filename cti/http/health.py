"""Is the service alive, is it ready, and what has it counted: for probes, load balancers and Prometheus."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from pydantic import BaseModel
from starlette.responses import JSONResponse

from cti.http.problems import Problem, problem

Check = Callable[[], Awaitable[str | None]]
"""Answers why a part is not ready, or None when it is."""

CHECK_WITHIN = 2.0
"""Seconds; a part that does not answer by then is not ready (R10: never hangs)."""


class Alive(BaseModel):
    """The process runs and its loop turns."""

    status: str = "alive"


class Ready(BaseModel):
    """Every part is ready."""

    status: str = "ready"


def health_router(checks: Mapping[str, Check], registry: CollectorRegistry) -> APIRouter:
    """The three routes; `checks` maps the name of a part to its check."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="Alive")
    async def healthz() -> Alive:
        return Alive()

    @router.get(
        "/readyz", summary="Ready for calls", response_model=Ready, responses={503: {"model": Problem}}
    )
    async def readyz() -> Ready | JSONResponse:
        answers = await asyncio.gather(*(_ask(check) for check in checks.values()))
        reasons = {part: why for part, why in zip(checks, answers, strict=True) if why is not None}
        return problem(503, "not ready", reasons=reasons) if reasons else Ready()

    @router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
    async def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return router


async def _ask(check: Check) -> str | None:
    try:
        async with asyncio.timeout(CHECK_WITHIN):
            return await check()
    except TimeoutError:
        return f"no answer within {CHECK_WITHIN:g} s"
    except Exception as error:  # the edge of a probe: whatever fails is a reason
        return type(error).__name__
