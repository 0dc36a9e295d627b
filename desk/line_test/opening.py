"""Which test head a site uses: the lab or a REST head, from one setting."""

from pathlib import Path

from desk.line_test.head import TestHead
from desk.line_test.http import HttpHead
from desk.line_test.lab import LabHead

STAGING_FILE = "lab.toml"
"""In the data folder; see `staging`."""
TOKEN_FILE = "secrets/test_head"  # noqa: S105 - a file's name
"""In the data folder: the bearer token of a REST head, when it wants one."""


def open_head(which: str, data: Path) -> TestHead:
    """The head that `settings.test_head` names: `lab`, or the http(s) address of a REST head.

    Raises ValueError for anything else, and for plain http to another machine.
    """
    if which == "lab":
        return LabHead(data / STAGING_FILE)
    token = data / TOKEN_FILE
    return HttpHead(which, token=token.read_text(encoding="ascii").strip() if token.exists() else None)
