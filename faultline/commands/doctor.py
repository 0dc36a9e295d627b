"""`faultline doctor`: look at everything that can be wrong and say what to do; exit code 1 when something
is.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from faultline.doctor import Finding, State, examine, read_settings
from faultline.doctor.settings_shown import Shown, shown_settings

_STYLES = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red"}


def doctor(
    settings: Annotated[bool, typer.Option("--settings", help="Print the settings, secrets hidden.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Check everything that can be wrong and say what to do."""
    read = read_settings()
    if isinstance(read, list):
        _print(read, as_json=as_json)
    elif settings:
        _print(shown_settings(read), as_json=as_json)
        return
    else:
        read = list(examine(read))
        _print(read, as_json=as_json)
    if any(finding.state is State.FAIL for finding in read):
        raise typer.Exit(1)


def _print(rows: Sequence[Finding] | Sequence[Shown], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False, markup=False)
    console.print(_table(rows))


def _table(rows: Sequence[Finding] | Sequence[Shown]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(3):
        table.add_column(overflow="fold")
    for row in rows:
        if isinstance(row, Shown):
            table.add_row(row.name, row.value, row.source)
        else:
            table.add_row(f"[{row.state}]", row.name, _words(row), style=_STYLES[row.state])
    return table


def _words(finding: Finding) -> str:
    return f"{finding.says}\n  → {finding.do}" if finding.do else finding.says
