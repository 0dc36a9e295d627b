"""Memory of a waiting call: growth of the server's resident memory by 1,000 dialogs that wait for an answer.

    python -m bench.fastagi.memory [--calls 1000] [--write]

The server runs in a process of its own. Each call has read its header block, verified its unique id and
asked the caller for a number; Asterisk has not answered yet. Goal: at most 40 kB a call.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

import uvloop
from prometheus_client import CollectorRegistry

from bench.fastagi.page import write
from ivr.agi_limits import Limits
from ivr.agi_line import AgiLine
from ivr.agi_server import AgiServer
from ivr.line import Keys
from ivr.scripted_asterisk import ScriptedAsterisk

TITLE = "## Memory of a waiting call"
ANSWERS = (b"200 result=1 (1700000000.1)\n", b"200 result=1\n", b"200 result=1\n")


async def serve(calls: int) -> None:
    """The server: prints its port, then its memory before and after, whenever asked on standard input."""
    waiting = 0

    async def dialog(line: AgiLine) -> None:
        nonlocal waiting
        line.step("line_number")
        waiting += 1
        await line.read([], Keys(max_digits=12))

    limits = Limits(sessions=2 * calls, greetings=2 * calls, answer_margin_seconds=600)
    server = AgiServer(dialog, limits, registry=CollectorRegistry())
    await server.start()
    print(server.port, flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(resident(), waiting, flush=True)


def resident() -> int:
    """Resident memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def wait_in_command(port: int) -> asyncio.StreamWriter:
    """One call that is left waiting in `Read`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(ScriptedAsterisk().greeting())
    for answer in ANSWERS:
        await reader.readline()
        writer.write(answer)
    assert (await reader.readline()).startswith(b'EXEC "Read"')
    return writer


async def measure(calls: int) -> float:
    """Bytes a call."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.fastagi.memory", "--serve", str(calls),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None

    async def ask() -> tuple[int, int]:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"\n")
        size, waiting = (await process.stdout.readline()).split()
        return int(size), int(waiting)

    port = int(await process.stdout.readline())
    lines = [await wait_in_command(port) for _ in range(20)]  # so that first-time costs do not count
    before, _ = await ask()
    for _ in range(calls // 50):
        lines += await asyncio.gather(*(wait_in_command(port) for _ in range(50)))
    after, waiting = await ask()
    process.stdin.close()
    await process.wait()
    assert waiting == len(lines), "every call waits"
    return (after - before) / (waiting - 20)


def main() -> None:
    """Measure, print, and write if asked to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=1000)
    options.add_argument("--serve", type=int, metavar="CALLS")
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    if asked.serve:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(asked.serve))
        return
    a_call = asyncio.run(measure(asked.calls)) / 1024
    print(f"{a_call:.1f} kB a waiting call ({asked.calls} calls; goal 40 kB)")
    if asked.write:
        write(
            TITLE,
            f"`python -m bench.fastagi.memory --write`. Resident memory of the service on uvloop grew by\n"
            f"{a_call:.1f} kB for each of {asked.calls:,} calls that wait in `Read` (goal: at most 40 kB).\n",
        )


if __name__ == "__main__":
    main()
