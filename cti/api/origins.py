"""Which pages may act for somebody who is signed in: ours alone (CSRF, S13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from cti.errors import CrossOrigin


def origin_of(url: str) -> str:
    """`https://desk.example:8443/x` → `https://desk.example:8443`, lower case, no default port."""
    parts = urlsplit(url)
    port = {"http": 80, "https": 443}.get(parts.scheme)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in {None, port} else "")


@dataclass(frozen=True, slots=True)
class Origins:
    """`allowed`: origins of our desktop; none named: the address that the request itself was sent to."""

    allowed: frozenset[str] = frozenset()

    def check(self, headers: Mapping[str, str], scheme: str) -> None:
        """Raise CrossOrigin unless a page of ours sent this; for what a cookie alone would let through.

        Browsers send Origin with everything but GET and HEAD, and pages cannot change it (RFC 6454, Fetch). A
        programme that uses a cookie sends it too, or takes an API token instead.
        """
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "same-site", "none"}:
            raise CrossOrigin("sent by a page of another site")
        origin = headers.get("origin")
        if origin is None and headers.get("sec-fetch-site") == "same-origin":
            return
        if origin is None or origin.lower() not in (self.allowed or {_own(headers, scheme)}):
            raise CrossOrigin("the header Origin has to name the desktop's own address")


def _own(headers: Mapping[str, str], scheme: str) -> str:
    try:
        return origin_of(f"{scheme}://{headers.get('host', '')}")
    except ValueError:  # no port that could be one
        return ""
