"""Screen pops from ringing to acknowledgement: one message, completed when late, never doubled (F2.2, F2.8, H7)."""

import asyncio
from collections.abc import Callable

import pytest

from cti.floor import events as e
from cti.pops.targets import PopTarget
from cti.routing.queues import DEFAULT_QUEUES, QueueSettings
from tests.unit.cti.pops.scripted_look import UNKNOWN, ScriptedLook
from tests.unit.cti.pops.stage import Stage
from tests.unit.cti.scripted_floor import CALLER, LINE
from tests.waiting import until


async def test_on_ringing_everything_comes_in_one_message() -> None:
    stage = Stage(ScriptedLook(), deadline=2.0)
    stage.live.call()
    stage.live.pass_time(12.5)
    stage.live.offer()
    (pop,) = await stage.shows(1)
    assert (pop.id, pop.revision, pop.call, pop.agent, pop.looked) == ("o1", 1, "c1", "8001", "complete")
    assert (pop.caller, pop.queue, pop.reason, pop.waited_seconds) == (CALLER, "junior", "asked", 12.5)
    assert (pop.known, pop.key_account, pop.repeat_count) == (True, True, 2)
    assert (pop.entered.line_number, pop.entered.symptom_class) == (LINE, "1")
    assert (pop.line.owner, pop.reports[0].number, pop.contacts[0].agent) == (
        "Sample Owner",
        "2611220001",
        "8002",
    )
    assert stage.shown("8002") == []
    assert stage.live.floor.agents["8001"].state == "ringing", "before the answer"


async def test_nothing_pops_before_the_telephone_rings() -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.say(e.OfferMade, offer="o1", leg="c1", agent="8001", lease=5.0)
    assert stage.told() == []
    assert stage.look.asked == []


async def test_a_late_database_completes_the_same_pop() -> None:
    stage = Stage(ScriptedLook(slow=True))
    stage.live.call()
    stage.live.offer()
    (first,) = await stage.shows(1)
    assert (first.looked, first.known, first.entered.line_number) == ("looking_up", None, LINE)
    stage.look.open.set()
    first, second = await stage.shows(2)
    assert (second.id, first.revision, second.revision) == (first.id, 1, 2)
    assert (second.looked, second.line.owner) == ("complete", "Sample Owner")
    assert stage.figure("faultline_pops_late_total") == 1


async def test_a_database_that_is_away_is_told_and_asked_again() -> None:
    stage = Stage(ScriptedLook(away=True))
    stage.live.call()
    stage.live.offer()
    (first,) = await stage.shows(1)
    assert first.looked == "unavailable"
    stage.look.away = False
    second = (await stage.shows(2))[-1]
    assert (second.id, second.revision, second.looked) == (first.id, 2, "complete")


async def test_an_unknown_caller_gets_an_empty_customer_form() -> None:
    """H7."""
    stage = Stage(ScriptedLook(UNKNOWN))
    stage.live.call(line="")
    stage.live.offer()
    pop = (await stage.shows(1))[0]
    assert (pop.known, pop.line.owner, pop.reports, pop.contacts) == (False, "", (), ())
    assert stage.look.asked[0].line == ""


ENDS: list[tuple[str, Callable[[Stage], object], str]] = [
    ("nobody answered", lambda s: s.live.no_answer(), "no answer"),
    ("the caller left", lambda s: s.live.hang_up("c1", "o1-leg"), "caller left"),
    (
        "the lease ran out (R20)",
        lambda s: s.live.say(e.LeaseOver, agent="8001", state="ringing"),
        "lease over",
    ),
    (
        "another agent answered (pickup)",
        lambda s: s.live.say(e.Conversation, leg="c1", agent="8002", linkedid="c1"),
        "another agent answered",
    ),
    (
        "the caller is back in the waiting room",
        lambda s: s.live.say(e.Waiting, leg="c1", queue="junior", since=s.live.at, linkedid="c1"),
        "caller waits again",
    ),
]


@pytest.mark.parametrize(("what", "ends", "why"), ENDS, ids=[row[0] for row in ENDS])
async def test_when_the_ringing_ends_elsewhere_the_pop_is_taken_away(
    what: str, ends: Callable[[Stage], object], why: str
) -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    await stage.shows(1)
    ends(stage)
    assert stage.withdrawn() == [("o1", why)]
    assert stage.pops.of("8001") == []


