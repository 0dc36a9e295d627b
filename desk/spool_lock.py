"""One process at a time empties a spool folder that Asterisk fills; the others stand by."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def alone_in(spool: Path) -> Iterator[bool]:
    """Whether this process is the one, for as long as the context lasts. Makes the folder. Raises OSError."""
    spool.mkdir(mode=0o750, parents=True, exist_ok=True)
    lock = os.open(spool / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        yield False
        return
    try:
        yield True
    finally:
        os.close(lock)
