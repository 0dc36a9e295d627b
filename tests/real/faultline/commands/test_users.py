"""`faultline users` as an operator uses it, on both databases, and the first administrator (H16)."""

import asyncio
import re
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cti.errors import NotSignedIn
from cti.people.administrator import ensure_administrator
from cti.people.people import People
from desk.database import schema
from desk.database.database import Database
from desk.models import AuditRow, UserRow
from faultline.asterisk.agent_watch import agent_endpoints
from faultline.cli import app
from faultline.settings import Settings
from faultline.staff import opened_people
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real

ADD = ("users", "add", "sample.agent", "--role", "junior_agent", "--extension", "8001")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of a site without a settings file, on SQLite."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAULTLINE_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def each_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Path:
    """The same, once on SQLite and once on PostgreSQL."""
    monkeypatch.setenv("FAULTLINE_DATABASE_URL", database_url)
    return folder


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """A loop to look at things on, beside commands that have their own."""
    with asyncio.Runner() as runner:
        yield runner


def faultline(*words: str) -> Result:
    return CliRunner().invoke(app, words)


async def people_do(work: Any) -> Any:
    """Do something with this site's people."""
    settings = Settings()
    database = Database(settings.store_url)
    await schema.upgrade(database)
    try:
        async with opened_people(settings, database) as people:
            return await work(people)
    finally:
        await database.close()


def signs_in(runner: asyncio.Runner, login: str, password: str) -> bool:
    async def sign_in(people: People) -> bool:
        try:
            await people.sign_in(login, password, "192.0.2.1")
        except NotSignedIn:
            return False
        return True

    return bool(runner.run(people_do(sign_in)))


def printed_password(done: Result) -> str:
    found = re.search(r"^password: (\S+)$", done.stdout, re.MULTILINE)
    assert found is not None, done.output
    return found[1]


def test_a_user_is_added_and_the_credentials_printed_once(each_folder: Path, runner: asyncio.Runner) -> None:
    done = faultline(*ADD, "--skill", "junior", "--skill", "english:2", "--team", "North")
    assert (done.exit_code, done.stderr) == (0, "")
    assert re.search(r"^telephone: user 8001, password \S{32}$", done.stdout, re.MULTILINE)
    password = printed_password(done)
    assert signs_in(runner, "sample.agent", password)
    listed = faultline("users", "list")
    assert listed.stdout == "sample.agent  junior_agent  extension 8001  english:2 junior:1\n"
    again = faultline("users", "reset-password", "sample.agent")
    assert not signs_in(runner, "sample.agent", password)
    assert signs_in(runner, "sample.agent", printed_password(again))
    key = each_folder / "data" / "secrets" / "telephones"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_user_is_changed_disabled_and_enabled(folder: Path, runner: asyncio.Runner) -> None:
    password = printed_password(faultline(*ADD))
    for words in (
        ("role", "sample.agent", "senior_agent", "surveyor"),
        ("skill", "sample.agent", "senior"),
        ("extension", "sample.agent", "8002", "--browser"),
    ):
        assert faultline("users", *words).exit_code == 0, words
    assert (
        faultline("users", "list").stdout == "sample.agent  senior_agent,surveyor  extension 8002  senior:1\n"
    )
    [agent] = runner.run(people_do(agent_endpoints))
    assert (agent.extension, agent.queue, agent.browser, len(agent.digest)) == ("8002", "senior", True, 32)
    assert faultline("users", "disable", "sample.agent").exit_code == 0
    assert not signs_in(runner, "sample.agent", password)
    assert runner.run(people_do(agent_endpoints)) == ()
    assert faultline("users", "list").stdout == ""
    assert faultline("users", "list", "--all").stdout.endswith("disabled\n")
    assert faultline("users", "enable", "sample.agent").exit_code == 0
    assert signs_in(runner, "sample.agent", password)

    async def logged(people: People) -> Any:
        return await rows(people.store.database, AuditRow)

    acts = [(row["person"], row["via"], row["action"]) for row in runner.run(people_do(logged))]
    assert acts[0] == ("cli", "cli", "users.create")
    assert acts.count(("cli", "cli", "users.change")) == 5


