"""A connection to one desktop, as the live room sees it; the web framework's is one (cti/live/socket.py)."""

from typing import Protocol


class WireLost(Exception):  # noqa: N818 - what became of it
    """The connection is gone."""


class Wire(Protocol):
    """Text both ways."""

    address: str
    """Where the desktop is."""

    async def send(self, data: bytes) -> None:
        """Send UTF-8 text; waits while the desktop does not take it. Raises WireLost."""

    async def receive(self) -> str:
        """The next message. Raises WireLost."""

    async def close(self, code: int, reason: str) -> None:
        """Say why, and end."""
