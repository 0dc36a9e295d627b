"""`faultline users`: who may sign in, with which roles, skills and telephone (H16). Secrets are printed once.

Works on the database alone, beside a running service, which follows within seconds. Each change is in the audit log,
under the name `cli`.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from sqlalchemy import select

from cti.errors import Refused
from cti.people.audit import Act
from cti.people.drafts import UserDraft, UserPatch
from cti.people.issuing import Issued, add_user, change, new_telephone, new_users_password
from cti.people.people import CLI, People
from cti.people.permissions import Role
from cti.people.user import USERS, User, user_by_login, users_of
from desk.database.database import Database
from faultline.commands.store import run_with_store, stopped
from faultline.settings import Settings
from faultline.staff import PasswordTooEasy, opened_people

app = typer.Typer(help="Users: add, list, disable, roles, skills, passwords.", no_args_is_help=True)

T = TypeVar("T")

Name = Annotated[str, typer.Argument(help="The name that the user signs in with.", show_default=False)]
RoleOption = Annotated[
    list[Role], typer.Option("--role", help="One or more; see docs/operations.md.", show_default=False)
]
SkillOption = Annotated[
    list[str] | None,
    typer.Option("--skill", help="`junior`, or `english:2`: a queue, level 1 is best.", show_default=False),
]
ExtensionOption = Annotated[
    str | None, typer.Option("--extension", help="Telephone, 8001 to 8999.", show_default=False)
]
BrowserOption = Annotated[bool, typer.Option("--browser", help="The telephone is in the browser (WebRTC).")]


@app.command()
def add(
    name: Name,
    role: RoleOption,
    extension: ExtensionOption = None,
    display_name: Annotated[
        str | None, typer.Option("--display-name", help="Name to be shown.", show_default=False)
    ] = None,
    team: Annotated[str | None, typer.Option("--team", help="Team.", show_default=False)] = None,
    superior: Annotated[
        str | None, typer.Option("--superior", help="The lead's name.", show_default=False)
    ] = None,
    skill: SkillOption = None,
    network: Annotated[
        list[str] | None, typer.Option("--network", help="Only from here (CIDR).", show_default=False)
    ] = None,
    browser: BrowserOption = False,
) -> None:
    """Add a user; prints the password, and the telephone's, this once."""
    fields = {
        "login": name,
        "display_name": display_name or name,
        "roles": role,
        "extension": extension,
        "team": team,
        "skills": _skills(skill or []),
        "networks": network or [],
        "browser_phone": browser,
    }

    async def work(people: People) -> Issued:
        lead = await _by_login(people, superior) if superior else None
        draft = UserDraft.model_validate(fields | {"superior_id": lead.id if lead else None})
        return await add_user(people, _act(people, "users.create"), draft)

    _print(_run("users add", work))


@app.command("list")
def list_(
    everybody: Annotated[bool, typer.Option("--all", help="Those who are disabled as well.")] = False,
) -> None:
    """List users by name."""

    async def work(people: People) -> list[User]:
        wanted = select(USERS).order_by(USERS.c.login)
        return await people.store.read(
            lambda connection: users_of(
                connection, connection.execute(wanted if everybody else wanted.where(USERS.c.active)).all()
            )
        )

    for user in _run("users list", work):
        typer.echo(_line(user))


@app.command()
def disable(name: Name) -> None:
    """Let a user sign in no more; sessions, API tokens and the telephone end at once."""
    _change("users disable", name, {"active": False})


@app.command()
def enable(name: Name) -> None:
    """Let a disabled user sign in again, with the password of before."""
    _change("users enable", name, {"active": True})


@app.command()
def role(
    name: Name,
    roles: Annotated[list[Role], typer.Argument(help="The roles from now on.", show_default=False)],
) -> None:
    """Give a user these roles and no others; sessions end."""
    _change("users role", name, {"roles": roles})


@app.command()
def skill(
    name: Name,
    skills: Annotated[
        list[str] | None,
        typer.Argument(help="`junior english:2`: queues with level; none: no queue.", show_default=False),
    ] = None,
) -> None:
    """Let a user serve these queues and no others."""
    _change("users skill", name, {"skills": _skills(skills or [])})


@app.command()
def extension(
    name: Name,
    number: Annotated[
        str | None, typer.Argument(help="8001 to 8999; none: no telephone.", show_default=False)
    ] = None,
    browser: BrowserOption = False,
) -> None:
    """Give a user a telephone, and print its password this once."""
    _change("users extension", name, {"extension": number, "browser_phone": browser})


@app.command()
def network(
    name: Name,
    networks: Annotated[
        list[str] | None, typer.Argument(help="CIDR; none: from anywhere.", show_default=False)
    ] = None,
) -> None:
    """Let a user work from these networks alone."""
    _change("users network", name, {"networks": networks or []})


@app.command("reset-password")
def reset_password(
    name: Name,
    telephone: Annotated[bool, typer.Option("--telephone", help="The telephone's password instead.")] = False,
) -> None:
    """Give a user another password, printed this once; sessions and API tokens end."""

    async def work(people: People) -> Issued:
        user = await _by_login(people, name)
        if telephone:
            return await new_telephone(people, _act(people, "users.reset_telephone"), user.id)
        return await new_users_password(people, _act(people, "users.reset_password"), user.id)

    _print(_run("users reset-password", work))


def _change(command: str, name: str, fields: dict[str, Any]) -> None:
    async def work(people: People) -> Issued:
        user = await _by_login(people, name)
        patch = UserPatch.model_validate(fields)
        return await change(people, _act(people, "users.change"), user.id, patch)

    _print(_run(command, work))


def _run(command: str, work: Callable[[People], Awaitable[T]]) -> T:
    """Do the work on this site's people; ends the command with 1 and one line when it is refused."""
    settings = Settings()

    async def with_people(database: Database) -> T:
        async with opened_people(settings, database) as people:
            return await work(people)

    try:
        return run_with_store(command, settings, with_people)
    except PasswordTooEasy as trouble:
        raise stopped(command, str(trouble)) from trouble
    except ValidationError as trouble:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in trouble.errors())
        raise stopped(command, wrong) from trouble
    except Refused as refusal:
        raise stopped(command, refusal.detail or "refused") from refusal


def _act(people: People, action: str) -> Act:
    return people.act(CLI, action)


async def _by_login(people: People, login: str) -> User:
    return await people.store.read(lambda connection: user_by_login(connection, login))


def _skills(words: list[str]) -> dict[str, str]:
    """`english:2` as queue and level; the level is 1 unless it is said."""
    return {word.partition(":")[0]: word.partition(":")[2] or "1" for word in words}


def _print(issued: Issued) -> None:
    typer.echo(_line(issued.user))
    if issued.password:
        typer.echo(f"password: {issued.password}")
    if issued.telephone_password:
        typer.echo(f"telephone: user {issued.user.extension}, password {issued.telephone_password}")


def _line(user: User) -> str:
    skills = " ".join(f"{queue}:{level}" for queue, level in user.skills.items())
    parts = [user.login, ",".join(sorted(user.roles)), f"extension {user.extension or '-'}", skills]
    return "  ".join(part for part in parts if part) + ("" if user.active else "  disabled")