REFUSED: list[tuple[str, tuple[str, ...], str]] = [
    ("a name that is none", ("add", "Sample Agent", "--role", "field"), "login: "),
    ("an extension that is none", ("add", "other", "--role", "field", "--extension", "9001"), "extension: "),
    (
        "an extension that is taken",
        ("add", "other", "--role", "field", "--extension", "8001"),
        "the extension is taken",
    ),
    ("a name that is taken", ("add", "sample.agent", "--role", "field"), "the name is taken"),
    ("a level that is none", ("skill", "sample.agent", "junior:0"), "skills.junior: "),
    ("a network that is none", ("network", "sample.agent", "home"), "networks.0: "),
    ("nobody", ("disable", "nobody"), "there is no such user"),
    (
        "a superior who is nobody",
        ("add", "other", "--role", "field", "--superior", "nobody"),
        "there is no such user",
    ),
]


def test_what_makes_no_sense_is_refused_in_one_line(folder: Path) -> None:
    assert faultline(*ADD).exit_code == 0
    for reason, words, said in REFUSED:
        done = faultline("users", *words)
        assert (done.exit_code, done.stdout) == (1, ""), reason
        assert said in done.stderr, reason
        assert done.stderr.count("\n") == 1, reason
    assert faultline("users", "add", "other", "--role", "king").exit_code == 2


def test_without_the_key_telephones_are_left_out_and_the_rest_works(
    folder: Path, runner: asyncio.Runner, caplog: pytest.LogCaptureFixture
) -> None:
    faultline(*ADD)
    (folder / "data" / "secrets" / "telephones").unlink()
    assert runner.run(people_do(agent_endpoints)) == ()
    assert "A telephone is left out" in caplog.text
    assert faultline("users", "reset-password", "sample.agent", "--telephone").exit_code == 0
    assert len(runner.run(people_do(agent_endpoints))) == 1


@pytest.fixture
async def people(database_url: str, tmp_path: Path) -> AsyncIterator[People]:
    """People of a site without users."""
    database = Database(database_url)
    await schema.upgrade(database)
    async with opened_people(Settings(data=tmp_path), database) as people:
        yield people
    await database.close()


async def test_the_first_administrator_is_made_once_by_one_of_many(people: People) -> None:
    made = [made for made in await asyncio.gather(*(ensure_administrator(people) for _ in range(4))) if made]
    assert len(made) == 1
    person, _ = await people.sign_in("admin", made[0], "192.0.2.1")
    assert "administrator" in person.roles
    assert await ensure_administrator(people) is None
    assert await ensure_administrator(people, "another one of the tests") is None
    assert len(await rows(people.store.database, UserRow)) == 1


async def test_a_chosen_password_is_not_told(people: People) -> None:
    assert await ensure_administrator(people, "chosen by operations") is None
    assert (await people.sign_in("admin", "chosen by operations", "192.0.2.1"))[0].login == "admin"


async def test_somebody_else_called_admin_is_left_alone(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    await ensure_administrator(people, "chosen by operations")
    async with people.store.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE user_roles SET role = 'field'")
    assert await ensure_administrator(people) is None
    assert "Nobody is an administrator" in caplog.text


def test_an_easy_password_of_the_settings_stops_the_start_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAULTLINE_DATA", str(tmp_path))
    monkeypatch.setenv("FAULTLINE_ADMIN_PASSWORD", "admin")
    done = faultline("users", "list")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "users list: FAULTLINE_ADMIN_PASSWORD: a password has 12 to 128 characters\n"
    monkeypatch.delenv("FAULTLINE_ADMIN_PASSWORD")
    assert faultline("users", "list").exit_code == 0
    with sqlite3.connect(tmp_path / "faultline.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM users").fetchone() == (0,)
    database.close()
