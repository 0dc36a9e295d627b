"""Passwords: Argon2id with OWASP's first choice of parameters, off the event loop, a few at a time.

A login that nobody has is compared with the hash of a password that nobody knows, so that the answer takes as long.
"""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cti.errors import Invalid, TooManyTries

SHORTEST, LONGEST = 12, 128
LEAST_DIFFERENT = 5
AT_ONCE = 2
"""Each takes 46 MiB and a core."""
MOST_WAITING = 40

_ARGON2 = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)


class Passwords:
    """Hashes and compares on threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._waiting = 0

    async def matches(self, hashed: str | None, password: str) -> bool:
        """Whether the password belongs to the hash; None takes as long and is never true.

        Raises TooManyTries when too many wait already.
        """
        if self._waiting >= MOST_WAITING:
            raise TooManyTries(retry_after=5)
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            right = await loop.run_in_executor(self._threads, _verify, hashed, password)
        finally:
            self._waiting -= 1
        return right and hashed is not None

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _ARGON2.hash, password)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


@cache
def _nobodys() -> str:
    """A hash that no password belongs to."""
    return _ARGON2.hash(secrets.token_urlsafe(32))


def _verify(hashed: str | None, password: str) -> bool:
    nobodys = _nobodys()  # whichever comes first pays for it
    try:
        return _ARGON2.verify(hashed or nobodys, password)
    except (VerificationError, InvalidHashError):
        return False


def check_password(password: str, login: str) -> None:
    """Raise Invalid with the reason when a password is too easy (ASVS 5.0, V6.2)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(
            f"a password has {SHORTEST} to {LONGEST} characters",
            code="password_length",
            least=SHORTEST,
            most=LONGEST,
        )
    if len(set(password)) < LEAST_DIFFERENT:
        raise Invalid(
            f"a password has at least {LEAST_DIFFERENT} different characters",
            code="password_poor",
            least=LEAST_DIFFERENT,
        )
    if login.casefold() in password.casefold():
        raise Invalid(
            "a password does not contain the name that one signs in with", code="password_has_login"
        )


def new_password() -> str:
    """A password that nobody chose: 128 random bits."""
    return secrets.token_urlsafe(16)
