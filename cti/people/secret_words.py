"""Secrets that we hand out once and recognise afterwards: sessions, tokens, tickets."""

import hashlib
import secrets

TOKEN_PREFIX = "flt_"  # noqa: S105 - a mark by which scanners of leaked secrets know ours
LONGEST = 128


def new_secret() -> str:
    """256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is stored: SHA-256; enough for a secret that cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
