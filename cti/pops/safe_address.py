"""To which address a webhook may really go: only allowed hosts, and none that leads back into a machine's own
metadata (SSRF; OWASP ASVS 5.0, V13.2)."""

import asyncio
import socket
from collections.abc import Container
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit


class UnsafeAddress(ValueError):  # noqa: N818 - what is wrong with it
    """The webhook's address is not one that may be called."""


async def safe_address(url: str, allowed: Container[str]) -> str:
    """The IP address to connect to. Raises UnsafeAddress, OSError when the name is not known.

    Resolved once and used as it is, so that a name can't mean one address when it is checked and another one when
    it is called.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.username is not None or parts.hostname is None:
        raise UnsafeAddress("not an http address")
    if parts.netloc not in allowed:
        raise UnsafeAddress("host not allowed")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or any(_forbidden(address) for address in addresses):
        raise UnsafeAddress("address not allowed")
    return addresses[0]


def _forbidden(address: str) -> bool:
    place = ip_address(address.partition("%")[0])
    if isinstance(place, IPv6Address) and place.ipv4_mapped is not None:
        place = place.ipv4_mapped
    return place.is_link_local or place.is_multicast or place.is_unspecified
