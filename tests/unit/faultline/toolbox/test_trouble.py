"""What tools say when they fail becomes one line with the way out."""

from pathlib import Path

import pytest

from faultline.toolbox.trouble import ToolboxError, explain, require_space


@pytest.mark.parametrize(
    ("output", "meaning"),
    [
        ("Err:1 http://m.example Temporary failure resolving 'm.example'", "no network"),
        ("W: Failed to fetch … Could not connect to m.example:80", "no network"),
        ("NewConnectionError('<pip…>: Failed to establish a new connection')", "no network"),
        ("E: You don't have enough free space in /x/archives/.", "disk is full"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("dpkg-deb: error: … Disk quota exceeded", "disk is full"),
        ("The following signatures couldn't be verified: NO_PUBKEY 0123", "signature can't be verified"),
        ("E: The repository 'http://m.example' is not signed.", "signature can't be verified"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "differs from"),
        ("error: command 'gcc' failed: No such file or directory", "no C compiler"),
        ("error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1", "no C compiler"),
        ("ERROR: No matching distribution found for x==1", "no build of it"),
        ("E: Unable to locate package asterisk", "can't deliver"),
        ("E: Could not open lock file - open (13: Permission denied)", "may not be written"),
        ("Get:1 …\nE: Something new\nmore words", "E: Something new"),
        ("just words\n", "just words"),
        ("", "without a word"),
    ],
)
def test_a_failure_is_explained(output: str, meaning: str, tmp_path: Path) -> None:
    explained = explain(output, tmp_path)
    assert meaning in explained
    assert "\n" not in explained


def test_a_disk_that_is_too_small_is_said_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(ToolboxError, match=r"disk full: \d+ MB are needed"):
        require_space(tmp_path, 10**18)
