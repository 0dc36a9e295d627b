"""Schemathesis over every route that the API describes: no request breaks the service, every answer is described."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from sqlalchemy import Connection

from cti.http.server import serve_http
from cti.people.permissions import Role
from cti.people.sessions import open_session
from cti.people.user import User
from cti.people.user_changes import change_user
from tests.real.api.site import Site, whole_site

pytestmark = pytest.mark.real

T = TypeVar("T")

EXAMPLES = 15
"""Requests by operation."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
MAKES_SENSE_WITHOUT = {"POST /api/session"}
"""Operations that answer 401 to somebody who is signed in: a wrong password."""


class Everybody:
    """Somebody with every role; signed in anew for each request, whatever the one before did."""

    def __init__(self, loop: asyncio.AbstractEventLoop, site: Site, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._loop, self._site = loop, site
        self._do(site.user("administrator", login="keeper"))
        self._user: User = self._do(site.user(*Role, login="everybody", extension="8001"))

    def signs_in(self) -> dict[str, str]:
        """Headers of a browser with a fresh session."""

        def restore(connection: Connection) -> str:
            rights = {"active": True, "roles": frozenset(Role), "networks": (), "extension": "8001"}
            change_user(connection, self._user.id, rights)
            return open_session(connection, self._user.id, "", self._site.people.store.now())

        secret = self._do(self._site.people.store.write(restore))
        return {"cookie": f"faultline_session={secret}", "origin": self.address}

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)


@pytest.fixture
def everybody(tmp_path: Path) -> Iterator[Everybody]:
    """The whole API on a port, served by a thread, and its most powerful user."""
    ready: Future[tuple[asyncio.AbstractEventLoop, Site, int]] = Future()
    stop = asyncio.Event()

    async def serve() -> None:
        async with whole_site(tmp_path) as site, serve_http(site.app, "127.0.0.1", 0) as port:
            ready.set_result((asyncio.get_running_loop(), site, port))
            await stop.wait()

    with ThreadPoolExecutor(1) as thread:
        served = thread.submit(asyncio.run, serve())
        served.add_done_callback(
            lambda done: ready.done() or ready.set_exception(done.exception() or EOFError())
        )
        loop, site, port = ready.result(60)
        yield Everybody(loop, site, port)
        loop.call_soon_threadsafe(stop.set)
        served.result(60)


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


def test_no_request_breaks_the_service(everybody: Everybody) -> None:
    """Well-formed and malformed requests to every operation; each answer has a status and type that is described."""
    config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
    described = schemathesis.openapi.from_url(f"{everybody.address}/api/openapi.json", config=config)
    statuses: defaultdict[str, set[int]] = defaultdict(set)
    for found in described.get_all_operations():
        operation = found.ok()
        modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
        requests_to(everybody, st.one_of(*modes), statuses[operation.label])
    assert all(found for found in statuses.values())
    assert len(statuses) >= 50
    assert [label for label in statuses.keys() - MAKES_SENSE_WITHOUT if 401 in statuses[label]] == []
    assert {200, 201, 204, 404, 409, 422} <= set().union(*statuses.values()), "requests get past the door"
