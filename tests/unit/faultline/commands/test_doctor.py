"""`faultline doctor` as it is typed: exit code, table, JSON, and settings with secrets hidden."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from faultline.cli import app


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    for name, value in {"DATA": "data", "ADMIN_PASSWORD": "canary-1", "HTTP_PORT": "8199"}.items():
        monkeypatch.setenv(f"FAULTLINE_{name}", value)
    return CliRunner(env={"COLUMNS": "200"})


def test_something_broken_gives_exit_code_1_and_a_remedy(runner: CliRunner) -> None:
    done = runner.invoke(app, ["doctor"])
    assert done.exit_code == 1
    assert "[fail]" in done.stdout
    assert "→ `faultline prompts build`" in done.stdout


def test_json_has_the_same_findings(runner: CliRunner) -> None:
    done = runner.invoke(app, ["doctor", "--json"])
    findings = json.loads(done.stdout)
    assert done.exit_code == 1
    assert {"name", "state", "says", "do"} == set(findings[0])
    assert {finding["state"] for finding in findings} <= {"ok", "warn", "fail"}


def test_settings_show_where_each_came_from_and_no_secret(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "faultline.toml").write_text(
        'node = "branch-7"\ndatabase_url = "postgresql+asyncpg://hotline:canary-2@db.example/f?password=canary-3"\n'
        'test_head = "https://me:canary-4@head.example/api?key=canary-5"\n'
    )
    done = runner.invoke(app, ["doctor", "--settings", "--json"])
    shown = {row["name"]: (row["value"], row["source"]) for row in json.loads(done.stdout)}
    assert done.exit_code == 0
    assert shown["http_port"] == ("8199", "environment")
    assert shown["node"] == ("branch-7", "faultline.toml")
    assert shown["agi_port"] == ("4573", "default")
    assert shown["admin_password"] == ("***", "environment")
    assert shown["database_url"] == ("postgresql+asyncpg://hotline:***@db.example/f", "faultline.toml")
    assert "canary" not in done.stdout


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("http_port = 0", "FAULTLINE_HTTP_PORT"),
        ("teapot = 1", "FAULTLINE_TEAPOT"),
        ("http_port = ", "faultline.toml can't be read"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str, says: str
) -> None:
    monkeypatch.delenv("FAULTLINE_HTTP_PORT")
    (tmp_path / "faultline.toml").write_text(toml)
    done = runner.invoke(app, ["doctor"])
    assert done.exit_code == 1
    assert says in done.stdout
