"""Which addresses a REST test head may have: encrypted unless it stands on this machine."""

from ipaddress import ip_address

import httpx


def checked_address(address: str, *, allow_plain: bool = False) -> httpx.URL:
    """The address as a URL. Raises ValueError unless it is https, or http on loopback, without
    credentials."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise ValueError(f"test head: not an address: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError("test head: expected `lab` or an http(s) address")
    if url.port is not None and not 1 <= url.port <= 65535:
        raise ValueError("test head: no such port")
    if url.userinfo:
        raise ValueError("test head: credentials do not belong in the address, use the token file")
    if url.scheme == "http" and not allow_plain and not _on_this_machine(url.host):
        raise ValueError("test head: http is for this machine only, use https")
    return url


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
