"""Whether somebody still writes to a file, asked of the kernel.

Linux grants a read lease only on a file that nobody has open for writing (fcntl(2), F_SETLEASE): so a recording is
known to be finished the moment Asterisk closes it, or dies. File systems without leases (NFS) give no answer.
"""

import errno
import fcntl
import os
from pathlib import Path


def being_written(path: Path) -> bool | None:
    """True: open for writing somewhere; None: this file system can't tell. Raises OSError when it is gone."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return True if error.errno == errno.EAGAIN else None
    finally:
        os.close(descriptor)
    return False
