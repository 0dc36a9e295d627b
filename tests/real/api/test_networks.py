"""From where a person and a role may be used, also behind proxies (H16)."""

import pytest

from cti.people.people import PeopleRules
from cti.people.permissions import Role
from desk.database.database import Database
from desk.models import AuditRow
from tests.real.api.site import Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real

INSIDE, OUTSIDE = "192.0.2.5", "198.51.100.5"


async def test_a_person_works_from_their_own_networks_alone(site: Site) -> None:
    user = await site.user("junior_agent", networks=["192.0.2.0/24"])
    assert (await site.tries(user.login, address=INSIDE)).status_code == 201
    assert (await site.tries(user.login, address=OUTSIDE)).status_code == 403
    carried = await site.signed_in(user, address=OUTSIDE)
    assert (await carried.get("/api/session")).status_code == 403, (
        "a session carried elsewhere is worth nothing"
    )
    person = await site.people.by_session(carried.cookies["faultline_session"], INSIDE)
    assert person is not None


async def test_a_role_is_in_force_in_its_networks_alone(database: Database) -> None:
    site = Site(database, PeopleRules(role_networks={Role.ADMINISTRATOR: ("192.0.2.0/24",)}))
    user = await site.user("administrator", "junior_agent")
    only = await site.user("administrator")
    office, home = await site.signed_in(user, address=INSIDE), await site.signed_in(user, address=OUTSIDE)
    assert (await office.get("/api/users")).status_code == 200
    assert (await home.get("/api/users")).status_code == 403
    assert (await home.get("/api/session")).json()["roles"] == ["junior_agent"]
    assert (await site.tries(only.login, address=OUTSIDE)).status_code == 403
    made = await home.post("/api/tokens", json={"name": "Sample", "scopes": ["users:write"]})
    assert made.status_code == 403
    site.close()


async def test_behind_a_proxy_the_callers_address_counts_and_is_logged(database: Database) -> None:
    site = Site(database, proxies=("10.0.0.0/8",))
    user = await site.user("junior_agent", networks=["192.0.2.0/24"])
    statuses = []
    for peer, forwarded in (("10.0.0.1", INSIDE), ("10.0.0.1", OUTSIDE), (OUTSIDE, INSIDE), ("10.0.0.1", "")):
        browser = site.browser(address=peer)
        browser.headers["x-forwarded-for"] = forwarded
        body = {"login": user.login, "password": "words that only tests use"}
        statuses.append((await browser.post("/api/session", json=body)).status_code)
    assert statuses == [201, 403, 403, 403]
    opened = [row for row in await rows(database, AuditRow) if row["action"] == "session.open"]
    assert [row["address"] for row in opened] == [INSIDE]
    site.close()
