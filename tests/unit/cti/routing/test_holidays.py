"""H15: the site's holidays and what a queue says of a day itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cti.routing.holidays import Holiday
from cti.routing.hours import Hours
from cti.routing.queues import QueueSettings
from cti.routing.site_queues import SiteQueues

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = tuple(
    Holiday.model_validate(day)
    for day in (
        {"day": "2026-10-01", "name": "国庆节"},
        {"day": "2026-10-02", "name": "国庆节", "hours": ["09:00-12:00"]},
        {"day": "2026-10-10", "name": "调休上班", "hours": ["08:30-17:30"]},
    )
)
OFFICE = {"week": {day: ["08:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}


@pytest.mark.parametrize(
    ("hours", "local", "open_"),
    [
        pytest.param(OFFICE, "2026-10-01 10:00", False, id="closed on the holiday"),
        pytest.param(OFFICE, "2026-09-30 10:00", True, id="and not on the day before"),
        pytest.param(OFFICE, "2026-10-02 11:59", True, id="a holiday with hours"),
        pytest.param(OFFICE, "2026-10-02 12:00", False, id="with these alone"),
        pytest.param(OFFICE, "2026-10-10 10:00", True, id="a Saturday that is worked"),
        pytest.param({}, "2026-10-01 10:00", False, id="whoever is open at any time is closed too"),
        pytest.param(
            {"week": {"wed": ["22:00-06:00"]}}, "2026-10-01 05:00", True, id="the night before goes on"
        ),
        pytest.param({"site_holidays": False}, "2026-10-01 10:00", True, id="a queue that keeps no holidays"),
        pytest.param(
            {"special_days": {"2026-10-01": ["10:00-11:00"]}},
            "2026-10-01 10:30",
            True,
            id="its own hours win",
        ),
        pytest.param({"holidays": ["2026-10-10"]}, "2026-10-10 10:00", False, id="its own holiday wins"),
    ],
)
def test_the_sites_holidays(hours: dict[str, object], local: str, open_: bool) -> None:
    queues = SiteQueues({"junior": QueueSettings(hours=Hours.model_validate(hours))})
    queues.put({}, CALENDAR)
    when = datetime.fromisoformat(local).replace(tzinfo=ZONE)
    assert queues["junior"].hours.open_at(when, ZONE) is open_


def test_a_changed_calendar_is_told_once_and_leaves_what_is_set_alone() -> None:
    queues = SiteQueues({"junior": QueueSettings()})
    told: list[int] = []
    queues.subscribe(lambda: told.append(1))
    assert queues.put({}, CALENDAR)
    assert not queues.put({}, CALENDAR)
    assert queues.before_changes["junior"].hours == Hours()
    assert queues.put({})
    assert (len(told), queues["junior"].hours) == (2, Hours())
