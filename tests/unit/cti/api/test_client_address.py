"""From which address a request comes behind proxies of ours: what strangers write is not believed (H16)."""

import pytest

from cti.api.client_address import client_address

PROXIES = ["10.0.0.0/8"]
ROWS: list[tuple[str, str, list[str], list[str], str]] = [
    ("no proxy of ours: the header is a stranger's", "198.51.100.9", ["192.0.2.1"], [], "198.51.100.9"),
    ("not from the proxy: the same", "198.51.100.9", ["192.0.2.1"], PROXIES, "198.51.100.9"),
    ("through the proxy", "10.0.0.1", ["192.0.2.1"], PROXIES, "192.0.2.1"),
    ("through two", "10.0.0.1", ["192.0.2.1, 10.0.0.2"], PROXIES, "192.0.2.1"),
    ("what the client claims stays on the left", "10.0.0.1", ["127.0.0.1, 192.0.2.1"], PROXIES, "192.0.2.1"),
    ("in two headers", "10.0.0.1", ["127.0.0.1", "192.0.2.1"], PROXIES, "192.0.2.1"),
    ("a proxy that says nothing", "10.0.0.1", [], PROXIES, "10.0.0.1"),
    ("rubbish is what was written, and within no network", "10.0.0.1", ["x" * 99], PROXIES, "x" * 45),
]


@pytest.mark.parametrize(
    ("reason", "peer", "forwarded", "proxies", "address"), ROWS, ids=[row[0] for row in ROWS]
)
def test_whose_address(
    reason: str, peer: str, forwarded: list[str], proxies: list[str], address: str
) -> None:
    assert client_address(peer, forwarded, proxies) == address
