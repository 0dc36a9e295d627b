"""One of the FastAGI servers under comparison: prints its port and serves until it is killed.

usage: python -m bench.fastagi.serve faultline|panoramisk uvloop|asyncio COMMANDS
"""

import asyncio
import logging
import sys
from asyncio import AbstractEventLoop

import uvloop
from panoramisk.fast_agi import Application, Request
from prometheus_client import CollectorRegistry

from ivr.agi_limits import Limits
from ivr.agi_line import AgiLine
from ivr.agi_server import AgiServer


async def faultline(commands: int) -> int:
    """The product's server: one of the commands verifies the unique id, the others set a variable."""

    async def dialog(line: AgiLine) -> None:
        for _ in range(commands - 1):
            await line.set("A", "1")

    server = AgiServer(dialog, Limits(sessions=5_000, greetings=5_000), registry=CollectorRegistry())
    await server.start()
    return server.port


async def panoramisk(commands: int) -> int:
    """panoramisk's application, as its documentation shows it."""

    async def dialog(request: Request) -> None:
        for _ in range(commands):
            await request.send_command('SET VARIABLE "A" "1"')

    application = Application(loop=asyncio.get_running_loop())
    application.add_route("bench", dialog)
    server = await asyncio.start_server(application.handler, "127.0.0.1", 0, backlog=1024)
    return int(server.sockets[0].getsockname()[1])


async def serve(name: str, commands: int) -> None:
    """Print the port, then serve."""
    print(await {"faultline": faultline, "panoramisk": panoramisk}[name](commands), flush=True)
    await asyncio.Event().wait()


def loop_factory(name: str) -> AbstractEventLoop:
    """The event loop by name."""
    return uvloop.new_event_loop() if name == "uvloop" else asyncio.new_event_loop()


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    with asyncio.Runner(loop_factory=lambda: loop_factory(sys.argv[2])) as runner:
        runner.run(serve(sys.argv[1], int(sys.argv[3])))
