"""H15: what the dialplan is told of the queues and of places, each thing once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cti.floor.events import LegEnded
from cti.routing.hours import Hours
from cti.routing.queues import DEFAULT_QUEUES, QueueSettings
from cti.steering.live_floor import stamp
from cti.steering.queue_states import QueueStates
from tests.wire.cti.steering.steered import Steered, steered

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZONE)
QUEUES = {
    **DEFAULT_QUEUES,
    "junior": QueueSettings(
        max_waiting=2,
        announce_place=True,
        announce_wait=True,
        hours=Hours.model_validate({"week": {"mon": ["08:00-18:00"], "tue": ["09:00-18:00"]}}),
        duty_number="55510001",
    ),
}


def told(floor: Steered, name: str, channel: str = "") -> str:
    return floor.switch.variables[channel, name]


async def test_open_full_and_closed_with_the_time_it_opens() -> None:
    async with steered(queues=QUEUES) as floor:
        states = QueueStates(floor, floor.link, floor.board, ZONE)
        await states.say(MONDAY_NOON)
        assert told(floor, "QUEUE_junior_STATE") == told(floor, "QUEUE_senior_STATE") == "open"
        assert told(floor, "QUEUE_junior_OPENS") == ""
        assert (told(floor, "DUTY_junior"), told(floor, "DUTY_senior")) == ("55510001", "")
        floor.calls_and_waits("n-1.1")
        floor.calls_and_waits("n-1.2")
        await states.say(MONDAY_NOON)
        assert told(floor, "QUEUE_junior_STATE") == "full"
        floor.act(LegEnded(**stamp(), leg="n-1.1"))
        await states.say(MONDAY_NOON)
        assert told(floor, "QUEUE_junior_STATE") == "open"
        await states.say(MONDAY_NOON.replace(hour=18))
        assert told(floor, "QUEUE_junior_STATE") == "closed"
        opens = datetime.fromtimestamp(int(told(floor, "QUEUE_junior_OPENS")), UTC)
        assert opens == datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)


async def test_what_is_known_is_not_said_again() -> None:
    async with steered(queues=QUEUES) as floor:
        states = QueueStates(floor, floor.link, floor.board, ZONE)
        await states.say(MONDAY_NOON)
        said = len(floor.sent("Setvar"))
        await states.say(MONDAY_NOON)
        assert len(floor.sent("Setvar")) == said == 3 * len(QUEUES)


async def test_places_and_waits_of_the_queues_that_announce_them() -> None:
    async with steered(queues=QUEUES) as floor:
        floor.agent("8001", ready=False, junior=1)
        floor.calls_and_waits("n-1.1", since=10)
        floor.calls_and_waits("n-1.2", since=20)
        floor.calls_and_waits("n-1.3", queue="senior")  # type: ignore[arg-type]
        states = QueueStates(floor, floor.link, floor.board, ZONE)
        await states.say(MONDAY_NOON)
        assert (told(floor, "PLACE", "n-1.1"), told(floor, "PLACE", "n-1.2")) == ("2", "1")
        assert (told(floor, "WAIT_MINUTES", "n-1.1"), told(floor, "WAIT_MINUTES", "n-1.2")) == ("6", "3")
        assert ("n-1.3", "PLACE") not in floor.switch.variables
        floor.act(LegEnded(**stamp(), leg="n-1.2"))
        await states.say(MONDAY_NOON)
        assert told(floor, "PLACE", "n-1.1") == "1"


@pytest.mark.parametrize(("waited", "turn"), [(0, "1"), (29, "1"), (31, "2"), (95, "4")])
async def test_a_place_is_told_every_so_many_seconds(waited: float, turn: str) -> None:
    """`announce_every`, from the first entry on."""
    every = {**QUEUES, "junior": QUEUES["junior"].model_copy(update={"announce_every": 30})}
    async with steered(queues=every) as floor:
        floor.agent("8001", ready=False, junior=1)
        floor.calls_and_waits("n-1.1", since=waited)
        await QueueStates(floor, floor.link, floor.board, ZONE).say(MONDAY_NOON)
        assert told(floor, "PLACE_TURN", "n-1.1") == turn


async def test_a_caller_who_has_just_left_holds_up_nothing() -> None:
    async with steered(queues=QUEUES) as floor:
        floor.caller("n-1.1")
        floor.calls_and_waits("n-1.2", since=10)
        await QueueStates(floor, floor.link, floor.board, ZONE).say(MONDAY_NOON)
        assert told(floor, "PLACE", "n-1.2") == "1"


async def test_a_customer_who_was_called_is_told_on_their_own_leg() -> None:
    async with steered(queues=QUEUES) as floor:
        floor.switch.arrives("n-1.2")
        floor.customer_waits("n-1.1", "n-1.2")
        await QueueStates(floor, floor.link, floor.board, ZONE).say(MONDAY_NOON)
        assert told(floor, "PLACE", "n-1.2") == "1"
