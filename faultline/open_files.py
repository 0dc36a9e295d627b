"""How many files and connections the process may hold: each desktop and each dialog is one."""

import resource

WANTED = 65_536


def allow_open_files(wanted: int = WANTED) -> int:
    """Raise the soft limit as far as the machine lets us, never lower it; what it is then (getrlimit(2))."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft == unlimited or soft >= wanted:
        return soft
    allowed = wanted if hard == unlimited else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed
