"""The router's rules, one by one: order, skills, the same agent, who just did not answer, overflow."""

import pytest

from cti.routing.offers import Match, offers
from cti.routing.ordering import KEY_ACCOUNT, LOST_LEG, MOST_OVERTAKEN, PRIORITISED, PRIORITY_SECONDS
from cti.routing.queues import DEFAULT_QUEUES, QueueSettings, Strategy
from cti.routing.ready_agents import ReadyAgent, ReadyAgents
from cti.routing.waiting_room import WaitingCall, WaitingRoom

NOW = 10_000.0


def decide(
    calls: list[WaitingCall], agents: list[ReadyAgent], queues: dict[str, QueueSettings] | None = None
) -> list[tuple[str, str]]:
    waiting, ready = WaitingRoom(), ReadyAgents(queues or DEFAULT_QUEUES)
    for call in calls:
        waiting.put(call)
    for agent in agents:
        ready.put(agent)
    return [(match.call, match.agent) for match in offers(waiting, ready, NOW)]


def call(name: str, waited: float = 10.0, queue: str = "junior", **values: object) -> WaitingCall:
    return WaitingCall(call=name, queue=queue, since=NOW - waited, **values)  # type: ignore[arg-type]


def agent(extension: str, idle: float = 10.0, **skills: int) -> ReadyAgent:
    return ReadyAgent(extension=extension, skills=skills or {"junior": 1}, since=NOW - idle)


@pytest.mark.parametrize(
    ("calls", "first", "why"),
    [
        ([call("a", 10), call("b", 20)], "b", "longest wait first"),
        ([call("a", 10), call("b", 20, "senior")], "b", "across all queues"),
        ([call("a", 10, priority=KEY_ACCOUNT), call("b", 20)], "a", "a key account is first in line (F2.4)"),
        (
            [call("a", 10, priority=KEY_ACCOUNT), call("b", 20, priority=KEY_ACCOUNT)],
            "b",
            "among key accounts too",
        ),
        (
            [call("a", 5, priority=PRIORITISED), call("b", 20, priority=KEY_ACCOUNT)],
            "a",
            "an operator said so",
        ),
        ([call("a", 1, priority=LOST_LEG), call("b", 90, priority=PRIORITISED)], "a", "back at the head"),
        ([call("a", 10, weight=2), call("b", 29)], "a", "a queue's weight is a head start"),
        ([call("a", 10, weight=2), call("b", 31)], "b", "that ends"),
        ([call("a", 1, priority=KEY_ACCOUNT), call("b", 2 + PRIORITY_SECONDS)], "b", "nobody starves"),
        ([call("a", 1, priority=6, weight=100), call("b", 2 + MOST_OVERTAKEN)], "b", "under anything"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_who_is_first(calls: list[WaitingCall], first: str, why: str) -> None:
    assert decide(calls, [agent("8001", junior=1, senior=1)]) == [(first, "8001")], why


@pytest.mark.parametrize(
    ("agents", "first", "why"),
    [
        ([agent("8001", 10), agent("8002", 20)], "8002", "idle longest"),
        ([agent("8001", 10, junior=1), agent("8002", 20, junior=2)], "8001", "the better level first"),
        ([agent("8001", 10, senior=1), agent("8002", 1)], "8002", "only with the skill"),
    ],
)
def test_who_is_asked(agents: list[ReadyAgent], first: str, why: str) -> None:
    assert decide([call("a")], agents) == [("a", first)], why


def test_a_queue_may_ask_who_is_idle_longest_whatever_the_level() -> None:
    queues = {"junior": QueueSettings(strategy=Strategy.LONGEST_IDLE)}
    agents = [agent("8001", 10, junior=1), agent("8002", 20, junior=2)]
    assert decide([call("a")], agents, queues) == [("a", "8002")]


def test_the_same_agent_first_for_a_repeat_caller() -> None:
    agents = [agent("8001", 90), agent("8002", 1)]
    assert decide([call("a", preferred="8002")], agents) == [("a", "8002")]


def test_a_caller_who_is_kept_for_one_agent_holds_up_nobody() -> None:
    calls = [call("a", 90, preferred="8002", preferred_until=NOW + 1), call("b")]
    assert decide(calls, [agent("8001")]) == [("b", "8001")]


def test_after_the_grace_anybody_is_asked() -> None:
    assert decide([call("a", preferred="8002", preferred_until=NOW)], [agent("8001")]) == [("a", "8001")]


def test_a_preferred_agent_without_the_skill_is_not_asked() -> None:
    assert decide([call("a", queue="manager", preferred="8001")], [agent("8001")]) == []


def test_who_just_did_not_answer_this_call_is_not_asked_again_for_it() -> None:
    refused = call("a", 90, refused_by={"8001": NOW + 5})
    assert decide([refused, call("b")], [agent("8001", 90), agent("8002")]) == [("a", "8002"), ("b", "8001")]
    assert decide([refused], [agent("8001")]) == []
    assert decide([call("a", refused_by={"8001": NOW - 1})], [agent("8001")]) == [("a", "8001")]


def test_after_a_while_the_agents_of_another_queue_are_asked_too() -> None:
    overflowing = call("a", queue="english", overflow_to="junior", overflow_at=NOW)
    assert decide([overflowing], [agent("8001")]) == [("a", "8001")]
    early = call("a", queue="english", overflow_to="junior", overflow_at=NOW + 1)
    assert decide([early], [agent("8001")]) == []


def test_places_are_counted_by_queue() -> None:
    waiting = WaitingRoom()
    for one in (call("a", 10), call("b", 20), call("c", 99, "senior"), call("d", 5, priority=KEY_ACCOUNT)):
        waiting.put(one)
    assert [waiting.place(name) for name in "dbac"] == [1, 2, 3, 1]
    assert waiting.waiting_in("junior") == 3
    waiting.remove("b")
    assert waiting.place("a") == 2
    assert [one.call for one in waiting] == ["d", "c", "a"]


def test_a_match_is_a_value() -> None:
    assert Match("a", "8001") == Match("a", "8001")
