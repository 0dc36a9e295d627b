"""Digest access authentication of SIP (RFC 3261 section 22, RFC 7616, MD5 with and without qop=auth)."""

import hashlib
import re
from dataclasses import dataclass

_PARAMETER = re.compile(r'([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))', re.IGNORECASE)


class DigestError(ValueError):
    """The challenge asks for something other than MD5 digest."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """An extension's name and secret."""

    user: str
    password: str


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def authorization(
    challenge: str, credentials: Credentials, method: str, uri: str, *, cnonce: str, count: int = 1
) -> str:
    """The value of Authorization (or Proxy-Authorization) that answers `challenge`. Raises DigestError."""
    scheme, _, rest = challenge.partition(" ")
    asked = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _PARAMETER.finditer(rest)}
    offered = [q.strip() for q in asked.get("qop", "").split(",") if q.strip()]
    if scheme.lower() != "digest" or asked.get("algorithm", "MD5").upper() != "MD5" or "nonce" not in asked:
        raise DigestError("only MD5 digest is spoken")
    if offered and "auth" not in offered:
        raise DigestError("only qop=auth is spoken")
    realm, nonce, times = asked.get("realm", ""), asked["nonce"], f"{count:08x}"
    secret = _md5(f"{credentials.user}:{realm}:{credentials.password}")
    middle = f"{nonce}:{times}:{cnonce}:auth" if offered else nonce
    answer = _md5(f"{secret}:{middle}:{_md5(f'{method}:{uri}')}")
    parts = [
        f'username="{credentials.user}"',
        f'realm="{realm}"',
        f'nonce="{nonce}"',
        f'uri="{uri}"',
        f'response="{answer}"',
        "algorithm=MD5",
    ]
    if offered:
        parts += ["qop=auth", f"nc={times}", f'cnonce="{cnonce}"']
    if "opaque" in asked:
        parts.append(f'opaque="{asked["opaque"]}"')
    return "Digest " + ", ".join(parts)
