"""`python -m tools.tests`: all tests, three at a time; real ones that failed are tried again, alone.

A real test lives through seconds of sound with callers, Asterisk and browsers, and shares two cores with two others:
a stall of the machine can spoil it. Alone it must pass, at the second try at the latest, else the run has failed; so it
has when any other test failed, or more than MOST_AGAIN real ones did. What passed only alone is named at the end.
"""

import json
import subprocess
import sys
from pathlib import Path

from faultline.toolbox.folders import project

AT_ONCE = "3"
BESIDE = ("--dist", "loadfile", "--no-loadscope-reorder")
"""A file is one worker's; in the order of their names, so that the real ones, which take long, don't come last."""
MOST_AGAIN = 6
TRIES_ALONE = 2
REAL = "tests/real/"
TESTS_FAILED = 1
"""pytest's exit code for it (pytest.ExitCode.TESTS_FAILED)."""


def main(root: Path, at_once: str = AT_ONCE) -> int:
    """Run everything below the project's folder; pytest's exit code."""
    cache = root / "build" / "tests"
    code = run(root, cache, "--cache-clear", "-n", at_once, *BESIDE)
    if code != TESTS_FAILED:
        return code
    spoilt = failed = failures(cache)
    if not failed or len(failed) > MOST_AGAIN or not all(name.startswith(REAL) for name in failed):
        return code
    for _ in range(TRIES_ALONE):
        print(f"\n{len(failed)} real tests failed and are tried alone", flush=True)
        code = run(root, cache, *failed)
        if code != TESTS_FAILED:
            break
        failed = failures(cache)
    if code == 0:
        print("passed only alone:", *spoilt, sep="\n  ")
    return code


def run(root: Path, cache: Path, *words: str) -> int:
    """One run of pytest that notes in `cache` what failed; its exit code."""
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *words]
    return subprocess.run(command, cwd=root).returncode


def failures(cache: Path) -> list[str]:
    """Names of the tests that failed last."""
    noted = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(noted.read_text())) if noted.exists() else []


if __name__ == "__main__":
    sys.exit(main(project()))
