"""`faultline replay FILE… | --since TIME`: fold the floor's log again and print the figures (K2, K3)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from cti.event_log.entry import Entry
from cti.event_log.reading import read, read_file
from cti.event_log.replay import Replay
from cti.floor.figures import AgentFigures, Figures, QueueFigures
from cti.floor.standing import RUN_UP
from faultline.commands.store import moment, stopped
from faultline.settings import Settings

SHOWN = ("ready", "talking", "on_hold", "wrap_up", "paused")


def run(
    files: Annotated[list[Path] | None, typer.Argument(help="Files of a floor log.", exists=True)] = None,
    since: Annotated[
        str | None, typer.Option(help="From this time on, from this node's own log; ISO 8601, site's zone.")
    ] = None,
) -> None:
    """Fold a log of the live floor again and print its figures."""
    settings = Settings()
    zone = ZoneInfo(settings.site_zone)
    if bool(files) == (since is not None):
        raise typer.BadParameter("give files, or --since TIME")
    begins = moment(since, zone)
    replay = Replay(since=begins.timestamp() if begins else 0.0)
    try:
        replay.take(_of_files(files) if files else _of_node(settings, begins))
    except OSError as error:
        raise stopped("replay", str(error)) from error
    for line in figures_shown(replay.figures, zone):
        typer.echo(line)


def _of_files(files: list[Path]) -> Iterator[Entry]:
    for file in files:
        yield from read_file(file)


def _of_node(settings: Settings, begins: datetime | None) -> Iterator[Entry]:
    first = begins.timestamp() - RUN_UP if begins else None
    return read(settings.folder / "floor-log", settings.node, since=first)


def figures_shown(figures: Figures, zone: ZoneInfo) -> Iterator[str]:
    """The figures as lines of text."""
    if not figures.events:
        yield "no events"
        return
    yield f"events       {figures.events}, {_time(figures.first_at, zone)} to {_time(figures.last_at, zone)}"
    yield (
        f"calls        {figures.calls} begun, {figures.ended} ended, {figures.unseen_ends} of them unseen, "
        f"{figures.voicemail} to the voice box, {figures.callbacks} call-backs"
    )
    yield f"agents       {figures.answered} answered, {figures.abandoned} abandoned"
    yield f"K2           {_rate(figures.answer_rate)} within 20 s"
    results = ", ".join(f"{count} {result}" for result, count in sorted(figures.transfers_by_result.items()))
    yield f"K3           {_rate(figures.transfer_rate)} within 15 s of {figures.transfers} transfers {results}".rstrip()
    for name, queue in sorted(figures.queues.items()):
        yield _queue(name, queue)
    for extension, agent in sorted(figures.agents.items()):
        yield _agent(extension, agent)


def _queue(name: str, queue: QueueFigures) -> str:
    average = queue.waited / queue.answered if queue.answered else 0.0
    return (
        f"queue {name}: {queue.answered} answered, {queue.in_time} within 20 s, {queue.abandoned} abandoned, "
        f"waited {average:.1f} s on average, {queue.waited_most:.1f} s at most, asked {queue.overflow_prompts} times"
    )


def _agent(extension: str, agent: AgentFigures) -> str:
    times = ", ".join(f"{state} {agent.seconds.get(state, 0.0):.0f} s" for state in SHOWN)
    return f"agent {extension}: {agent.answered} answered, {times}"


def _rate(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.1%}"


def _time(at: float, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(at, zone).isoformat(timespec="seconds")
