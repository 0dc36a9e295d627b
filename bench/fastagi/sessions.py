"""FastAGI sessions a second: ours, panoramisk's on uvloop, and a bare epoll loop in C, in one run.

    python -m bench.fastagi.sessions [--rounds 5] [--seconds 1] [--write]

Every server is pinned to core 0, the load generator (C) to core 1; the servers take turns, round by round.
A session is one connection with the header block and 20 commands, each answered at once. `--write` puts the
figures into docs/performance.md. Needs a C compiler and two cores.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.fastagi.page import write

HERE = Path(__file__).parent
TITLE = "## FastAGI sessions"
COMMANDS = "20"
CALLS_AT_ONCE = (1, 100, 1000)
GOAL_OF_C, GOAL_OF_PANORAMISK = 0.55, 1.7
SERVER_CORE, LOAD_CORE = "0", "1"
SERVERS = {
    "C epoll loop": ["{build}/epoll_agi", COMMANDS],
    "ours on uvloop": [sys.executable, "-m", "bench.fastagi.serve", "faultline", "uvloop", COMMANDS],
    "panoramisk on uvloop": [sys.executable, "-m", "bench.fastagi.serve", "panoramisk", "uvloop", COMMANDS],
    "ours on asyncio's loop": [sys.executable, "-m", "bench.fastagi.serve", "faultline", "asyncio", COMMANDS],
}


@dataclass(slots=True)
class Figures:
    """One server at one number of calls: a figure a round."""

    a_second: list[float] = field(default_factory=list)
    a_cpu_second: list[float] = field(default_factory=list)
    load_cpu: list[float] = field(default_factory=list)


@contextmanager
def server(words: list[str]) -> Iterator[tuple[int, str]]:
    """A server on core 0: its process id and port."""
    process = subprocess.Popen(
        ["taskset", "-c", SERVER_CORE, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        yield process.pid, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used, in seconds."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def measure(figures: Figures, load: Path, pid: int, port: str, calls: int, seconds: float) -> None:
    """One round."""
    begun = cpu_seconds(pid)
    words = ["taskset", "-c", LOAD_CORE, str(load), port, str(calls), str(seconds), COMMANDS]
    finished, odd, took, share = subprocess.check_output(words, text=True).split()
    if int(odd):
        raise SystemExit(f"{odd} sessions had another number of commands")
    figures.a_second.append(int(finished) / float(took))
    figures.a_cpu_second.append(int(finished) / (cpu_seconds(pid) - begun))
    figures.load_cpu.append(float(share))


def run(rounds: int, seconds: float) -> dict[tuple[str, int], Figures]:
    """All servers at all numbers of calls."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or (os.cpu_count() or 1) < 2:
        raise SystemExit("needs a C compiler (cc) and two cores")
    results = {(name, calls): Figures() for name in SERVERS for calls in CALLS_AT_ONCE}
    with tempfile.TemporaryDirectory() as build, ExitStack() as stack:
        for program in ("epoll_agi", "agi_load"):
            subprocess.check_call([compiler, "-O2", "-o", f"{build}/{program}", str(HERE / f"{program}.c")])
        servers = {
            name: stack.enter_context(server([word.format(build=build) for word in words]))
            for name, words in SERVERS.items()
        }
        for calls in CALLS_AT_ONCE:
            for _ in range(rounds):
                for name, (pid, port) in servers.items():
                    length = seconds * (
                        3 if calls >= 1000 else 1
                    )  # many calls end together, so wait for several
                    measure(results[name, calls], Path(build) / "agi_load", pid, port, calls, length)
    return results


def table(results: dict[tuple[str, int], Figures]) -> str:
    """Medians, and ratios to the C loop and to panoramisk."""
    rows = [
        "| calls at once | server | sessions/s | sessions per CPU second | ÷ C loop | ÷ panoramisk |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for calls in CALLS_AT_ONCE:
        c, other = (
            statistics.median(results[name, calls].a_cpu_second)
            for name in ("C epoll loop", "panoramisk on uvloop")
        )
        for name in SERVERS:
            figures = results[name, calls]
            own = statistics.median(figures.a_cpu_second)
            wall = statistics.median(figures.a_second)
            rows.append(
                f"| {calls} | {name} | {wall:,.0f} | {own:,.0f} | {own / c:.2f} | {own / other:.2f} |"
            )
    return "\n".join(rows)


def verdict(results: dict[tuple[str, int], Figures]) -> str:
    """The goal at 100 calls at once, and whether it was met."""
    ours, c, other = (
        statistics.median(results[name, 100].a_cpu_second)
        for name in ("ours on uvloop", "C epoll loop", "panoramisk on uvloop")
    )
    met = "met" if ours / c >= GOAL_OF_C and ours / other >= GOAL_OF_PANORAMISK else "missed"
    return (
        f"Goal at 100 calls at once: at least {GOAL_OF_C:.2f} of the C loop and {GOAL_OF_PANORAMISK} times"
        f" panoramisk. Measured {ours / c:.2f} and {ours / other:.2f}: {met}."
    )


def section(figures: str, goal: str, rounds: int, seconds: float, load: tuple[float, float, float]) -> str:
    """What goes into docs/performance.md."""
    return f"""`python -m bench.fastagi.sessions --rounds {rounds} --seconds {seconds:g} --write`. A session
is a connection with Asterisk's header block and 20 commands, each awaited; ours verifies the unique id
with the first of them (S1), goes through `AgiLine` and counts its metrics. Servers on core 0, the load
generator on core 1, in turns; medians of {rounds} rounds, each call ended in its own way. Ratios are of
sessions per CPU second of the server, so other work on the machine weighs less; the load average was
{load[0]:.1f} on {os.cpu_count()} cores.

{figures}

{goal}
"""


def main() -> None:
    """Measure, print, and write if asked to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=1.0)
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    results = run(asked.rounds, asked.seconds)
    print(table(results))
    goal = verdict(results)
    print(f"\n{goal}")
    busiest = max(max(figures.load_cpu) for figures in results.values())
    print(f"\nload generator: at most {busiest:.0%} of its core")
    if asked.write:
        figures = section(table(results), goal, asked.rounds, asked.seconds, os.getloadavg())
        write(TITLE, figures)


if __name__ == "__main__":
    main()
