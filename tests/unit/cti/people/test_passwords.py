"""Passwords that are too easy, and comparing (ASVS 5.0 V6.2)."""

import pytest

from cti.errors import Invalid
from cti.people.passwords import Passwords, check_password, new_password

REFUSED = [
    ("short", "elevenchars"),
    ("over the limit", "ab cd ef" * 17),
    ("few different characters", "abababababab"),
    ("the name itself", "sample.agent1"),
    ("the name in capitals inside", "xxSAMPLE.AGENTyy"),
]


@pytest.mark.parametrize(("reason", "password"), REFUSED, ids=[row[0] for row in REFUSED])
def test_an_easy_password_is_refused_with_the_reason(reason: str, password: str) -> None:
    with pytest.raises(Invalid, match="a password"):
        check_password(password, "sample.agent")


@pytest.mark.parametrize("password", ["twelve chars", "正确的马电池订书钉和月亮啊"])
def test_others_are_taken(password: str) -> None:
    check_password(password, "sample.agent")


def test_those_that_we_make_are_taken() -> None:
    for password in {new_password() for _ in range(50)}:
        check_password(password, "sample.agent")


async def test_a_password_fits_its_own_hash_alone() -> None:
    passwords = Passwords()
    hashed = await passwords.hash("twelve chars")
    assert hashed.startswith("$argon2id$")
    assert await passwords.matches(hashed, "twelve chars")
    assert not await passwords.matches(hashed, "twelve Chars")
    assert not await passwords.matches(None, "twelve chars")
    assert not await passwords.matches("not a hash", "twelve chars")
    assert await passwords.hash("twelve chars") != hashed, "salted"
    passwords.close()
