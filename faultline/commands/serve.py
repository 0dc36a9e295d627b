"""`faultline run`, `ivr` and `cti`: serve until told to stop."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated

import typer
import uvloop
from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector

from cti.errors import Unavailable
from cti.http.server import HttpError
from cti.people.people import People
from desk.desk import Desk
from desk.errors import DeskUnavailable, SchemaMismatch
from faultline import __version__, examples
from faultline.asterisk import AgentEndpoint, Asterisk, AsteriskError, kept_up, knobs_followed
from faultline.asterisk.agent_watch import agent_endpoints, agents_followed
from faultline.asterisk.queue_watch import queues_followed
from faultline.commands.store import stopped
from faultline.examples.agent import LOGIN as AGENT
from faultline.examples.agent import bring_in_agent
from faultline.logs import set_up_logging
from faultline.nodes import each_node
from faultline.open_files import allow_open_files
from faultline.ports import require_service_ports
from faultline.service import GRACE_SECONDS as DIALOG_SECONDS
from faultline.service import dialogs, live_floor, opened_desk
from faultline.settings import Settings
from faultline.staff import opened_people
from faultline.toolbox import ToolboxError
from ivr.prompts.library import MissingPrompt

log = logging.getLogger(__name__)

GRACE_SECONDS = 60.0
"""How long calls under way may go on once the service was asked to end."""


@dataclass
class Stop:
    """What the operator asked for by SIGINT or SIGTERM: once to end, twice to end now."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    hurried: asyncio.Event = field(default_factory=asyncio.Event)

    def signal(self) -> None:
        """One more signal."""
        (self.hurried if self.asked.is_set() else self.asked).set()


def run(
    keep_asterisk: Annotated[
        bool, typer.Option("--keep-asterisk", help="Leave Asterisk and its calls alone when this ends.")
    ] = False,
) -> None:
    """Serve everything: Asterisk, dialogs, live floor, HTTP. Ctrl-C ends it politely."""
    settings = Settings()

    async def serve(stop: Stop) -> None:
        await _everything(settings, stop, keep_asterisk=keep_asterisk)

    _serve("run", settings, serve)


def ivr() -> None:
    """Serve the dialogs alone: FastAGI beside an Asterisk."""
    settings = Settings()

    async def serve(stop: Stop) -> None:
        async with opened_desk(settings) as desk, dialogs(settings, desk, _registry()):
            await stop.asked.wait()

    _serve("ivr", settings, serve)


def cti() -> None:
    """Serve the live floor alone: the link to each Asterisk node, call records, HTTP."""
    settings = Settings()

    async def serve(stop: Stop) -> None:
        async with contextlib.AsyncExitStack() as stack:
            for node in each_node(settings):
                node.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
                desk = await stack.enter_async_context(opened_desk(node))
                people = await stack.enter_async_context(opened_people(node, desk.database))
                floor = live_floor(node, desk, people, _registry(), typer.echo)
                await stack.enter_async_context(floor)
            await stop.asked.wait()

    _serve("cti", settings, serve)


async def _everything(settings: Settings, stop: Stop, *, keep_asterisk: bool) -> None:
    require_service_ports(settings)
    registry = _registry()
    async with opened_desk(settings) as desk, opened_people(settings, desk.database) as people:
        if settings.bind.is_loopback:
            await _first_try(settings, desk, people)
        asterisk = Asterisk(settings, await _telephones(people))
        async with dialogs(settings, desk, registry) as server:
            await asyncio.to_thread(asterisk.start)
            async with (
                live_floor(settings, desk, people, registry, typer.echo),
                knobs_followed(asterisk),
                agents_followed(asterisk, people),
                queues_followed(asterisk, people, settings.queues),
            ):
                _greet(settings, asterisk)
                if keep_asterisk:
                    await stop.asked.wait()
                    await server.close(DIALOG_SECONDS)  # as long as the live floor sees how calls end
                    return
                async with kept_up(asterisk):
                    await stop.asked.wait()
                await _let_calls_end(asterisk, stop)


async def _first_try(settings: Settings, desk: Desk, people: People) -> None:
    """On an empty desk: made-up lines, and an agent who can see the reports on them."""
    with contextlib.suppress(DeskUnavailable):
        if await examples.bring_in(desk.database, settings.site_zone):
            password = await bring_in_agent(people)
            if password is not None:
                typer.echo(f"Sample agent: sign in as {AGENT} with {password} (shown this once)")


async def _telephones(people: People) -> tuple[AgentEndpoint, ...] | None:
    """Agents' telephones; None, and so those of the last start, while the database is away."""
    try:
        return await agent_endpoints(people)
    except Unavailable:
        return None


async def _let_calls_end(asterisk: Asterisk, stop: Stop) -> None:
    """No new calls; those under way have their time, unless the operator asks a second time."""
    typer.echo("Waiting for calls under way to end; Ctrl-C again ends them now.", err=True)
    ending = asyncio.create_task(asyncio.to_thread(asterisk.stop, GRACE_SECONDS))
    hurry = asyncio.create_task(stop.hurried.wait())
    await asyncio.wait({ending, hurry}, return_when=asyncio.FIRST_COMPLETED)
    hurry.cancel()
    if not ending.done():
        await asyncio.to_thread(asterisk.stop)
    await ending


def _greet(settings: Settings, asterisk: Asterisk) -> None:
    version = ".".join(str(part) for part in asterisk.program.version)
    address = (settings.public_url or f"http://{_host(settings)}:{settings.http_port}").rstrip("/")
    page = f"  call     {address}/call call the hotline from this page, no account\n"
    typer.echo(
        f"""
Faultline {__version__} is ready.
{page if settings.call_page_on else ""}  desktop  {address}/
  health   {address}/readyz
  calls    sip:112@{settings.bind}:{settings.sip_port} fault report, sip:1000@… menu (Asterisk {version})
  data     {settings.folder}
Forgot a password: .venv/bin/faultline users reset-password NAME
"""
    )


def _host(settings: Settings) -> str:
    """The name under which a browser on this machine finds the service."""
    if settings.bind.is_unspecified:
        return socket.gethostname()
    return f"[{settings.bind}]" if settings.bind.version == 6 else str(settings.bind)


def _serve(command: str, settings: Settings, serve: Callable[[Stop], Awaitable[None]]) -> None:
    """Run until SIGINT or SIGTERM; what an operator can mend ends with one line and 1."""
    set_up_logging(personal=settings.log_personal, as_json=settings.log_json)
    settings.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    allow_open_files()
    try:
        uvloop.run(_until_signalled(serve))
    except asyncio.CancelledError:
        raise stopped(command, "a part of the service failed, see above") from None
    except SchemaMismatch as error:
        raise stopped(command, f"the database is not of this version: {error}") from error
    except (AsteriskError, HttpError, MissingPrompt, ToolboxError, OSError, ValueError) as error:
        raise stopped(command, str(error)) from error


async def _until_signalled(serve: Callable[[Stop], Awaitable[None]]) -> None:
    stop = Stop()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.signal)
    await serve(stop)


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return registry
