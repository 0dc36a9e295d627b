"""Which heads a setting may name."""

from pathlib import Path

import pytest

from desk.line_test.http import HttpHead
from desk.line_test.http_address import checked_address
from desk.line_test.lab import LabHead
from desk.line_test.opening import open_head

REFUSED = [
    ("plain http to another machine", "http://head.example/api"),
    ("plain http to another address", "http://192.0.2.7/api"),
    ("a name that only looks like loopback", "http://127.0.0.1.example/api"),
    ("another scheme", "ftp://head.example/"),
    ("no scheme", "head.example"),
    ("no host", "https:///api"),
    ("credentials in the address", "https://user:word@head.example/api"),
    ("a port that is none", "https://head.example:99999999/"),
]


@pytest.mark.parametrize(("reason", "address"), REFUSED, ids=[row[0] for row in REFUSED])
def test_an_address_that_will_not_do_is_refused(reason: str, address: str) -> None:
    with pytest.raises(ValueError, match="test head"):
        checked_address(address)


ALLOWED = ["https://head.example/api", "http://127.0.0.1:9/", "http://[::1]:9/", "http://localhost:9"]


@pytest.mark.parametrize("address", ALLOWED)
def test_encrypted_or_on_this_machine(address: str) -> None:
    assert checked_address(address).host


def test_plain_http_elsewhere_only_when_allowed() -> None:
    assert checked_address("http://head.example/", allow_plain=True).host == "head.example"


async def test_the_setting_opens_the_head(tmp_path: Path) -> None:
    assert isinstance(open_head("lab", tmp_path), LabHead)
    rest = open_head("https://head.example/api", tmp_path)
    assert isinstance(rest, HttpHead)
    await rest.close()
    with pytest.raises(ValueError, match="test head"):
        open_head("laboratory", tmp_path)
