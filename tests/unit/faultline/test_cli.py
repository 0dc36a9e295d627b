"""The command line: what stays put for operators, and what a command costs that needs little."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from faultline.cli import COMMANDS, app

PROMISED = ("run", "ivr", "cti", "doctor", "prompts", "db", "import", "export", "call", "report", "users")


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(app, [name, "--help"])
    assert result.exit_code == 0
    assert f"faultline {name}" in result.output


def test_the_overview_lists_every_command() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f" {name} " in result.output


def test_an_unknown_command_is_an_error_that_names_it() -> None:
    result = CliRunner().invoke(app, ["nope"])
    assert result.exit_code == 2
    assert "nope" in result.output


def test_a_command_does_not_load_what_the_others_need() -> None:
    asked = (
        "import sys, faultline.cli; print([m for m in ('sqlalchemy', 'scipy', 'uvloop') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
