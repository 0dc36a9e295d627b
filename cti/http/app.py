"""The HTTP application, put together from what it is given: it opens nothing itself."""

from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry

from cti.api.api import Api
from cti.http.body_limit import BodyLimit
from cti.http.health import Check, health_router
from cti.http.problems import MEDIA_TYPE, Problem, add_problems
from cti.http.security_headers import SecurityHeaders


def create_app(
    *,
    database_ready: Check,
    asterisk_ready: Check,
    registry: CollectorRegistry,
    version: str,
    api: Api | None = None,
    desktop: APIRouter | None = None,
) -> FastAPI:
    """The app; each check answers why its part is not ready, None when it is. Without `api`: health alone.

    `desktop` (cti/http/desktop_files.py) answers every path that nothing else has.
    """
    app = FastAPI(
        title="Faultline",
        version=version,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses={"default": {"model": Problem, "content": {MEDIA_TYPE: {}}}},
    )
    add_problems(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    checks = {"database": database_ready, "asterisk": asterisk_ready}
    app.include_router(health_router(checks, registry))
    if api is not None:
        api.add_to(app)
    if desktop is not None:
        app.include_router(desktop)
    return app
