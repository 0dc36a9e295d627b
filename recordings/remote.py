"""Troubles of an object store as OSError, whatever its client calls them: botocore's are no kind of OSError, and a
store that is away must be an archive that does not answer, not an error of ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import BinaryIO


@contextmanager
def as_os_error() -> Iterator[None]:
    """Raise OSError for whatever is raised inside; what is one stays as it is."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:  # a client's own, of which there are as many as clients
        raise OSError(f"the archive does not answer: {type(error).__name__}") from error


class RemoteFile:
    """A stored object, open for reading; what goes wrong on the way is an OSError."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """So many bytes at most; all that are left when negative."""
        with as_os_error():
            return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._file.seek(offset, whence)

    def close(self) -> None:
        """Close it."""
        self._file.close()

    def __enter__(self) -> "RemoteFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
