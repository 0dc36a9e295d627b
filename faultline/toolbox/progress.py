"""Running a tool that takes long: its output goes to a log file, a short line tells how far it is."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from faultline.toolbox.trouble import ToolboxError, explain

STEP = 25
"""Without a terminal, only every so many steps get a line."""


def say(text: str) -> None:
    """Tell the person at the terminal; standard error, so that a command's result stays clean."""
    print(text, file=sys.stderr, flush=True)


class Counter:
    """Counts steps of long work: in place on a terminal, in a line now and then elsewhere."""

    def __init__(self, what: str, total: int | None = None) -> None:
        self._what, self._total, self._done = what, total, 0

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        of = f"/{self._total}" if self._total else ""
        text = f"{self._what} {self._done}{of}"
        if sys.stderr.isatty():
            print(f"\r{text}", end="\n" if self._done == self._total else "", file=sys.stderr, flush=True)
        elif self._done % STEP == 0 or self._done == self._total:
            say(text)

    def close(self) -> None:
        """End the line on a terminal when the total was not known beforehand."""
        if sys.stderr.isatty() and self._done != self._total:
            print(file=sys.stderr, flush=True)


def follow(
    command: Sequence[str],
    log: Path,
    *,
    on_line: Callable[[str], None] = lambda _: None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> str:
    """Run a tool to its end, in `folder`, and return its output, which is also added to `log`.

    Raises ToolboxError with one explaining line when the tool fails or is not there.
    """
    lines: list[str] = []
    try:
        with (
            log.open("a") as file,
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=folder,
                text=True,
                errors="replace",
            ) as process,
        ):
            for line in process.stdout or ():
                lines.append(line)
                file.write(line)
                on_line(line)
    except FileNotFoundError as missing:
        raise ToolboxError(f"{command[0]} is not installed on this machine") from missing
    output = "".join(lines)
    if process.returncode:
        raise ToolboxError(f"{explain(output, log.parent)} (details: {log})")
    return output
