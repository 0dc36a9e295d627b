"""Refusals and field errors have stable names with values, so that a page can say them in its own language."""

import re
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel, Field
from pydantic_core.core_schema import ErrorType

from cti.error_codes import FieldCode, RefusalCode
from cti.errors import Conflict, NotFound, Refused, TooLarge
from cti.http.problems import add_problems
from cti.people.fields import ShownText
from cti.routing.hours import SpanText

ROOT = Path(__file__).parents[4]
OURS = {
    "ends_before_start", "moment_out_of_range", "network", "not_digits", "not_null", "nothing_offered",
    "nothing_seen", "placeholder_chooses_host", "placeholders_unknown", "span", "twice", "web_address",
    "webhook_placeholders",
}  # fmt: skip


class Asked(BaseModel):
    """Something with a field of each kind."""

    name: ShownText = "x"
    level: int = Field(default=1, ge=1, le=9)
    hours: SpanText | None = None


async def asked(method: str, path: str, **more: Any) -> dict[str, Any]:
    """What a small app with our problems answers."""
    app = FastAPI()
    add_problems(app)

    @app.post("/fields")
    async def fields(body: Asked) -> None: ...

    @app.get("/refused/{which}")
    async def refused(which: int) -> None:
        raise REFUSALS[which][0]

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as client:
        found: dict[str, Any] = (await client.request(method, path, **more)).json()
        return found


REFUSALS: list[tuple[Refused, str | None, dict[str, Any] | None]] = [
    (Conflict("the name is taken", code="login_taken"), "login_taken", None),
    (Conflict("nobody has more than 3", code="tokens_used_up", most=3), "tokens_used_up", {"most": 3}),
    (NotFound("no such queue"), "not_found", None),
    (TooLarge("too much", most="64 KB"), "too_large", {"most": "64 KB"}),
    (Conflict("something new"), None, None),
]


@pytest.mark.parametrize("which", range(len(REFUSALS)))
async def test_a_refusal_has_its_name_and_values_beside_the_sentence(which: int) -> None:
    error, code, params = REFUSALS[which]
    answer = await asked("GET", f"/refused/{which}")
    assert (answer["detail"], answer.get("code"), answer.get("params")) == (error.detail, code, params)


@pytest.mark.parametrize(
    ("body", "code", "params"),
    [
        ({"name": ""}, "string_too_short", {"min_length": 1}),
        ({"name": "\u200b"}, "nothing_seen", None),
        ({"level": 10}, "less_than_equal", {"le": 9}),
        ({"level": "high"}, "int_parsing", None),
        ({"hours": "8 to 12"}, "span", {"text": "8 to 12"}),
    ],
)
async def test_a_field_error_has_pydantics_name_or_ours(
    body: dict[str, Any], code: str, params: dict[str, Any] | None
) -> None:
    answer = await asked("POST", "/fields", json=body)
    error = answer["errors"][0]
    assert (answer["code"], error["code"], error.get("params")) == ("fields", code, params)
    assert error["says"]


def test_every_name_of_a_field_error_is_pydantics_or_ours() -> None:
    assert set(get_args(FieldCode)) - set(get_args(ErrorType)) == OURS


def test_every_name_is_said_somewhere() -> None:
    """One that nothing raises is a leftover."""
    sources = [file for room in ("cti", "desk", "faultline") for file in (ROOT / room).rglob("*.py")]
    text = "\n".join(file.read_text() for file in sources if file.name != "error_codes.py")
    said = set(re.findall(r'"([a-z_0-9]+)"', text))
    assert (set(get_args(RefusalCode)) | OURS) - said == set()
