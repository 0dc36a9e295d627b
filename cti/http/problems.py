"""Every error that leaves the API is a problem document (RFC 9457), and none tells more than its status."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from cti.error_codes import FIELD_CODES, FieldCode, Param, RefusalCode
from cti.errors import Refused
from cti.http.security_headers import HEADERS
from desk.errors import DeskUnavailable

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class BodyTooLarge(HTTPException):
    """A body over the limit, found while it is read; the framework passes on no other kind. `limit` is for people."""

    def __init__(self, limit: str) -> None:
        super().__init__(413, f"a body has {limit} at most")
        self.limit = limit


class FieldError(BaseModel):
    """What is wrong with one part of a request. `where`: its path; `says`: in English."""

    where: list[str | int]
    says: str
    code: FieldCode | None = None
    """Stable name of it, pydantic's own where it has one; `params` are the values in its words."""
    params: dict[str, Param] | None = None


class Problem(BaseModel):
    """A problem document; `title` names the status, `detail` says in English what happened this time."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    code: RefusalCode | None = None
    """Stable name of what happened; `params` are the values in its words."""
    params: dict[str, Param] | None = None
    errors: list[FieldError] | None = None


def problem(
    status: int,
    detail: str | None = None,
    code: RefusalCode | None = None,
    params: Mapping[str, Param] | None = None,
    errors: list[FieldError] | None = None,
    **more: object,
) -> JSONResponse:
    """A response that carries a problem document; `more` are further extension members."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        params=dict(params) if params else None,
        errors=errors,
    )
    content = body.model_dump(exclude_none=True) | jsonable_encoder(more)
    return JSONResponse(content, status, media_type=MEDIA_TYPE)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    detail = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    if isinstance(error, BodyTooLarge):
        return problem(error.status_code, detail, "too_large", {"most": error.limit})
    response = problem(error.status_code, detail)
    response.headers.update(error.headers or {})
    return response


async def _said_no(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)  # noqa: S101 - as above
    response = problem(error.status, error.detail, error.code, error.params)
    response.headers.update(error.headers)
    return response


async def _away(_: Request, error: Exception) -> JSONResponse:
    """R10: the database is slow, locked, full or absent; its own words stay here."""
    return problem(503, "the database does not answer", "database_away")


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    """Which parts of the request are wrong and why; what was sent is not repeated."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    errors = [
        FieldError(where=list(item["loc"]), says=item["msg"], code=_code(item["type"]), params=_params(item))
        for item in error.errors()
    ]
    return problem(422, "the request does not fit its description", "fields", errors=errors)


def _code(kind: str) -> FieldCode | None:
    return cast(FieldCode, kind) if kind in FIELD_CODES else None


def _params(item: Mapping[str, Any]) -> dict[str, Param] | None:
    """Limits and the like; exceptions and what is no plain value stay here."""
    plain = {name: value for name, value in item.get("ctx", {}).items() if isinstance(value, Param)}
    return plain or None


async def _broken(request: Request, error: Exception) -> JSONResponse:
    log.error("a request failed", extra={"path": request.url.path}, exc_info=error)
    response = problem(500)
    response.headers.update(HEADERS)  # this answer is made outside the app's middleware
    return response


def add_problems(app: FastAPI) -> None:
    """Answer every error of the app with a problem document."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Refused, _said_no)
    app.add_exception_handler(DeskUnavailable, _away)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _broken)
