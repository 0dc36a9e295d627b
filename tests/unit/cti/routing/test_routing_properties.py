"""The router under anything hypothesis finds: nobody twice, longest wait first, nobody starves."""

from hypothesis import given
from hypothesis import strategies as st

from cti.routing.offers import offers
from cti.routing.ordering import MOST_OVERTAKEN
from cti.routing.queues import DEFAULT_QUEUES
from cti.routing.ready_agents import ReadyAgent, ReadyAgents
from cti.routing.waiting_room import WaitingCall, WaitingRoom

QUEUES = st.sampled_from(sorted(DEFAULT_QUEUES))
EXTENSIONS = [f"80{number:02}" for number in range(12)]
TIMES = st.floats(0, 10_000, allow_nan=False).map(lambda seconds: round(seconds, 1))


@st.composite
def waiting_calls(draw: st.DrawFn) -> list[WaitingCall]:
    return [
        WaitingCall(
            call=f"node1-1.{number}",
            queue=draw(QUEUES),
            since=draw(TIMES),
            priority=draw(st.integers(0, 4)),
            weight=draw(st.integers(0, 100)),
            preferred=draw(st.sampled_from(["", *EXTENSIONS])),
            preferred_until=draw(TIMES),
            refused_by=draw(st.dictionaries(st.sampled_from(EXTENSIONS), TIMES, max_size=3)),
            overflow_to=draw(st.sampled_from(["", "junior"])),
            overflow_at=draw(TIMES),
        )
        for number in range(draw(st.integers(0, 15)))
    ]


@st.composite
def ready_agents(draw: st.DrawFn) -> list[ReadyAgent]:
    chosen = draw(st.lists(st.sampled_from(EXTENSIONS), unique=True))
    skills = st.dictionaries(QUEUES, st.integers(1, 5), max_size=4)
    return [ReadyAgent(extension=name, skills=draw(skills), since=draw(TIMES)) for name in chosen]


def filled(calls: list[WaitingCall], agents: list[ReadyAgent]) -> tuple[WaitingRoom, ReadyAgents]:
    waiting, ready = WaitingRoom(), ReadyAgents(DEFAULT_QUEUES)
    for call in calls:
        waiting.put(call)
    for agent in agents:
        ready.put(agent)
    return waiting, ready


def may_take(agent: ReadyAgent, call: WaitingCall, now: float) -> bool:
    if now < call.refused_by.get(agent.extension, now):
        return False
    if now < call.preferred_until and agent.extension != call.preferred:
        return False
    return any(queue in agent.skills for queue in call.queues(now))


@given(waiting_calls(), ready_agents(), TIMES)
def test_every_decision_is_a_fair_one(calls: list[WaitingCall], agents: list[ReadyAgent], now: float) -> None:
    made = offers(*filled(calls, agents), now)
    assert len({match.agent for match in made}) == len(made), "no agent twice"
    assert len({match.call for match in made}) == len(made), "no call twice"
    by_call, by_agent = {c.call: c for c in calls}, {a.extension: a for a in agents}
    assert all(may_take(by_agent[match.agent], by_call[match.call], now) for match in made)
    order = [by_call[match.call].rank for match in made]
    assert order == sorted(order), "in the order of service"
    left = [call for call in calls if call.call not in {match.call for match in made}]
    for call in left:
        for agent in agents:
            if may_take(agent, call, now):
                [better] = [match.call for match in made if match.agent == agent.extension]
                assert by_call[better].rank < call.rank, (
                    "an agent who could have served only has a call before it"
                )


@given(waiting_calls(), ready_agents(), TIMES)
def test_within_a_priority_the_longest_wait_is_first(
    calls: list[WaitingCall], agents: list[ReadyAgent], now: float
) -> None:
    made = {match.call for match in offers(*filled(calls, agents), now)}
    skills = {agent.extension: set(agent.skills) for agent in agents}
    for served in (call for call in calls if call.call in made):
        for passed in (call for call in calls if call.call not in made):
            alike = (passed.queue, passed.priority, passed.weight) == (
                served.queue,
                served.priority,
                served.weight,
            )
            plain = not (passed.preferred or passed.refused_by or now < passed.preferred_until)
            normal = not (served.preferred or served.overflow_to or now < served.preferred_until)
            if alike and plain and normal and any(served.queue in of for of in skills.values()):
                assert (served.since, served.call) < (passed.since, passed.call)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 100)), min_size=1, max_size=30))
def test_nobody_starves(newcomers: list[tuple[int, int]]) -> None:
    """One agent; a stream of better-placed callers, one a minute: the plain one is served all the same."""
    waiting, ready = WaitingRoom(), ReadyAgents(DEFAULT_QUEUES)
    waiting.put(WaitingCall(call="plain", queue="junior", since=0.0))
    now, turn = 0.0, 0
    while "plain" in waiting:
        priority, weight = newcomers[turn % len(newcomers)]
        newcomer = WaitingCall(call=f"new{turn}", queue="junior", since=now, priority=priority, weight=weight)
        waiting.put(newcomer)
        ready.put(ReadyAgent(extension="8001", skills={"junior": 1}, since=now))
        [match] = offers(waiting, ready, now)
        waiting.remove(match.call)
        ready.remove(match.agent)
        turn, now = turn + 1, now + 60.0
        assert now <= MOST_OVERTAKEN + 120.0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), QUEUES, TIMES, st.integers(0, 4)), max_size=60))
def test_the_waiting_room_is_always_what_a_sorted_list_would_be(
    steps: list[tuple[bool, int, str, float, int]],
) -> None:
    waiting, plain = WaitingRoom(), dict[str, WaitingCall]()
    for put, number, queue, since, priority in steps:
        call = WaitingCall(call=str(number), queue=queue, since=since, priority=priority)
        if put:
            waiting.put(call)
            plain[call.call] = call
        else:
            waiting.remove(call.call)
            plain.pop(call.call, None)
    ranked = sorted(plain.values(), key=lambda call: call.rank)
    assert list(waiting) == ranked
    for call in ranked:
        same = [other.call for other in ranked if other.queue == call.queue]
        assert waiting.place(call.call) == same.index(call.call) + 1
        assert waiting.waiting_in(call.queue) == len(same)