async def test_a_ringing_that_is_over_before_the_database_answers_leaves_no_ghost() -> None:
    stage = Stage(ScriptedLook(slow=True), deadline=0.05)
    stage.live.call()
    stage.live.offer()
    stage.live.no_answer()
    stage.look.open.set()
    stage.live.offer(agent="8002", offer="o2")
    await stage.shows(1, "8002")
    assert stage.told("8001") == []


async def test_ringing_twice_is_one_pop_and_another_offer_is_another() -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    await stage.shows(1)
    stage.live.say(e.LegRinging, leg="o1-leg", linkedid="c1")
    stage.live.no_answer()
    stage.live.offer(agent="8002", offer="o2")
    (other,) = await stage.shows(1, "8002")
    assert other.id == "o2"
    assert [pop.id for pop in stage.shown()] == ["o1"]
    assert stage.figure("faultline_pops_total") == 2


async def test_the_pop_stays_while_they_talk_and_goes_when_the_agent_is_free() -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    await stage.shows(1)
    stage.live.answer()
    assert [pop.id for pop in stage.pops.of("8001")] == ["o1"]
    stage.live.hang_up("c1", "o1-leg")
    assert [pop.id for pop in stage.pops.of("8001")] == ["o1"], "work after the call"
    stage.live.say(e.WrapUpOver, agent="8001")
    assert stage.pops.of("8001") == []
    assert stage.withdrawn() == []


async def test_a_transfer_carries_report_and_reason() -> None:
    """F2.8: to a queue, then to the agent who is next; a transfer that failed leaves no trace."""
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    stage.live.answer()
    passed = {"agent": "8001", "to": "queue", "mode": "blind", "report": "2611220001"}
    stage.live.say(e.Transferred, transfer="t0", leg="c1", target="senior", reason="wrong", **passed)
    stage.live.say(e.TransferOver, transfer="t0", leg="c1", result="failed")
    stage.live.say(
        e.Transferred, transfer="t1", leg="c1", target="senior", reason="disputes\u202e it", **passed
    )
    stage.live.say(e.Waiting, leg="c1", queue="senior", since=stage.live.at, linkedid="c1")
    stage.live.offer(agent="8002", offer="o2")
    (pop,) = await stage.shows(1, "8002")
    assert pop.passed is not None
    assert (pop.passed.by, pop.passed.reason, pop.passed.report) == ("8001", "disputes it", "2611220001")
    assert pop.queue == "senior"


async def test_a_failed_transfer_is_not_told_of() -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    stage.live.answer()
    stage.live.say(
        e.Transferred, transfer="t0", leg="c1", agent="8001", to="agent", target="8002", mode="blind", reason="x"
    )  # fmt: skip
    stage.live.say(e.TransferOver, transfer="t0", leg="c1", result="failed")
    stage.live.say(e.Waiting, leg="c1", queue="junior", since=stage.live.at, linkedid="c1")
    stage.live.offer(agent="8002", offer="o2")
    (pop,) = await stage.shows(1, "8002")
    assert pop.passed is None


async def test_acknowledged_with_its_latency() -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    await stage.shows(1)
    stage.live.pass_time(0.08)
    stage.pops.seen("8001", "o1", 1)
    stage.pops.seen("8001", "o1", 1)
    noted = [event for event in stage.live.log if isinstance(event, e.PopAcknowledged)]
    assert [(n.offer, n.agent, n.leg, n.revision, n.seconds) for n in noted] == [
        ("o1", "8001", "c1", 1, 0.08)
    ]
    assert stage.figure("faultline_pop_seconds_count") == 1
    assert stage.figure("faultline_pop_seconds_sum") == pytest.approx(0.08)


LIES = [
    ("another agent's pop", "8002", "o1", 1),
    ("a pop that never was", "8001", "o9", 1),
    ("a revision that was never sent", "8001", "o1", 2),
    ("no revision", "8001", "o1", 0),
]


@pytest.mark.parametrize(("what", "agent", "pop", "revision"), LIES, ids=[row[0] for row in LIES])
async def test_what_is_not_the_desktops_to_acknowledge_changes_nothing(
    what: str, agent: str, pop: str, revision: int
) -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    await stage.shows(1)
    stage.pops.seen(agent, pop, revision)
    assert stage.figure("faultline_pop_seconds_count") == 0


