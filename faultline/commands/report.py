"""`faultline report list|show|mend|close|message`: what the field side does with fault reports (F1.5, F1.6)."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from desk import reports
from desk.errors import BadRecording, UnknownReport
from desk.models import ReportStatus
from faultline.commands.store import run_with_store, stopped
from faultline.settings import Settings

app = typer.Typer(
    help="Fault reports: list, show, mend, close, leave the caller a message.", no_args_is_help=True
)

Number = Annotated[str, typer.Argument(help="The report's number.", show_default=False)]
_HIDDEN = {"id", "report_id"}


@app.command("list")
def list_(
    line: Annotated[str | None, typer.Option("--line", help="Of this line only.", show_default=False)] = None,
    status: Annotated[
        ReportStatus | None, typer.Option("--status", help="In this state only.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10000, help="How many at most.")] = 50,
) -> None:
    """List the newest reports, newest first."""
    settings = Settings()
    found = run_with_store(
        "report list",
        settings,
        lambda database: reports.list_reports(database, line_number=line, status=status, limit=limit),
    )
    for report in found:
        typer.echo(_line(report, ZoneInfo(settings.site_zone)))


@app.command()
def show(number: Number) -> None:
    """Show one report with its history and voice messages."""
    settings = Settings()
    zone = ZoneInfo(settings.site_zone)
    try:
        found = run_with_store(
            "report show", settings, lambda database: reports.report_details(database, number)
        )
    except UnknownReport as error:
        raise stopped("report show", f"there is no report {number}") from error
    _print(found.report, zone)
    for title, rows in (("history", found.events), ("voice messages", found.messages)):
        typer.echo(f"{title}:")
        for row in rows:
            shown = {name: value for name, value in row.items() if name not in _HIDDEN and value}
            typer.echo("  " + ", ".join(f"{name} {_text(value, zone)}" for name, value in shown.items()))


@app.command()
def mend(number: Number) -> None:
    """Mark a report mended: from now on callers hear that the line works again (F1.5)."""
    try:
        mended = run_with_store("report mend", Settings(), lambda database: reports.mend(database, number))
    except UnknownReport as error:
        raise stopped("report mend", f"there is no report {number}") from error
    typer.echo(f"report {number} is mended" if mended else f"report {number} was mended before")


@app.command()
def close(number: Number) -> None:
    """Close a report: the customer has been asked, nothing is left to be done."""
    try:
        closed = run_with_store("report close", Settings(), lambda database: reports.close(database, number))
    except UnknownReport as error:
        raise stopped("report close", f"there is no report {number}") from error
    typer.echo(f"report {number} is closed" if closed else f"report {number} was closed before")


@app.command()
def message(
    number: Number,
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            readable=True,
            help="Sound, 2 minutes at most. Whoever keys the line's number hears it: no names, no addresses.",
            show_default=False,
        ),
    ],
) -> None:
    """Leave the technician's voice message for a caller who reports the same fault again (F1.6).

    Callers are not asked who they are: put nothing into it that a stranger must not hear (S17).
    """
    settings = Settings()
    try:
        kept = run_with_store(
            "report message",
            settings,
            lambda database: reports.leave_message(database, settings.folder, number, file),
        )
    except UnknownReport as error:
        raise stopped("report message", f"there is no report {number}") from error
    except BadRecording as error:
        raise stopped("report message", f"{file.name}: {error}") from error
    typer.echo(f"kept as {kept.relative_to(settings.folder)}")


def _line(report: Mapping[str, Any], zone: ZoneInfo) -> str:
    confirmed = "confirmed" if report["confirmed"] else "unconfirmed"
    left = f", hung up after keying {report['keys_left']}" if report["keys_left"] else ""
    return (
        f"{report['number']}  {_text(report['created_at'], zone)}  line {report['line_number'] or '-'}  "
        f"{report['status']}, {confirmed}, {report['outcome']}, repeats {report['repeat_count']}{left}"
    )


def _print(report: Mapping[str, Any], zone: ZoneInfo) -> None:
    for name, value in report.items():
        if name not in _HIDDEN:
            typer.echo(f"{name}: {_text(value, zone)}")


def _text(value: object, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(sep=" ", timespec="seconds")
    return "-" if value is None else str(value)
