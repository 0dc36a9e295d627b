"""Keys typed ahead: none is lost, none counts twice (F1.2)."""

import pytest

from ivr.keypad import TypedAhead
from ivr.line import Entry, Keys

NUMBER = Keys(max_digits=8)
MENU = Keys(max_digits=1, end="")


async def read(typed: TypedAhead, keys: Keys, *fresh: Entry) -> tuple[Entry, list[str]]:
    """One entry, and with which beginnings the caller was asked for more."""
    asked: list[str] = []
    answers = iter(fresh)

    async def entry(begun: str) -> Entry:
        asked.append(begun)
        return next(answers)

    return await typed.read(keys, entry), asked


@pytest.mark.parametrize(
    ("waiting", "keys", "entry", "left"),
    [
        pytest.param("1234#", NUMBER, Entry("1234", "end"), "", id="complete by its end key"),
        pytest.param("12345678", NUMBER, Entry("12345678", "full"), "", id="complete by its length"),
        pytest.param("1234#1", NUMBER, Entry("1234", "end"), "1", id="the answer to the next question too"),
        pytest.param("#", NUMBER, Entry("", "end"), "", id="an end key alone"),
        pytest.param("12", MENU, Entry("1", "full"), "2", id="a menu takes one key"),
        pytest.param("#", MENU, Entry("#", "full"), "", id="a menu without an end key takes # as a key"),
    ],
)
async def test_waiting_keys_answer_without_a_prompt(
    waiting: str, keys: Keys, entry: Entry, left: str
) -> None:
    typed = TypedAhead()
    typed.add(waiting)
    assert await read(typed, keys) == (entry, [])
    assert typed.waiting == left


async def test_waiting_keys_begin_an_entry() -> None:
    typed = TypedAhead()
    typed.add("12")
    assert await read(typed, NUMBER, Entry("1234", "end")) == (Entry("1234", "end"), ["12"])
    assert typed.waiting == ""


@pytest.mark.parametrize(
    ("keys", "late"),
    [
        pytest.param(MENU, Entry("#", "full"), id="before a menu"),
        pytest.param(NUMBER, Entry("", "end"), id="before another number"),
    ],
)
async def test_the_end_key_after_a_full_entry_means_nothing_more(keys: Keys, late: Entry) -> None:
    typed = TypedAhead()
    await read(typed, NUMBER, Entry("12345678", "full"))
    assert await read(typed, keys, late, Entry("1", "full")) == (Entry("1", "full"), ["", ""])


async def test_only_the_first_key_after_a_full_entry_can_be_late() -> None:
    typed = TypedAhead()
    await read(typed, NUMBER, Entry("12345678", "full"))
    await read(typed, MENU, Entry("1", "full"))
    assert await read(typed, NUMBER, Entry("", "end")) == (Entry("", "end"), [""])


async def test_a_late_end_key_that_waits_is_dropped() -> None:
    typed = TypedAhead()
    await read(typed, NUMBER, Entry("12345678", "full"))
    typed.add("#1")
    assert await read(typed, MENU) == (Entry("1", "full"), [])


async def test_a_recording_forgets_what_was_typed() -> None:
    typed = TypedAhead()
    typed.add("1")
    typed.forget()
    assert await read(typed, MENU, Entry("2", "full")) == (Entry("2", "full"), [""])
