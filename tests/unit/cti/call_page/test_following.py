"""What a page is told of its call: words of ours alone, under a pass that was issued, of its own call (S1, S13)."""

import asyncio
from typing import Any

import pytest
from panoramisk.message import Message

from cti.call_page.following import Following
from cti.call_page.moments import Moment, Over
from cti.call_page.passes import GOOD_FOR, Passes
from cti.call_page.reading import Wording, moment_of
from cti.errors import TooManyTries
from cti.floor.changes import CallEnded
from cti.floor.events import LegEnded
from cti.floor.state import Call, Floor, Offer, Stage

WORDINGS = {
    "zh": {
        "V1": Wording("您好", "F1.2"),
        "V2": Wording("号码为", "F1.2"),
        "V7": Wording("留言请按1", "F1.12"),
    },
    "en": {"V1": Wording("Hello", "F1.2")},
}
CALL, OTHER = "node1-1.1", "node1-1.2"


def event(**headers: str) -> Message:
    """A user event `Followed` of the call."""
    return Message({"Event": "UserEvent", "UserEvent": "Followed", "Uniqueid": CALL, **headers})


def seen(moment: Moment | None) -> dict[str, Any]:
    """A moment without its time and what is empty."""
    shown = moment.model_dump() if moment else {}
    return {name: value for name, value in shown.items() if value and name != "at"}


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        (
            {"What": "said", "Step": "line_number", "Spoken": "en", "Said": "V1", "Awaits": "keys"},
            {"kind": "said", "step": "line_number", "clause": "F1.2", "language": "en", "awaits": "keys"},
        ),
        (
            {"What": "said", "Step": "wants_message", "Spoken": "zh", "Said": "V2 V7", "Awaits": "nothing"},
            {
                "kind": "said",
                "step": "wants_message",
                "clause": "F1.12",
                "language": "zh",
                "awaits": "nothing",
            },
        ),
        (
            {"What": "keyed", "Step": "line_number", "Digits": "55500101", "Ended": "end"},
            {"kind": "keyed", "step": "line_number", "keys": "55500101", "ended": "end"},
        ),
        ({"What": "keyed", "Digits": "<b>", "Ended": "end"}, {}),
        ({"What": "recorded", "Seconds": "2.5"}, {"kind": "recorded", "seconds": 2.5}),
        ({"What": "recorded", "Seconds": "nan"}, {}),
        ({"What": "stored", "Report": "2611220001"}, {"kind": "stored", "report": "2611220001"}),
        (
            {"What": "stored", "Step": "repeat_report", "Report": "2611220001"},
            {"kind": "stored", "report": "2611220001", "repeated": True},
        ),
        ({"What": "stored", "Report": "x"}, {}),
        (
            {"What": "went", "Next": "agent", "Reason": "caller asked"},
            {"kind": "went", "next": "agent", "reason": "caller asked"},
        ),
        ({"What": "went", "Next": "<script>"}, {"kind": "went"}),
        ({"What": "began"}, {}),
        ({"What": "anything"}, {}),
    ],
)
def test_a_user_event_is_read_as_words_of_ours(headers: dict[str, str], moment: dict[str, Any]) -> None:
    """S1: what is no word of ours is left out."""
    found = seen(moment_of(event(**headers), 0.0, WORDINGS))
    found.pop("parts", None)
    assert found == moment


def test_what_was_said_has_texts_numbers_and_recordings_and_nothing_unknown() -> None:
    said = moment_of(event(What="said", Spoken="zh", Said="V2 =55500101 @ V9999 =<b> V1"), 0.0, WORDINGS)
    assert said is not None
    parts = [(part["kind"], part["text"]) for part in said.model_dump()["parts"]]
    assert parts == [
        ("prompt", "号码为"),
        ("number", "55500101"),
        ("recording", ""),
        ("number", ""),
        ("prompt", "您好"),
    ]


