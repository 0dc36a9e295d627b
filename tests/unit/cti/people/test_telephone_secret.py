"""A telephone's password: what is kept of it (S9)."""

import pytest

from cti.errors import Unavailable
from cti.people.telephone_secret import TelephoneSecrets, digest, new_telephone_password


def test_the_digest_is_that_of_rfc_2617() -> None:
    """As md5sum gives it for `8001:faultline:made-up`."""
    assert digest("8001", "made-up") == "af25f15a3759da99729ae5e57a1e21f2"


def test_what_is_sealed_opens_with_the_same_key_alone() -> None:
    secrets = TelephoneSecrets("A" * 43)
    sealed = secrets.sealed("8001", "made-up")
    assert secrets.opened(sealed) == digest("8001", "made-up")
    assert "made-up" not in sealed
    assert digest("8001", "made-up") not in sealed
    with pytest.raises(Unavailable, match="secrets/telephones"):
        TelephoneSecrets("B" * 42 + "A").opened(sealed)


def test_made_passwords_stand_in_any_configuration() -> None:
    made = {new_telephone_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(word) == 32 and word.replace("-", "").replace("_", "").isalnum() for word in made)
