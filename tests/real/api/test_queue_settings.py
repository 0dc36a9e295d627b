"""Queues and working hours changed in the desktop: over the file, in force without a restart, in the audit log (H15)."""

import asyncio
from typing import Any

import httpx
import pytest

from desk.models import AuditRow
from tests.real.api.site import Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real


async def settings_of(browser: httpx.AsyncClient, queue: str) -> dict[str, Any]:
    """One queue as it is set."""
    found: dict[str, Any] = (await browser.get(f"/api/queue-settings/{queue}")).json()
    return found


async def in_force(browser: httpx.AsyncClient, queue: str, title: str | None) -> None:
    """Until the floor shows the queue with this title; None: not at all."""
    async with asyncio.timeout(10):
        while True:
            shown = {one["name"]: one["title"] for one in (await browser.get("/api/queues")).json()}
            if shown.get(queue) == title:
                return
            await asyncio.sleep(0.1)


async def test_hours_are_changed_over_the_file_and_taken_back(whole: Site) -> None:
    browser = await whole.signed_in(await whole.user("operations"))
    before = await settings_of(browser, "junior")
    assert (before["source"], before["version"]) == ("default", 0)
    week = {"mon": ["08:30-12:00", "13:00-17:30"], "fri": ["22:00-06:00"]}
    hours = {"week": week, "holidays": ["2026-10-01"]}
    body = {"version": 0, "settings": before["settings"] | {"title": "First line", "hours": hours}}
    changed = (await browser.put("/api/queue-settings/junior", json=body)).json()
    assert (changed["source"], changed["version"]) == ("desktop", 1)
    assert changed["settings"]["hours"]["week"] == week
    await in_force(browser, "junior", "First line")
    assert (await browser.put("/api/queue-settings/junior", json=body)).status_code == 409
    assert (await browser.delete("/api/queue-settings/junior", params={"version": 1})).status_code == 204
    await in_force(browser, "junior", "Junior agents")
    back = await settings_of(browser, "junior")
    assert (back["source"], back["version"], back["settings"]) == ("default", 2, before["settings"])
    audit = [row for row in await rows(whole.database, AuditRow) if row["action"] == "queue_settings.change"]
    done = next(row for row in audit if row["outcome"] == "done")
    assert (done["before"]["title"], done["after"]["title"]) == ("Junior agents", "First line")
    assert set(done["after"]) == {"title", "hours"}


async def test_a_queue_is_added_and_leaves_again(whole: Site) -> None:
    browser = await whole.signed_in(await whole.user("operations"))
    night = {"title": "Night", "overflow_to": "senior"}
    added = await browser.put("/api/queue-settings/night", json={"version": 0, "settings": night})
    assert added.status_code == 200
    await in_force(browser, "night", "Night")
    senior = await settings_of(browser, "senior")
    points = senior["settings"] | {"overflow_to": "night"}
    await browser.put("/api/queue-settings/senior", json={"version": 0, "settings": points})
    away = await browser.delete("/api/queue-settings/night", params={"version": 1})
    assert away.status_code == 422, "another queue overflows to it"
    await browser.delete("/api/queue-settings/senior", params={"version": 1})
    assert (await browser.delete("/api/queue-settings/night", params={"version": 1})).status_code == 204
    await in_force(browser, "night", None)


async def test_what_makes_no_sense_is_refused_with_its_field(whole: Site) -> None:
    browser = await whole.signed_in(await whole.user("shift_supervisor"))
    good = (await settings_of(browser, "english"))["settings"]
    bad: list[tuple[str, dict[str, Any]]] = [
        ("a span that is none", {"hours": {"week": {"mon": ["8 to 12"]}}}),
        ("a day that is none", {"hours": {"holidays": ["2026-02-30"]}}),
        ("too many steps", {"priority": 4}),
        ("a dial string", {"duty_number": "5550&1"}),
        ("a queue that is not there", {"overflow_to": "nobody"}),
        ("itself", {"overflow_to": "english"}),
    ]
    for reason, fields in bad:
        body = {"version": 0, "settings": good | fields}
        answer = await browser.put("/api/queue-settings/english", json=body)
        assert answer.status_code == 422, (reason, answer.text)
    assert (await settings_of(browser, "english"))["version"] == 0
