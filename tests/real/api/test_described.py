"""Schemathesis over every route that the API describes: no request breaks the service, every answer is described."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.python.asgi import HOST
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from sqlalchemy import Connection

from cti.people.permissions import Role
from cti.people.sessions import open_session
from cti.people.user import User
from cti.people.user_changes import change_user
from desk.database import schema as revisions
from desk.database.database import Database
from tests.real.api.site import Site

pytestmark = pytest.mark.real

EXAMPLES = 15
"""Requests by operation."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
MAKES_SENSE_WITHOUT = {"POST /api/session"}
"""Operations that answer 401 to somebody who is signed in: a wrong password."""


class Everybody:
    """Somebody with every role; signed in anew for each request, whatever the one before did."""

    def __init__(self, runner: asyncio.Runner, site: Site) -> None:
        self._runner, self._site = runner, site
        runner.run(site.user("administrator", login="keeper"))
        self._user: User = runner.run(site.user(*Role, login="everybody", extension="8001"))

    def signs_in(self) -> dict[str, str]:
        """Headers of a browser with a fresh session."""

        def restore(connection: Connection) -> str:
            rights = {"active": True, "roles": frozenset(Role), "networks": ()}
            change_user(connection, self._user.id, rights)
            return open_session(connection, self._user.id, "", self._site.clock())

        secret = self._runner.run(self._site.people.store.write(restore))
        return {"cookie": f"faultline_session={secret}", "origin": f"http://{HOST}"}


@pytest.fixture
def everybody(tmp_path: Path) -> Iterator[tuple[Site, Everybody]]:
    """A site on SQLite and its most powerful user."""
    with asyncio.Runner() as runner:
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'described.sqlite3'}")
        runner.run(revisions.upgrade(database))
        site = Site(database)
        yield site, Everybody(runner, site)
        site.close()
        runner.run(database.close())


def requests_to(person: Everybody, cases: st.SearchStrategy[Any], statuses: set[int]) -> None:
    """EXAMPLES requests, always the same ones; their statuses are added."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        statuses.add(case.call_and_validate(headers=person.signs_in(), checks=CHECKS).status_code)

    ask()


def test_no_request_breaks_the_service(everybody: tuple[Site, Everybody]) -> None:
    """Well-formed and malformed requests to every operation; each answer has a status and type that is described."""
    site, person = everybody
    config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
    described = schemathesis.openapi.from_asgi("/api/openapi.json", site.app, config=config)
    statuses: defaultdict[str, set[int]] = defaultdict(set)
    for found in described.get_all_operations():
        operation = found.ok()
        modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
        requests_to(person, st.one_of(*modes), statuses[operation.label])
    assert all(found for found in statuses.values())
    assert len(statuses) >= 19
    assert [label for label in statuses.keys() - MAKES_SENSE_WITHOUT if 401 in statuses[label]] == []
    assert {200, 201, 204, 404, 409, 422} <= set().union(*statuses.values()), "requests get past the door"
