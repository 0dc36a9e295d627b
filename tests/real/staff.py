"""People of a house: users with known passwords, whose telephones the service gives to Asterisk."""

from typing import Any

from cti.people.drafts import UserDraft
from cti.people.issuing import add_user
from cti.people.people import CLI
from cti.people.user import User
from desk.database import schema
from desk.database.database import Database
from faultline.staff import opened_people
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House

PASSWORD = "words that only tests use"


async def hire(house: House, login: str, *roles: str, **fields: Any) -> User:
    """A user who signs in with PASSWORD, and whose telephone registers with AGENT_SECRET.

    `await hire(house, "one", "junior_agent", extension="8001", skills={"junior": 1})`. Before the service starts, or
    while it runs: it follows within seconds.
    """
    database = Database(house.settings.store_url)
    draft = UserDraft(login=login, display_name=f"Sample {login}", roles=frozenset(roles), **fields)
    try:
        await schema.upgrade(database)
        async with opened_people(house.settings, database) as people:
            act = people.act(CLI, "users.create")
            return (await add_user(people, act, draft, PASSWORD, AGENT_SECRET)).user
    finally:
        await database.close()