class PageOfOne:
    """A floor with one call of the page, and one of somebody else's."""

    def __init__(self, left: Over | None = None) -> None:
        self.left = left or Over(at=0.0, report="2611220001", confirmed=True, last_step="what_else")
        self.floor = Floor()
        self.passes = Passes()
        self.follow = self.passes.issue("127.0.0.1")
        self.following = Following(lambda: self.floor, self.passes, WORDINGS, self._left)
        for call, since in ((CALL, 200.0), (OTHER, 100.0)):
            self.floor.calls[call] = Call(call, call, "5550", "112", 0.0, 0.0, Stage.WAITING, queue="junior")
            self.floor.calls[call].waiting_since_at = since

    async def _left(self, call: str) -> Over:
        return self.left

    def began(self, follow: str = "", call: str = CALL) -> None:
        """The page's call has reached Asterisk."""
        told = event(What="began", Follow=follow or self.follow)
        told["Uniqueid"] = call
        self.following.take(told)

    def note(self, *changes: Any) -> None:
        """The floor changed."""
        self.following.note(LegEnded(at=0.0, mono=0.0, linkedid=CALL, leg=CALL, cause=16), changes)

    def end(self) -> None:
        """The page's call is over."""
        last = self.floor.calls.pop(CALL)
        self.note(CallEnded(call=CALL, cause=16, seen=True, left_in=last.stage, last=last, waited=0.0))

    async def all_told(self) -> list[str]:
        """What the page was told until the end."""
        return [_in_short(moment) async for moment in self.following.watch(self.follow)]


def _in_short(moment: Moment) -> str:
    if moment.kind == "moved":
        return f"{moment.stage} {moment.place} {moment.agent}".strip()
    return moment.kind if moment.kind != "over" else f"over {moment.report}"


async def test_the_page_is_told_its_place_its_agent_and_what_was_stored() -> None:
    """F2.1: the place counts those who came before; F1.11: the number at the end."""
    stage = PageOfOne()
    stage.began()
    del stage.floor.calls[OTHER]
    stage.note()
    stage.note()
    call = stage.floor.calls[CALL]
    stage.floor.offers["offer1"] = Offer("offer1", CALL, "8001", 0.0, 9.0)
    call.stage, call.offer = Stage.OFFERED, "offer1"
    stage.note()
    call.stage, call.agent = Stage.TALKING, "8001"
    stage.note()
    stage.end()
    told = await asyncio.wait_for(stage.all_told(), 5)
    assert told == [
        "waiting 2",
        "waiting 1",
        "offered 1 8001",
        "talking 0 8001",
        "ended 0",
        "over 2611220001",
    ]


async def test_a_repeated_report_is_what_is_left_of_its_call() -> None:
    """F1.6: the report was made by an earlier call; this one is counted with it."""
    page = PageOfOne(left=Over(at=0.0, last_step="ask_agent"))
    page.began()
    page.following.take(event(What="stored", Step="repeat_report", Report="2611220001", Follow=page.follow))
    page.end()
    told = [moment async for moment in page.following.watch(page.follow)]
    assert seen(told[-1]) == {
        "kind": "over",
        "report": "2611220001",
        "confirmed": True,
        "repeated": True,
        "last_step": "ask_agent",
    }


@pytest.mark.parametrize(
    ("follow", "why"),
    [("z" * 32, "was never issued"), ("", "is none"), ("<b>" * 8, "is no name")],
)
async def test_events_under_a_name_that_was_not_issued_are_nobodys(follow: str, why: str) -> None:
    stage = PageOfOne()
    stage.began(follow or "-")
    assert stage.following.so_far(stage.follow) == [], why


async def test_one_pass_is_one_call() -> None:
    """S13: a second call under the same name tells the page nothing."""
    stage = PageOfOne()
    stage.began()
    before = len(stage.following.so_far(stage.follow))
    stage.began(call=OTHER)
    assert len(stage.following.so_far(stage.follow)) == before


def test_passes_end_and_one_address_gets_only_so_many() -> None:
    now = 0.0
    passes = Passes(most_a_minute=2, clock=lambda: now)
    first = passes.issue("192.0.2.1")
    passes.issue("192.0.2.1")
    with pytest.raises(TooManyTries) as refused:
        passes.issue("192.0.2.1")
    assert 0 < refused.value.retry_after <= 61
    assert passes.holds(passes.issue("192.0.2.2"))
    now = 61.0
    assert passes.holds(passes.issue("192.0.2.1"))
    now = GOOD_FOR + 1
    assert not passes.holds(first)
