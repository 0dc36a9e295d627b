"""From Asterisk's messages to call records: its end is Hangup alone (R6); times, queues and agents come from Asterisk."""

from datetime import UTC, datetime, timedelta

import pytest
from panoramisk.message import Message

from cti.call_facts import (
    CallAnswered,
    CallConnected,
    CallFact,
    CallHungUp,
    CallKeysLeft,
    CallQueued,
    CallStarted,
)
from cti.floor.apply import apply
from cti.floor.state import Floor
from cti.reading import snapshot
from cti.reading.read import Reading
from cti.record_facts import facts_of

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
CALL = "node1-1.1"


def event(kind: str, *, seconds: float = 0, **headers: str) -> Message:
    basic = {
        "Event": kind,
        "Timestamp": f"{(NOW + timedelta(seconds=seconds)).timestamp():.6f}",
        "Channel": "PJSIP/trunk-0000000a",
        "ChannelState": "6",
        "CallerIDNum": "55501234",
        "Exten": "112",
        "Uniqueid": CALL,
        "Linkedid": CALL,
    }
    return Message({**basic, **headers})


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class Calls:
    """Messages of Asterisk, folded into the facts of call records as the live floor does it."""

    def __init__(self) -> None:
        self.floor = Floor()
        self.reading = Reading()

    def apply(self, message: Message, now: datetime, mono: float) -> list[CallFact]:
        facts: list[CallFact] = []
        for item in self.reading.read(message, now.timestamp(), mono):
            facts += facts_of(item, apply(self.floor, item), self.floor)
        return facts

    def adopt(self, channels: list[Message]) -> list[CallFact]:
        facts: list[CallFact] = []
        for found in snapshot.legs(self.floor, channels, NOW.timestamp(), 1000.0, frozenset({"trunk"})):
            facts += facts_of(found.event, apply(self.floor, found.event), self.floor)
        return facts


def fold(calls: Calls, *messages: Message) -> list[CallFact]:
    """Each message at its own time, by both clocks."""
    return [fact for item in messages for fact in calls.apply(item, NOW, _mono(item))]


def _mono(message: Message) -> float:
    stamp = message.timestamp
    return float(stamp) - NOW.timestamp() + 1000.0 if stamp.replace(".", "").isdigit() else 1000.0


NEW = event("Newchannel", ChannelState="4")


def test_a_whole_call() -> None:
    facts = fold(
        Calls(),
        NEW,
        event("Newstate", seconds=0.5),
        event("QueueCallerJoin", seconds=20, Queue="junior"),
        event(
            "AgentConnect",
            seconds=32.5,
            Queue="junior",
            MemberName="8001",
            Interface="PJSIP/8001",
            HoldTime="12",
        ),
        event("Hangup", seconds=90, Cause="16"),
    )
    assert facts == [
        CallStarted(CALL, at(0), "55501234", "112"),
        CallAnswered(CALL, at(0.5)),
        CallQueued(CALL, at(20), "junior"),
        CallConnected(CALL, at(32.5), "junior", "8001", 12.5),
        CallHungUp(CALL, at(90), 16, outcome="answered"),
    ]


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([event("Newchannel", ChannelState="0")], "an outgoing leg is no call from the public network"),
        ([event("Newchannel", Channel="PJSIP/8001-0000000a", ChannelState="4")], "an agent's telephone"),
        ([event("Newchannel", Channel="PJSIP/trunk2-0000000a", ChannelState="4")], "another endpoint"),
        ([event("Newchannel", Channel="Local/trunk-0000000a", ChannelState="4")], "another technology"),
        ([event("Newchannel", Uniqueid="", ChannelState="4")], "no identity"),
        ([event("Hangup")], "a call that is not open ends nothing"),
        ([event("Newstate"), event("QueueCallerJoin", Queue="junior")], "as above"),
    ],
)
def test_what_is_no_public_call_gives_no_fact(events: list[Message], reason: str) -> None:
    assert fold(Calls(), *events) == []


