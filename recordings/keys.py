"""Keys for encryption at rest: one file a key below DATA/secrets, mode 0600, made at first use.

`recordings-<id>.key` holds 256 random bits as text. New recordings take the key whose id sorts last, old ones need
theirs as long as they are kept: a key is changed by adding one, and never taken away before its recordings are.
"""

import base64
import os
import re
import secrets
from pathlib import Path

from recordings.errors import NoKey

KEY_BYTES = 32
_FILE = re.compile(r"recordings-(?P<id>[0-9a-z]{1,16})\.key")
FIRST_ID = "1"


class KeyRing:
    """The keys of one instance; files are read when asked for, so that a new key needs no restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self) -> tuple[str, bytes]:
        """The key for new recordings and its id; made if there is none. Raises OSError, NoKey."""
        found = sorted(
            (
                name["id"]
                for file in self._folder.glob("recordings-*.key")
                if (name := _FILE.fullmatch(file.name))
            ),
            key=lambda one: (len(one), one),
        )
        key_id = found[-1] if found else self._make()
        return key_id, self.key(key_id)

    def key(self, key_id: str) -> bytes:
        """The key with this id. Raises NoKey."""
        try:
            found = base64.urlsafe_b64decode(self._path(key_id).read_text().strip())
        except (OSError, ValueError) as error:
            raise NoKey(f"key {key_id} can't be read") from error
        if len(found) != KEY_BYTES:
            raise NoKey(f"key {key_id} is not of {KEY_BYTES} bytes")
        return found

    def _path(self, key_id: str) -> Path:
        name = f"recordings-{key_id}.key"
        if _FILE.fullmatch(name) is None:
            raise NoKey("no key has such an id")
        return self._folder / name

    def _make(self) -> str:
        """Make the first key, whole or not at all: two processes that start at once agree on one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = self._folder / f".{secrets.token_hex(8)}.part"
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(partial, self._path(FIRST_ID))
        except FileExistsError:
            pass
        finally:
            partial.unlink()
        return FIRST_ID
