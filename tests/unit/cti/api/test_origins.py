"""Which pages may act for somebody who is signed in (CSRF, S13)."""

import contextlib

import pytest

from cti.api.origins import Origins, origin_of
from cti.errors import CrossOrigin

OWN: frozenset[str] = frozenset()
SET = frozenset({"https://desk.example"})
HOST = {"host": "desk.example:8112"}

ROWS: list[tuple[str, frozenset[str], dict[str, str], bool]] = [
    (
        "our own page",
        OWN,
        HOST | {"origin": "http://desk.example:8112", "sec-fetch-site": "same-origin"},
        True,
    ),
    ("a browser too old for Sec-Fetch-Site", OWN, HOST | {"origin": "http://desk.example:8112"}, True),
    ("no Origin, but the browser says it is ours", OWN, HOST | {"sec-fetch-site": "same-origin"}, True),
    ("neither header: no browser of today", OWN, HOST, False),
    ("another site", OWN, HOST | {"origin": "http://evil.example"}, False),
    ("another port", OWN, HOST | {"origin": "http://desk.example"}, False),
    ("another scheme", OWN, HOST | {"origin": "https://desk.example:8112"}, False),
    ("a sandboxed frame", OWN, HOST | {"origin": "null"}, False),
    ("empty", OWN, HOST | {"origin": ""}, False),
    ("a name that begins like ours", OWN, HOST | {"origin": "http://desk.example:8112.evil.example"}, False),
    (
        "the browser says another site",
        OWN,
        HOST | {"origin": "http://desk.example:8112", "sec-fetch-site": "cross-site"},
        False,
    ),
    ("another site, no Origin", OWN, HOST | {"sec-fetch-site": "cross-site"}, False),
    ("a sister site, no Origin", OWN, HOST | {"sec-fetch-site": "same-site"}, False),
    ("the public address", SET, HOST | {"origin": "https://desk.example"}, True),
    ("in capitals", SET, HOST | {"origin": "HTTPS://Desk.example"}, True),
    (
        "the address behind the proxy is not the public one",
        SET,
        HOST | {"origin": "http://desk.example:8112"},
        False,
    ),
    ("no host", OWN, {"origin": "http://desk.example"}, False),
    ("a host that is none", OWN, {"host": "desk.example:port", "origin": "http://desk.example:port"}, False),
]


@pytest.mark.parametrize(("reason", "allowed", "headers", "ours"), ROWS, ids=[row[0] for row in ROWS])
def test_who_may(reason: str, allowed: frozenset[str], headers: dict[str, str], ours: bool) -> None:
    with contextlib.nullcontext() if ours else pytest.raises(CrossOrigin):
        Origins(allowed).check(headers, "http")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Desk.example/", "https://desk.example"),
        ("https://desk.example:443", "https://desk.example"),
        ("http://desk.example:80", "http://desk.example"),
        ("https://desk.example:8443/x?y", "https://desk.example:8443"),
        ("http://[2001:db8::1]:8112", "http://[2001:db8::1]:8112"),
    ],
)
def test_an_address_as_an_origin(url: str, origin: str) -> None:
    """RFC 6454, 6.2."""
    assert origin_of(url) == origin
