"""The site's holidays: one calendar over all queues, in force without a restart, in the audit log (H15)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from cti.people.people import People
from cti.routing.site_queues import SiteQueues
from cti.site.queue_watch import QueueWatch
from desk.models import AuditRow
from tests.real.api.site import Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real

ZONE = ZoneInfo("Asia/Shanghai")
HOLIDAY = datetime(2026, 10, 1, 10, 0, tzinfo=ZONE)
DAYS = [
    {"day": "2026-10-10", "name": "调休上班", "hours": ["08:30-17:30"]},
    {"day": "2026-10-01", "name": "国庆节", "hours": []},
]


async def put(browser: httpx.AsyncClient, version: int, days: object) -> httpx.Response:
    """Set the calendar."""
    return await browser.put("/api/holidays", json={"version": version, "holidays": days})


async def test_the_calendar_holds_for_all_queues_within_one_look(whole: Site) -> None:
    browser = await whole.signed_in(await whole.user("operations"))
    empty = (await browser.get("/api/holidays")).json()
    assert (empty["version"], empty["holidays"]) == (0, [])
    kept = (await put(browser, 0, DAYS)).json()
    assert (kept["version"], kept["changed_by"]) == (1, "person1")
    assert [one["day"] for one in kept["holidays"]] == ["2026-10-01", "2026-10-10"]
    queues = await queues_elsewhere(whole.people)
    assert not any(queue.hours.open_at(HOLIDAY, ZONE) for queue in queues.values())
    assert (await put(browser, 0, [])).status_code == 409
    english = (await browser.get("/api/queue-settings/english")).json()
    assert english["settings"]["hours"]["special_days"] == {}, "what is set is not what follows from it"
    opted = english["settings"] | {"hours": {"site_holidays": False}}
    await browser.put("/api/queue-settings/english", json={"version": 0, "settings": opted})
    queues = await queues_elsewhere(whole.people)
    assert [name for name, one in queues.items() if one.hours.open_at(HOLIDAY, ZONE)] == ["english"]
    assert (await put(browser, 1, DAYS[:1])).status_code == 200
    audit = [row for row in await rows(whole.database, AuditRow) if row["action"] == "holidays.change"]
    assert (audit[-1]["before"], audit[-1]["after"]) == ({"2026-10-01": ["国庆节"]}, {})


async def queues_elsewhere(people: People) -> SiteQueues:
    """The queues as another process of the site has them after one look at the database."""
    queues = SiteQueues({})
    await QueueWatch(people, queues).look()
    return queues


async def test_who_may_and_what_makes_no_sense(whole: Site) -> None:
    inspector = await whole.signed_in(await whole.user("junior_agent"))
    assert (await put(inspector, 0, DAYS)).status_code == 403
    boss = await whole.signed_in(await whole.user("shift_supervisor"))
    bad = [
        [{"day": "2026-02-30", "name": "no day"}],
        [{"day": "2026-10-01", "name": ""}],
        [{"day": "2026-10-01", "name": "once"}, {"day": "2026-10-01", "name": "twice"}],
        [{"day": "2026-10-01", "name": "odd hours", "hours": ["8 to 12"]}],
    ]
    for days in bad:
        assert (await put(boss, 0, days)).status_code == 422, days
    kept = (await boss.get("/api/holidays")).json()
    assert (kept["version"], kept["holidays"]) == (0, [])
