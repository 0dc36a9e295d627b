"""Exchanges and planned works through the API: once however often it is said, nothing of others undone (F1.4, F1.5)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cti.api import exchanges, works
from cti.api.api import Api
from cti.api.frame import Frame
from cti.people.people import People
from cti.people.telephone_secret import TelephoneSecrets
from desk.database.database import Database
from desk.models import AuditRow
from tests.real.api.site import KEY, Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real

NORTH = {"branch": "North", "test_centre": "North centre"}
SOUTH = {"branch": "South", "test_centre": "South centre"}


@pytest.fixture
async def kept(database: Database) -> AsyncIterator[Site]:
    """Exchanges and works on either database."""
    people = People(database, TelephoneSecrets(KEY))
    site = Site(database, people=people, api=Api(Frame(people), (exchanges.router, works.router)))
    yield site
    site.close()


def outage(starts: float, ends: float, **fields: Any) -> dict[str, Any]:
    """Works from so many hours from now until then."""
    now = datetime.now(UTC).replace(microsecond=0)
    begin, end = (now + timedelta(hours=hours) for hours in (starts, ends))
    return {
        "prefix": "5550", "starts": begin.isoformat(), "ends": end.isoformat(),
        "text_zh": "电缆割接", "text_en": "cable works", **fields,
    }  # fmt: skip


async def audited(site: Site, action: str) -> list[Any]:
    """What the audit log has of an action that was done."""
    found = [row for row in await rows(site.database, AuditRow) if row["action"] == action]
    return [(row["subject"], row["before"], row["after"]) for row in found if row["outcome"] == "done"]


async def test_an_exchange_is_added_changed_and_removed(kept: Site) -> None:
    browser = await kept.signed_in(await kept.user("operations"))
    steps: list[tuple[str, dict[str, Any], int]] = [
        ("added", NORTH, 204),
        ("said twice", NORTH, 204),
        ("somebody else's is not overwritten", SOUTH, 409),
        ("changed as seen", {**SOUTH, "seen": NORTH}, 204),
        ("changed as it was before", {**NORTH, "seen": {**NORTH, "branch": "East"}}, 409),
    ]
    for reason, body, status in steps:
        answer = await browser.put("/api/exchanges/5550", json=body)
        assert answer.status_code == status, (reason, answer.text)
    await browser.put("/api/exchanges/5551", json=NORTH)
    found = (await browser.get("/api/exchanges", params={"number": "55500101"})).json()["items"]
    assert found == [{"prefix": "5550", **SOUTH}]
    assert len((await browser.get("/api/exchanges", params={"search": "cent"})).json()["items"]) == 2
    page = (await browser.get("/api/exchanges", params={"limit": 1, "sort": "-prefix"})).json()
    assert [row["prefix"] for row in page["items"]] == ["5551"]
    asked = {"limit": 1, "sort": "-prefix", "cursor": page["next"]}
    after = await browser.get("/api/exchanges", params=asked)
    assert [row["prefix"] for row in after.json()["items"]] == ["5550"]
    assert (await browser.delete("/api/exchanges/5550")).status_code == 204
    assert (await browser.delete("/api/exchanges/5550")).status_code == 404
    assert await audited(kept, "exchanges.remove") == [("exchange 5550", SOUTH, None)]
    assert ("exchange 5550", NORTH, SOUTH) in await audited(kept, "exchanges.change")


async def test_works_are_added_once_changed_as_seen_ended_but_never_erased(kept: Site) -> None:
    browser = await kept.signed_in(await kept.user("shift_supervisor"))
    draft = outage(-1, 2)
    added = (await browser.post("/api/works", json=draft)).json()
    assert (await browser.post("/api/works", json=draft)).json() == added
    assert (await browser.post("/api/works", json={**draft, "text_en": "others"})).status_code == 409
    assert (await browser.post("/api/works", json=outage(2, 1))).status_code == 422
    seen = {name: added[name] for name in draft}
    path = f"/api/works/{added['id']}"
    changed = await browser.put(path, json={**seen, "text_en": "longer works", "seen": seen})
    assert changed.json()["text_en"] == "longer works"
    assert (await browser.put(path, json={**seen, "seen": seen})).status_code == 409
    assert (await browser.delete(path)).status_code == 409, "callers were told of them"
    coming = (await browser.post("/api/works", json=outage(5, 6))).json()
    lists = {
        when: [row["id"] for row in (await browser.get("/api/works", params={"when": when})).json()["items"]]
        for when in ("now", "coming", "past")
    }
    assert lists == {"now": [added["id"]], "coming": [coming["id"]], "past": []}
    assert (await browser.post(f"{path}/end")).status_code == 200
    assert (await browser.post(f"{path}/end")).status_code == 409
    assert (await browser.delete(f"/api/works/{coming['id']}")).status_code == 204
    changes = await audited(kept, "works.change")
    assert changes == [(f"works {added['id']}", {"text_en": "cable works"}, {"text_en": "longer works"})]


@pytest.mark.parametrize("role", ["junior_agent", "statistician", "field"])
async def test_others_see_and_change_none_of_it(whole: Site, role: str) -> None:
    browser = await whole.signed_in(await whole.user(role))
    for path in ("exchanges", "works", "queue-settings", "prompts", "imports", "settings", "health-overview"):
        assert (await browser.get(f"/api/{path}")).status_code == 403, path
    assert (await browser.put("/api/exchanges/5550", json=NORTH)).status_code == 403
    assert (await browser.post("/api/works", json=outage(1, 2))).status_code == 403
