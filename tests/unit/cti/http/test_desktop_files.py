"""The desktop's files: its document for every page, nothing outside the folder, a policy without anything inline (S12)."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from cti.http.desktop_files import desktop_router
from cti.http.phone_rules import PhoneRules

BROTLI = b"\x0b\x04\x80export {}\x03"
"""RFC 7932; httpx hands it on as it came."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html>")
    (web / "assets" / "main-1a2b.js").write_text("export {}")
    (web / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(b"export {}"))
    (web / "assets" / "main-1a2b.js.br").write_bytes(BROTLI)
    (tmp_path / "secret.txt").write_text("secret")
    return web


async def asked(folder: Path, path: str, **headers: str) -> httpx.Response:
    app = FastAPI()
    app.include_router(desktop_router(folder, PhoneRules(ws_port=8088).origins))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example:8112") as client:
        return await client.get(path, headers={"accept-encoding": "identity", **headers})


PATHS = [
    ("/", 200, "no-cache", "the document"),
    ("/reports/2611220001", 200, "no-cache", "a page of the desktop"),
    ("/assets/main-1a2b.js", 200, "public, max-age=31536000, immutable", "named after its content"),
    ("/assets/gone.js", 404, None, "a file of an older build"),
    ("/api/nothing", 404, None, "no route of the API"),
    ("/%2e%2e/secret.txt", 404, None, "outside the folder (S10)"),
    ("/..%2fsecret.txt", 404, None, "outside the folder (S10)"),
    ("/a%00b", 200, "no-cache", "no file, so a page"),
]


@pytest.mark.parametrize(("path", "status", "kept", "why"), PATHS, ids=[row[3] for row in PATHS])
async def test_paths(folder: Path, path: str, status: int, kept: str | None, why: str) -> None:
    answer = await asked(folder, path)
    assert answer.status_code == status
    assert "secret" not in answer.text
    if kept is not None:
        assert answer.headers["cache-control"] == kept


async def test_nothing_inline_and_asterisks_websocket_alone(folder: Path) -> None:
    policy = (await asked(folder, "/")).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "connect-src 'self' ws://desk.example:8088;" in policy


CODINGS = [
    ("gzip, deflate, br, zstd", "br", "the smaller of the two"),
    ("gzip, deflate", "gzip", "a browser off an encrypted connection"),
    ("br;q=0, gzip;q=0.5", "gzip", "refused with a weight of nothing"),
    ("br;q=1.0", "br", "with a weight"),
    ("identity", None, "compressed is not taken"),
    ("gzipped", None, "another word"),
]


@pytest.mark.parametrize(("accept", "coding", "why"), CODINGS, ids=[row[2] for row in CODINGS])
async def test_a_compressed_copy_is_sent_to_who_takes_it(
    folder: Path, accept: str, coding: str | None, why: str
) -> None:
    answer = await asked(folder, "/assets/main-1a2b.js", **{"accept-encoding": accept})
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.content == (BROTLI if coding == "br" else b"export {}")


async def test_a_desktop_that_is_not_built_says_so(tmp_path: Path) -> None:
    answer = await asked(tmp_path / "none", "/")
    assert answer.status_code == 503
    assert "make web" in answer.json()["detail"]
