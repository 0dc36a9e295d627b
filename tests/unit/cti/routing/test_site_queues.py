"""The site's queues in layers, and a board whose queues change while callers wait (H15, F2.1)."""

import pytest

from cti.routing.board import Board
from cti.routing.queues import QueueSettings, Strategy
from cti.routing.ready_agents import ReadyAgent
from cti.routing.site_queues import SiteQueues
from cti.steering.live_floor import stamp
from tests.folded_floor import FoldedFloor

FILE = {"junior": QueueSettings(title="from the file"), "night": QueueSettings(title="Night")}


def test_the_database_goes_over_the_file_and_the_file_over_the_defaults() -> None:
    queues = SiteQueues(FILE)
    told: list[list[str]] = []
    queues.subscribe(lambda: told.append(sorted(queues)))
    assert queues.put({"junior": QueueSettings(title="from the desktop"), "day": QueueSettings()})
    assert not queues.put({"junior": QueueSettings(title="from the desktop"), "day": QueueSettings()})
    assert (queues["junior"].title, queues["senior"].title) == ("from the desktop", "Senior agents")
    assert queues.put({})
    assert (queues["junior"].title, "day" in queues) == ("from the file", False)
    assert told == [
        ["day", "english", "junior", "manager", "night", "senior"],
        ["english", "junior", "manager", "night", "senior"],
    ]


def test_what_does_not_fit_together_changes_nothing() -> None:
    queues = SiteQueues(FILE)
    with pytest.raises(ValueError, match="no other queue day"):
        queues.put({"senior": QueueSettings(overflow_to="day")})
    assert queues["senior"].overflow_to is None


def test_ready_agents_are_asked_in_the_order_that_holds_now() -> None:
    queues = SiteQueues({})
    board = Board(queues)
    board.ready.put(ReadyAgent(extension="8001", skills={"junior": 1}, since=20.0))
    board.ready.put(ReadyAgent(extension="8002", skills={"junior": 5}, since=10.0))
    queues.subscribe(lambda: board.follow_queues(FoldedFloor().floor, 0.0, 0.0))
    assert list(board.ready.of("junior")) == ["8001", "8002"]
    queues.put({"junior": QueueSettings(strategy=Strategy.LONGEST_IDLE)})
    assert list(board.ready.of("junior")) == ["8002", "8001"]
    board.ready.remove("8002")
    assert list(board.ready.of("junior")) == ["8001"]


def test_callers_who_wait_keep_their_time_and_get_the_new_rank() -> None:
    queues, floor = SiteQueues({"night": QueueSettings()}), FoldedFloor()
    board = Board(queues)
    floor.subscribe(lambda event, changes: board.follow(floor.floor, event, changes))
    queues.subscribe(lambda: board.follow_queues(floor.floor, **stamp()))
    floor.caller("first", queue="junior", since=60)
    floor.caller("second", queue="senior", since=30)
    floor.caller("third", queue="night", since=10)
    assert [call.call for call in board.waiting] == ["first", "second", "third"]
    queues.put({"senior": QueueSettings(priority=1)})
    assert [call.call for call in board.waiting] == ["second", "first", "third"]
    before = board.waiting.get("third")
    queues.configured = {}
    assert queues.put({})
    after = board.waiting.get("third")
    assert before is not None
    assert after is not None
    assert (after.queue, round(after.since)) == ("junior", round(before.since))
