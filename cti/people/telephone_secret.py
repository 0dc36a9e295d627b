"""The password of an agent's telephone: shown once; kept is its digest, encrypted, and nothing else.

Asterisk needs the digest (RFC 2617, HA1 over user, realm and password) in a file of mode 0600. A stolen database
holds it encrypted with a key that lies in the data folder; a stolen digest does not tell the password.
"""

import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken

from cti.errors import Unavailable

REALM = "faultline"
"""`default_realm` in asterisk_conf/pjsip.conf."""
KEY_FILE = "telephones"
"""Name of the key's file in data/secrets/."""


class TelephoneSecrets:
    """Digests, encrypted; `key` is 256 bits as URL-safe text without padding."""

    def __init__(self, key: str) -> None:
        self._cipher = Fernet(key + "=")

    def sealed(self, extension: str, password: str) -> str:
        """The digest as the database keeps it."""
        return self._cipher.encrypt(digest(extension, password).encode()).decode()

    def opened(self, sealed: str) -> str:
        """The digest. Raises Unavailable when it was sealed with another key."""
        try:
            return self._cipher.decrypt(sealed.encode()).decode()
        except InvalidToken as trouble:
            raise Unavailable(
                "secrets/telephones is not the key that telephones were sealed with"
            ) from trouble


def digest(extension: str, password: str) -> str:
    """HA1 of RFC 2617 with MD5, the one algorithm that every telephone knows; 32 hexadecimal digits."""
    return hashlib.md5(f"{extension}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()


def new_telephone_password() -> str:
    """192 random bits; letters that stand in any telephone's configuration."""
    return secrets.token_urlsafe(24)
