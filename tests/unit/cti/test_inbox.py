"""Reading never waits for handling; what does not fit is a recorded gap (R9)."""

from panoramisk.message import Message

from cti.ami.inbox import Gap, Inbox


def message(number: int) -> Message:
    return Message({"Event": str(number)})


async def drain(inbox: Inbox) -> list[str]:
    items = [await inbox.take() for _ in range(len(inbox))]
    return [item.cause if isinstance(item, Gap) else item.event for item in items]


async def test_overflow_keeps_what_came_before_marks_the_gap_and_drops_the_rest() -> None:
    inbox = Inbox(3)
    taken = [inbox.offer(message(n)) for n in range(6)]
    assert taken == [True, True, True, False, False, False]
    assert inbox.dropped == 3
    assert await drain(inbox) == ["0", "1", "2", "overflow"]


async def test_nothing_is_taken_in_between_an_overflow_and_its_gap() -> None:
    inbox = Inbox(2)
    for n in range(3):
        inbox.offer(message(n))
    await inbox.take()
    assert not inbox.offer(message(8)), "there is room, but an event behind a hole would be misread"
    assert await drain(inbox) == ["1", "overflow"]
    assert inbox.offer(message(9))
    assert await drain(inbox) == ["9"]


async def test_two_gaps_in_a_row_are_one() -> None:
    inbox = Inbox(2)
    inbox.gap("connected")
    inbox.gap("routine")
    assert await drain(inbox) == ["connected"]
