"""The fold stands every sequence of events: prefixes, duplicates, gaps, nonsense (R7, R16, R20)."""

from collections.abc import Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from cti.floor.apply import HANDLERS, apply
from cti.floor.events import AnyEvent, FloorEvent
from cti.floor.state import Floor
from tests.unit.cti.floor.sequences import EVENTS, story
from tests.unit.cti.floor.valid import check

STORY = story()


def fold(events: Sequence[FloorEvent]) -> Floor:
    floor = Floor()
    for event in events:
        apply(floor, event)
        check(floor)
    return floor


def test_every_kind_of_event_has_its_handler() -> None:
    assert set(HANDLERS) == set(AnyEvent.__args__)


@settings(max_examples=300, deadline=None)
@given(st.lists(EVENTS, max_size=60))
def test_any_events_in_any_order_leave_a_valid_floor(events: list[FloorEvent]) -> None:
    fold(events)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_story_with_gaps_and_duplicates_and_strangers_leaves_a_valid_floor(data: st.DataObject) -> None:
    events = list(STORY)
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(events) - 1))
        what = data.draw(st.sampled_from(("gap", "twice", "later", "stranger")))
        if what == "gap" and len(events) > 1:
            del events[place]
        elif what == "twice":
            events.insert(place, events[place])
        elif what == "later":
            events.append(events.pop(place))
        else:
            events.insert(place, data.draw(EVENTS))
    fold(events)


@given(st.integers(0, len(STORY)))
def test_any_prefix_of_a_story_leaves_a_valid_floor(length: int) -> None:
    fold(STORY[:length])


@given(st.integers(0, len(STORY) - 1))
def test_each_event_of_a_story_twice_is_as_good_as_once(place: int) -> None:
    """What Asterisk says twice (a snapshot and the buffered event) changes nothing the second time."""
    once = fold(STORY)
    twice = fold([*STORY[: place + 1], *STORY[place:]])
    forget = {"odd": 0, "ended": {}}
    assert _plain(twice) | forget == _plain(once) | forget


@settings(max_examples=100, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_the_floor_survives_its_checkpoint(events: list[FloorEvent]) -> None:
    """What is written at a checkpoint is read back whole, and goes on as if nothing had been."""
    floor = fold(events)
    again = msgspec.json.decode(msgspec.json.encode(floor), type=Floor)
    assert again == floor
    for event in STORY:
        assert apply(again, event) == apply(floor, event)
    assert again == floor


def _plain(floor: Floor) -> dict[str, object]:
    built: dict[str, object] = msgspec.to_builtins(floor)
    return built