def test_keys_that_a_caller_left_behind() -> None:
    """F1.14: the dialplan tells of them while the call is still open."""
    left = event("UserEvent", seconds=9, UserEvent="KeysLeft", Digits="5551")
    assert fold(Calls(), NEW, left)[1:] == [CallKeysLeft(CALL, at(9), "5551")]


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"UserEvent": "KeysLeft", "Digits": ""}, "nothing was pressed"),
        ({"UserEvent": "KeysLeft"}, "no digits"),
        ({"UserEvent": "KeysLeft", "Digits": "55*1"}, "not digits alone (S1)"),
        ({"UserEvent": "KeysLeft", "Digits": "５５"}, "digits of another script"),
        ({"UserEvent": "KeysLeft", "Digits": "5" * 41}, "longer than the dialplan sends"),
        ({"UserEvent": "Elsewhere", "Digits": "5551"}, "another event of the dialplan"),
        ({"UserEvent": "KeysLeft", "Digits": "5551", "Uniqueid": "node1-9.9"}, "a call that is not open"),
    ],
)
def test_what_the_dialplan_does_not_say_leaves_no_keys(headers: dict[str, str], reason: str) -> None:
    assert fold(Calls(), NEW, event("UserEvent", **headers))[1:] == [], reason


def test_a_caller_who_gives_up_has_waited_in_all_queues_together() -> None:
    facts = fold(
        Calls(),
        NEW,
        event("QueueCallerJoin", seconds=20, Queue="junior"),
        event("UserEvent", seconds=35, UserEvent="WaitingOver", Why="returned"),
        event("QueueCallerJoin", seconds=60, Queue="junior"),
        event("Hangup", seconds=70, Cause="16"),
    )
    assert facts[-1] == CallHungUp(CALL, at(70), 16, waited_seconds=25, outcome="abandoned")


def test_nothing_happens_twice() -> None:
    calls = Calls()
    twice = [NEW, NEW, event("Newstate"), event("Newstate"), event("Hangup"), event("Hangup")]
    kinds = [type(fact) for fact in fold(calls, *twice)]
    assert kinds == [CallStarted, CallAnswered, CallHungUp]
    assert fold(calls, event("Hangup"), NEW) == []


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("+8655501234", "8655501234"),
        ("<unknown>", ""),
        ("anonymous", ""),
        ("5550 1234", ""),
        ("１２３", ""),
        ("5" * 33, ""),
    ],
)
def test_a_caller_is_digits_or_nothing(shown: str, kept: str) -> None:
    started = fold(Calls(), event("Newchannel", ChannelState="4", CallerIDNum=shown))[0]
    assert isinstance(started, CallStarted)
    assert started.caller == kept


@pytest.mark.parametrize("stamp", ["", "x", "nan", "inf", "0", "99999999999999999999"])
def test_a_time_that_cannot_be_true_is_replaced(stamp: str) -> None:
    facts = fold(Calls(), event("Newchannel", ChannelState="4", Timestamp=stamp))
    assert facts == [CallStarted(CALL, NOW, "55501234", "112")]


def test_a_snapshot_is_adopted_once_with_the_time_the_call_began() -> None:
    calls = Calls()
    channel = event("CoreShowChannel", Duration="00:01:05")
    assert calls.adopt([channel]) == [
        CallStarted(CALL, at(-65), "55501234", "112"),
        CallAnswered(CALL, NOW),
    ]
    assert calls.adopt([channel]) == []
    assert fold(calls, NEW, event("Newstate")) == [], "buffered events that the snapshot knew already"


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        ("nothing special", 0),
        ("set back an hour", -3600),
        ("set forward half a day", 12 * 3600),
    ],
)
def test_a_wait_is_as_long_as_it_was_whatever_the_clock_does(reason: str, step: int) -> None:
    """R18: the wall clock steps while the caller waits."""
    calls = Calls()
    calls.apply(NEW, NOW, 1000.0)
    calls.apply(event("QueueCallerJoin", seconds=20, Queue="junior"), at(20), 1020.0)
    later = 32.5 + step
    answered = event("AgentConnect", seconds=later, Queue="junior", MemberName="8001", Interface="PJSIP/8001")
    (connected,) = calls.apply(answered, at(later), 1032.5)
    assert connected == CallConnected(CALL, at(later), "junior", "8001", 12.5), reason