async def test_unacknowledged_it_is_sent_again_the_same() -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    (first,) = await stage.shows(1)
    stage.pops.tidy()
    assert len(stage.shown()) == 1, "not before its time"
    stage.live.pass_time(0.4)
    stage.pops.tidy()
    assert stage.shown() == [first, first]
    stage.pops.seen("8001", "o1", 1)
    stage.live.pass_time(0.4)
    stage.pops.tidy()
    assert len(stage.shown()) == 2


async def test_an_acknowledgement_on_its_way_counts_after_the_end_and_is_forgotten_in_time() -> None:
    stage = Stage(ScriptedLook())
    stage.live.call()
    stage.live.offer()
    await stage.shows(1)
    stage.live.no_answer()
    stage.live.pass_time(0.2)
    stage.pops.seen("8001", "o1", 1)
    assert stage.figure("faultline_pop_seconds_count") == 1
    stage.live.pass_time(60)
    stage.pops.tidy()
    stage.live.agent()
    assert stage.pops.of("8001") == []


async def test_after_a_restart_those_who_ring_and_talk_have_their_pop_again() -> None:
    stage = Stage(ScriptedLook())
    stage.live.call("c1")
    stage.live.offer("c1", "8001", "o1")
    stage.live.call("c2")
    stage.live.offer("c2", "8002", "o2")
    stage.live.answer("c2", "8002", "o2")
    again = Stage(ScriptedLook())
    again.live.floor = stage.live.floor
    again.pops.adopt()
    again.pops.adopt()
    rings, talks = (await again.shows(1, "8001"))[0], (await again.shows(1, "8002"))[0]
    assert (rings.id, rings.call, talks.call) == ("o1", "c1", "c2")
    again.live.no_answer("c1", "o1")
    assert [why for _, why in again.withdrawn("8001")] == ["no answer"]
    assert again.withdrawn("8002") == []


def queue_with(target: PopTarget) -> dict[str, QueueSettings]:
    return {**DEFAULT_QUEUES, "junior": QueueSettings(pop=target)}


async def test_a_page_of_another_system_gets_values_that_stay_values() -> None:
    template = "https://crm.example/find?tel={caller}&line={line_number}&why={reason}#{queue}"
    stage = Stage(ScriptedLook(), queue_with(PopTarget(url=template, instead=True)))
    stage.live.call(reason="a&b=c/../?#{caller}")
    stage.live.offer()
    (pop,) = await stage.shows(1)
    expected = f"tel={CALLER}&line={LINE}&why=a%26b%3Dc%2F..%2F%3F%23%7Bcaller%7D#junior"
    assert (pop.url, pop.url_only) == (f"https://crm.example/find?{expected}", True)


async def test_a_webhook_gets_the_complete_pop_and_its_end() -> None:
    hook = "https://crm.example/pops"
    stage = Stage(ScriptedLook(slow=True), queue_with(PopTarget(webhook=hook)))
    stage.live.call()
    stage.live.offer()
    await stage.shows(1)
    assert stage.posted == [], "not what is half known"
    stage.look.open.set()
    await stage.shows(2)
    stage.live.no_answer()
    assert [(url, kind, pop.id, pop.looked) for url, kind, pop in stage.posted] == [
        (hook, "pop", "o1", "complete"),
        (hook, "pop_withdrawn", "o1", "complete"),
    ]


async def test_other_queues_post_nothing() -> None:
    stage = Stage(ScriptedLook(), queue_with(PopTarget(webhook="https://crm.example/pops")))
    stage.live.call(queue="english")
    stage.live.offer()
    (pop,) = await stage.shows(1)
    assert (pop.url, stage.posted) == ("", [])


async def test_what_is_looked_up_ends_with_the_pop_desk() -> None:
    stage = Stage(ScriptedLook(slow=True))
    running = asyncio.create_task(stage.pops.run())
    stage.live.call()
    stage.live.offer()
    await stage.shows(1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    async def alone() -> bool:
        return asyncio.all_tasks() == {asyncio.current_task()}

    await until(alone, seconds=5)
