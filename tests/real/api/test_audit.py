"""Reading the audit log; it grows and is never changed (PIPL; ASVS 5.0 V16). Hostile parameters everywhere (S11)."""

import asyncio
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cti.people.people import PeopleRules
from desk.database.database import Database
from desk.models import AuditRow
from tests.real.api.site import Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real


async def test_the_log_is_read_in_pages_with_filters(site: Site) -> None:
    boss = await site.user("administrator", login="admin")
    admin = await site.signed_in(boss)
    for n in range(5):
        await admin.post(
            "/api/users", json={"login": f"user{n}", "display_name": "Sample", "roles": ["field"]}
        )
    await site.tries("admin", "wrong")
    site.clock.wait(minutes=50)
    await admin.patch("/api/users/2", json={"team": "North"})

    async def read(**query: object) -> httpx.Response:
        return await admin.get("/api/audit", params={name: str(value) for name, value in query.items()})

    newest = (await read(limit=2)).json()
    assert [entry["action"] for entry in newest["items"]] == ["users.change", "session.open"]
    older = (await read(limit=200, cursor=newest["next"])).json()
    assert older["next"] is None
    ids = [entry["id"] for entry in newest["items"] + older["items"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 8
    assert [entry["id"] for entry in (await read(oldest_first=True)).json()["items"]] == sorted(ids)

    async def count(**query: object) -> int:
        return len((await read(**query)).json()["items"])

    now = site.clock()
    assert await count(action="users.create") == 6
    assert await count(action="users.") == 7
    assert await count(action="users") == 0
    assert await count(person="admin") == 6
    assert await count(person="cli", subject="user 1") == 1
    assert await count(outcome="refused") == 1
    assert await count(since=(now - timedelta(minutes=1)).isoformat()) == 1
    assert await count(until=(now - timedelta(minutes=1)).isoformat()) == 7


async def test_there_is_no_way_to_change_the_log(small_site: Site) -> None:
    admin = await small_site.signed_in(await small_site.user("administrator"))
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/api/audit", "/api/audit/1"):
            assert (await admin.request(method, path)).status_code in {404, 405}
    assert len(await rows(small_site.database, AuditRow)) == 1


async def test_rows_go_by_age_alone_and_not_before_half_a_year(database: Database) -> None:
    site = Site(database, PeopleRules(audit_days=1))
    await site.user("field")
    site.clock.wait(days=182)
    await site.user("field")
    await site.people.tidy()
    assert len(await rows(database, AuditRow)) == 2
    site.clock.wait(days=2)
    await site.people.tidy()
    assert [row["subject"] for row in await rows(database, AuditRow)] == ["user 2"]
    site.close()


PARAMETERS = {
    "/api/users": ("sort", "cursor", "limit", "role", "team", "active", "extension", "search"),
    "/api/audit": (
        "cursor",
        "limit",
        "person",
        "action",
        "subject",
        "outcome",
        "since",
        "until",
        "oldest_first",
    ),
}
HOSTILE = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["'", '"', ";", "--", "/*", "%", "_", "\\", "\x00", "(SELECT 1)", "1 OR 1=1", "id DESC", "login;"]
    ),
    st.integers().map(str),
    st.sampled_from(
        ["bnVsbA==", "WzEsMV0=", "W251bGwsMV0=", "WyJhIiwgMTAwMDAwMDAwMDAwMDAwMDAwMDAwXQ==", "W1tdLFtdXQ=="]
    ),
    st.sampled_from(
        ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-22", "-1", "NaN", "1e999"]
    ),
)


def test_hostile_parameters_get_an_answer_that_is_none_of_the_databases(
    site_by_loop: tuple[asyncio.Runner, Site, httpx.AsyncClient],
) -> None:
    """S11: whatever stands in sort keys, filters and cursors is refused or finds nothing; no row is touched."""
    runner, site, admin = site_by_loop
    before = runner.run(rows(site.database, AuditRow))
    seen: set[int] = set()

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from([(path, name) for path, names in PARAMETERS.items() for name in names]), HOSTILE)
    @example(("/api/users", "sort"), "login")
    @example(("/api/users", "sort"), "password_hash")
    @example(("/api/users", "sort"), "login DESC, (SELECT password_hash FROM users)")
    @example(("/api/users", "cursor"), "WyJcdWQ4MDAiLCAxXQ==")
    def ask(where: tuple[str, str], value: str) -> None:
        path, name = where
        answer = runner.run(admin.get(f"{path}?{name}={quote(value.encode('utf-8', 'surrogatepass'))}"))
        seen.add(answer.status_code)
        assert answer.status_code in {200, 422}, (where, value, answer.text)
        assert "argon2" not in answer.text

    ask()
    assert seen == {200, 422}
    assert runner.run(rows(site.database, AuditRow)) == before
