"""H15: working hours, holidays and days of their own, in the site's zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from cti.routing.hours import Hours, Span, Weekday
from cti.routing.queues import DEFAULT_QUEUES, QueueSettings, all_queues, open_at, waiting_queue

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE: dict[Weekday, list[str]] = {
    **{key: ["08:30-12:00", "13:00-17:30"] for key in ("mon", "tue", "wed", "thu")},
    "fri": ["22:00-06:00"],
}
HOURS = Hours.model_validate(
    {
        "week": OFFICE,
        "holidays": ["2026-10-01"],
        "special_days": {"2026-10-10": ["09:00-10:00"], "2026-10-12": []},
    }
)


@pytest.mark.parametrize(
    ("local", "open_"),
    [
        pytest.param("2026-11-23 08:29", False, id="Monday, before"),
        pytest.param("2026-11-23 08:30", True, id="the first minute belongs to it"),
        pytest.param("2026-11-23 11:59", True, id="the last minute of the morning"),
        pytest.param("2026-11-23 12:00", False, id="the end does not belong to it"),
        pytest.param("2026-11-23 13:00", True, id="the second span"),
        pytest.param("2026-11-27 23:00", True, id="Friday night"),
        pytest.param("2026-11-28 05:59", True, id="Friday's span goes on over midnight"),
        pytest.param("2026-11-28 06:00", False, id="and ends on Saturday"),
        pytest.param("2026-11-29 10:00", False, id="a weekday without spans"),
        pytest.param("2026-10-01 10:00", False, id="holiday"),
        pytest.param("2026-10-10 09:30", True, id="a Saturday that is worked"),
        pytest.param("2026-10-10 10:30", False, id="with hours of its own"),
        pytest.param("2026-10-12 10:00", False, id="a Monday without hours"),
    ],
)
def test_hours(local: str, open_: bool) -> None:
    when = datetime.fromisoformat(local).replace(tzinfo=ZONE)
    assert HOURS.open_at(when, ZONE) is open_
    assert HOURS.open_at(when.astimezone(UTC), ZONE) is open_


def test_a_queue_without_hours_is_always_open_but_on_holidays() -> None:
    queue = QueueSettings(hours=Hours(holidays=(date(2026, 1, 1),)))
    assert open_at(queue, datetime(2026, 1, 2, 0, 0, tzinfo=ZONE), ZONE)
    assert not open_at(queue, datetime(2026, 1, 1, 23, 59, tzinfo=ZONE), ZONE)


def test_daylight_saving_moves_with_the_site() -> None:
    """09:00 in the zone is another instant in summer than in winter."""
    zone = ZoneInfo("Europe/Berlin")
    hours = Hours.model_validate({"week": {"mon": ["09:00-10:00"]}})
    assert hours.open_at(datetime(2026, 7, 6, 7, 30, tzinfo=UTC), zone)
    assert hours.open_at(datetime(2026, 1, 5, 8, 30, tzinfo=UTC), zone)
    assert not hours.open_at(datetime(2026, 1, 5, 7, 30, tzinfo=UTC), zone)


def test_an_instant_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        HOURS.open_at(datetime(2026, 1, 1), ZONE)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["8-12", "08:30", "24:00-25:00", "08:60-09:00", "09:00-09:00", "morning"])
def test_spans_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Hours.model_validate({"week": {"mon": [text]}})


def test_a_span_is_written_as_it_is_read() -> None:
    assert str(Span.parse("8:30-24:00")) == "08:30-24:00"
    assert Hours.model_validate(HOURS.model_dump()) == HOURS


@pytest.mark.parametrize(
    ("sent_to", "key_account", "waits_in"),
    [
        ("junior", False, "junior"),
        ("junior", True, "senior"),
        ("english", True, "senior"),
        ("manager", True, "manager"),
        ("nowhere", False, "junior"),
    ],
)
def test_key_accounts_wait_with_the_seniors(sent_to: str, key_account: bool, waits_in: str) -> None:
    """F2.4."""
    assert waiting_queue(DEFAULT_QUEUES, sent_to, key_account=key_account) == waits_in


@pytest.mark.parametrize("target", ["gone", "night"])
def test_a_queue_that_names_one_that_is_not_there_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="night"):
        all_queues({"night": QueueSettings(overflow_to=target)})


def test_a_site_adds_queues_and_changes_the_default_ones() -> None:
    queues = all_queues({"night": QueueSettings(overflow_to="junior"), "junior": QueueSettings(weight=3)})
    assert sorted(queues) == ["english", "junior", "manager", "night", "senior"]
    assert queues["junior"].weight == 3


@pytest.mark.parametrize(
    ("local", "opens"),
    [
        pytest.param("2026-11-23 05:00", "2026-11-23 08:30", id="in the morning"),
        pytest.param("2026-11-23 12:30", "2026-11-23 13:00", id="over noon"),
        pytest.param("2026-11-23 09:00", "2026-11-23 13:00", id="while open, the next time"),
        pytest.param("2026-11-28 06:00", "2026-11-30 08:30", id="over the weekend"),
        pytest.param("2026-10-10 11:00", "2026-10-13 08:30", id="over a closed Monday"),
    ],
)
def test_the_next_opening(local: str, opens: str) -> None:
    when, expected = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (local, opens))
    assert HOURS.next_opening(when, ZONE) == expected
    assert HOURS.open_at(expected, ZONE)


def test_what_never_opens_has_no_next_opening() -> None:
    assert Hours(week={}).next_opening(datetime(2026, 1, 1, tzinfo=ZONE), ZONE) is None
