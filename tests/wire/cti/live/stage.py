"""The live room on a real port with real people, and a desktop that speaks the protocol over a real WebSocket."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from prometheus_client import CollectorRegistry
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from cti.api.api import Api
from cti.api.frame import Frame
from cti.http.app import create_app
from cti.http.server import serve_http
from cti.live.desktops import Limits
from cti.live.live_room import LiveRoom
from cti.live.rights import PeopleDoors, RightsWatch
from cti.people.drafts import UserDraft
from cti.people.issuing import add_user
from cti.people.people import CLI, People
from cti.people.person import Person
from cti.people.telephone_secret import TelephoneSecrets
from cti.people.user import User
from cti.people.user_changes import change_user
from cti.routing.queues import DEFAULT_QUEUES
from desk.database import schema
from desk.database.database import Database
from tests.unit.cti.pops.scripted_look import ScriptedLook
from tests.unit.cti.scripted_floor import ScriptedFloor
from tests.waiting import until

PASSWORD = "words that only tests use"
ADDRESS = "127.0.0.1"
QUICK = Limits(hello=0.5, beat=0.2, silent=0.6, send=1.0, close=0.5, rights=0.2)


async def fine() -> None:
    return None


class Stage:
    """Open it with `opened`. `person(login)`: somebody signed in; `desktop(person)`: their browser."""

    def __init__(self, people: People, limits: Limits, look: ScriptedLook, grace: float) -> None:
        self.people = people
        self.floor = ScriptedFloor()
        self.doors = PeopleDoors(people)
        self.room = LiveRoom(
            self.floor,
            self.doors,
            look,
            DEFAULT_QUEUES,
            CollectorRegistry(),
            limits=limits,
            grace=grace,
            now=self.floor.now,
        )
        self.rights = RightsWatch(people, self.room.hub, self.doors)
        self.port = 0
        self.users: dict[str, User] = {}

    async def hire(self, login: str, role: str, extension: str | None = None) -> Person:
        """A user who is signed in."""
        draft = UserDraft(
            login=login,
            display_name=login,
            roles=frozenset({role}),
            extension=extension,
            skills={"junior": 1},
        )
        act = self.people.act(CLI, "users.create")
        self.users[login] = (await add_user(self.people, act, draft, PASSWORD)).user
        if extension:
            self.floor.agent(extension)
        return await self.person(login)

    async def person(self, login: str) -> Person:
        """The user signed in once more."""
        return (await self.people.sign_in(login, PASSWORD, ADDRESS))[0]

    async def change(self, login: str, **fields: Any) -> None:
        """Change the user as an administrator would."""
        user_id = self.users[login].id
        act = self.people.act(CLI, "users.change")
        await act.write(lambda connection: change_user(connection, user_id, fields))

    async def ticket(self, person: Person) -> str:
        return await self.people.issue_ticket(person)

    def browser(self, origin: str | None = None, **options: Any) -> connect:
        """A WebSocket of a page of this origin; ours when not said."""
        own = Origin(origin or f"http://127.0.0.1:{self.port}")
        return connect(f"ws://127.0.0.1:{self.port}/api/live", origin=own, compression=None, **options)

    @contextlib.asynccontextmanager
    async def desktop(self, person: Person, **hello: Any) -> AsyncIterator["Desktop"]:
        """A desktop that has said hello."""
        async with self.browser() as socket:
            desktop = Desktop(socket)
            await desktop.hello(await self.ticket(person), **hello)
            yield desktop


class Desktop:
    """`welcome` and what came after; `seen` numbers in order."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self.last = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def say(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def hello(self, ticket: str, **fields: Any) -> None:
        await self.say(type="hello", ticket=ticket, **fields)
        self.welcome = json.loads(await self.socket.recv())
        assert self.welcome["type"] == "welcome"

    async def next(self, kind: str = "") -> dict[str, Any]:
        """The next message of this kind, any for none; beats and others are passed over."""
        while True:
            frame = json.loads(await self.socket.recv())
            if "seq" not in frame:
                if kind == frame["type"]:
                    return dict(frame)
                continue
            self.last = frame["seq"]
            if kind in ("", frame["message"]["type"]):
                return dict(frame["message"])

    async def closed(self) -> int:
        """The code that the service closes with."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self.socket.recv()
        return self.socket.close_code or 0


@contextlib.asynccontextmanager
async def opened(
    folder: Path, *, limits: Limits | None = None, look: ScriptedLook | None = None, grace: float = 0.2
) -> AsyncIterator[Stage]:
    """A live room on a port of its own, with a database of its own."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'live.sqlite3'}")
    await schema.upgrade(database)
    people = People(database, TelephoneSecrets("k" * 43))
    stage = Stage(people, limits or Limits(), look or ScriptedLook(), grace)
    app = create_app(
        database_ready=fine,
        asterisk_ready=fine,
        registry=CollectorRegistry(),
        version="0.0.1",
        api=Api(Frame(people), (stage.room.router,)),
    )
    async with serve_http(app, "127.0.0.1", 0) as port:
        stage.port = port
        yield stage
    people.close()
    await database.close()


__all__ = ["Desktop", "Stage", "opened", "until"]


async def beat(desktop: Desktop) -> None:
    """Signs of life until the connection ends."""
    try:
        while True:
            await desktop.say(type="beat")
            await asyncio.wait({asyncio.create_task(desktop.socket.wait_closed())}, timeout=0.1)
    except ConnectionClosed:
        return
