"""Two thousand desktops are two thousand open files: the limit is raised, never lowered."""

import subprocess
import sys

import pytest

ASK = """
import resource
from faultline.open_files import allow_open_files
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(allow_open_files(300), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "allowed", "why"),
    [
        (200, 400, 300, "as many as are wanted"),
        (200, 250, 250, "as many as the machine allows"),
        (350, 400, 350, "more than enough already"),
    ],
)
def test_the_limit(soft: int, hard: int, allowed: int, why: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(soft=soft, hard=hard)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(allowed), str(allowed), str(hard)], why
