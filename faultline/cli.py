"""The command line: every command lives in faultline/commands/, this module only registers them.

A command's module is imported when it is asked for: `make setup` and scripts call some commands often,
and the service's libraries take seconds to load on a busy machine.
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

# One line per command, in alphabetical order: a typer app (several commands below one name) or a function.
COMMANDS = {
    "call": "faultline.commands.call:run",
    "cti": "faultline.commands.serve:cti",
    "db": "faultline.commands.db:app",
    "doctor": "faultline.commands.doctor:doctor",
    "export": "faultline.commands.export:run",
    "import": "faultline.commands.import_:run",
    "ivr": "faultline.commands.serve:ivr",
    "prompts": "faultline.commands.prompts:app",
    "replay": "faultline.commands.replay:run",
    "report": "faultline.commands.report:app",
    "run": "faultline.commands.serve:run",
    "users": "faultline.commands.users:app",
}


class Commands(TyperGroup):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every name, in the order of the list."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        found = getattr(import_module(module), attribute)
        shelf = typer.Typer(add_completion=False)
        if isinstance(found, typer.Typer):
            shelf.add_typer(found, name=cmd_name)
        else:
            shelf.command(cmd_name)(found)
        return get_group(shelf).commands[cmd_name]


app = typer.Typer(
    name="faultline",
    help="Faultline: a fault hotline on Asterisk.",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def faultline() -> None:
    """Faultline: a fault hotline on Asterisk."""
