"""What the router sees of the floor, on the real fold: who waits, who is ready, and what came before."""

import time

import msgspec
import pytest

from cti.floor.events import (
    CallbackAsked,
    Conversation,
    DeviceSeen,
    Kept,
    KeptOver,
    LegEnded,
    OfferMade,
    OfferOver,
    OverflowAsked,
    Steered,
    Transferred,
    Waiting,
    WaitingOver,
    WantsPause,
)
from cti.floor.state import Floor
from cti.routing.board import (
    BACK_WITHIN,
    PRIORITISE,
    QUESTION_SECONDS,
    REFUSED_SECONDS,
    SAME_AGENT_SECONDS,
    TELEPHONE_GOES,
    Board,
)
from cti.routing.last_agents import REMEMBERED_SECONDS, Talk
from cti.routing.queues import DEFAULT_QUEUES, QueueSettings
from cti.steering.live_floor import stamp
from tests.folded_floor import FoldedFloor


class Watched(FoldedFloor):
    """A floor and a board that follows it."""

    def __init__(self, **queues: QueueSettings) -> None:
        super().__init__()
        self.board = Board({**DEFAULT_QUEUES, **queues})
        self.subscribe(lambda event, changes: self.board.follow(self.floor, event, changes))

    def decided(self, later: float = 0.0) -> list[tuple[str, str]]:
        made = self.board.decide(self.floor, time.monotonic() + later)
        return [(match.call, match.agent) for match in made]

    def offered(self, call: str, agent: str) -> None:
        self.act(OfferMade(**stamp(), offer=f"o-{call}-{agent}", leg=call, agent=agent, lease=5.0))

    def answered(self, call: str, agent: str) -> None:
        self.offered(call, agent)
        self.act(Conversation(**stamp(), leg=call, agent=agent, offer=f"o-{call}-{agent}"))


@pytest.fixture
def floor() -> Watched:
    return Watched()


def test_who_waits_is_offered_to_who_is_ready(floor: Watched) -> None:
    floor.agent("8001")
    floor.agent("8002", senior=1)
    floor.agent("8003", ready=False)
    floor.caller("1.1", since=10)
    floor.caller("1.2", since=20, queue="senior")
    assert floor.decided() == [("1.2", "8002"), ("1.1", "8001")]


def test_a_call_under_offer_and_its_agent_are_not_offered_again(floor: Watched) -> None:
    floor.agent("8001")
    floor.caller("1.1")
    floor.offered("1.1", "8001")
    assert floor.decided() == []


@pytest.mark.parametrize("kind", ["returned", "parachute", "callback", "voicemail"])
def test_who_has_left_the_waiting_room_is_not_offered(floor: Watched, kind: str) -> None:
    floor.agent("8001")
    floor.caller("1.1")
    floor.act(WaitingOver(**stamp(), leg="1.1", why=kind))  # type: ignore[arg-type]
    assert floor.decided(later=2.0) == []


def test_who_has_hung_up_is_not_offered(floor: Watched) -> None:
    floor.agent("8001")
    floor.caller("1.1")
    floor.act(LegEnded(**stamp(), leg="1.1"))
    assert floor.decided() == []
    assert len(floor.board.waiting) == 0


def test_no_answer_leads_to_the_next_agent_the_place_kept(floor: Watched) -> None:
    """F2.1: at the front, and not to the same agent again for a while."""
    floor.agent("8001")
    floor.agent("8002")
    floor.caller("1.1", since=30)
    floor.caller("1.2", since=10)
    floor.offered("1.1", "8001")
    floor.act(OfferOver(**stamp(), leg="1.1", offer="o-1.1-8001", status="NOANSWER"))
    floor.waits("1.1", since=30)
    floor.agent("8001")
    assert floor.decided() == [("1.1", "8002"), ("1.2", "8001")]
    floor.act(LegEnded(**stamp(), leg="1.2"))
    floor.act(WantsPause(**stamp(), agent="8002", by="8002", reason="break"))
    assert floor.decided() == []
    assert floor.decided(later=REFUSED_SECONDS + 1) == [("1.1", "8001")]


def test_a_caller_on_the_way_back_to_the_waiting_room_is_not_offered_before_it_is_there(
    floor: Watched,
) -> None:
    """Its `Waiting` would undo the new offer while the telephone rings for it."""
    floor.agent("8001")
    floor.agent("8002")
    floor.caller("1.1")
    floor.offered("1.1", "8001")
    floor.act(OfferOver(**stamp(), leg="1.1", offer="o-1.1-8001", status="NOANSWER"))
    assert floor.decided() == []
    assert floor.decided(later=BACK_WITHIN + 0.1) == [("1.1", "8002")], "the word may be lost"
    floor.waits("1.1")
    assert floor.decided() == [("1.1", "8002")]


@pytest.mark.parametrize(
    ("asks", "at_once", "after_the_question"),
    [
        pytest.param(False, "8002", "8002", id="F2.1: no question is due, the next agent's telephone rings"),
        pytest.param(True, None, "8002", id="F2.1: a question is due, it is heard out first"),
    ],
)
def test_a_question_that_was_due_while_a_telephone_rang_is_not_cut_off(
    floor: Watched, asks: bool, at_once: str | None, after_the_question: str
) -> None:
    """Nobody asks while it rings; the next offer would end the question as it begins."""
    floor.agent("8001")
    floor.agent("8002")
    floor.caller("1.1")
    floor.offered("1.1", "8001")
    floor.act(OfferOver(**stamp(), leg="1.1", offer="o-1.1-8001", status="NOANSWER"))
    floor.waits("1.1", asks=asks)
    assert floor.decided() == ([("1.1", at_once)] if at_once else [])
    assert floor.decided(later=QUESTION_SECONDS + 0.1) == [("1.1", after_the_question)]


def test_an_agent_who_becomes_free_in_the_question_gets_the_caller_at_once(floor: Watched) -> None:
    """F2.1: nobody's telephone has rung, the question came in its own time."""
    floor.caller("1.1")
    floor.act(OverflowAsked(**stamp(), leg="1.1"))
    floor.agent("8001")
    assert floor.decided() == [("1.1", "8001")]


def test_a_customer_who_was_called_is_there_too(floor: Watched) -> None:
    """The word comes on the customer's leg, the call goes by the name of the agent's."""
    floor.agent("8002")
    floor.agent("8003")
    floor.customer_waits("1.1", "1.2")
    floor.offered("1.1", "8002")
    floor.act(OfferOver(**stamp(), leg="1.2", linkedid="1.1", offer="o-1.1-8002", status="NOANSWER"))
    assert floor.decided() == []
    floor.act(Waiting(**stamp(), leg="1.2", linkedid="1.1", queue="junior", since=stamp()["at"]))
    assert floor.decided() == [("1.1", "8003")]


def test_key_accounts_go_to_seniors_and_first_in_line(floor: Watched) -> None:
    """F2.4."""
    floor.agent("8001", senior=1)
    floor.caller("1.1", since=60, queue="senior")
    floor.arrives("1.2")
    floor.waits("1.2", "junior", key_account=True)
    assert floor.decided() == [("1.2", "8001")]


def test_an_operator_puts_a_caller_in_front(floor: Watched) -> None:
    floor.agent("8001")
    floor.caller("1.1", since=60)
    floor.caller("1.2", since=5)
    floor.act(Steered(**stamp(), leg="1.2", by="8900", act=PRIORITISE))
    assert floor.decided() == [("1.2", "8001")]


def test_who_is_in_front_stays_there_over_a_restart(floor: Watched) -> None:
    """The log has it: the floor of the next start, and a board that is made anew, know it."""
    floor.agent("8001")
    floor.caller("1.1", since=60)
    floor.caller("1.2", since=5)
    floor.act(Steered(**stamp(), leg="1.2", by="8900", act=PRIORITISE))
    later = Board(DEFAULT_QUEUES)
    later.rebuild(msgspec.json.decode(msgspec.json.encode(floor.floor), type=Floor), **stamp())
    assert [match.call for match in later.decide(floor.floor, time.monotonic())] == ["1.2"]


def test_an_answered_caller_is_in_front_no_more(floor: Watched) -> None:
    floor.agent("8001")
    floor.caller("1.1")
    floor.act(Steered(**stamp(), leg="1.1", by="8900", act=PRIORITISE))
    floor.answered("1.1", "8001")
    assert not floor.floor.calls["1.1"].in_front


def test_talks_before_a_restart_are_learnt_and_later_ones_outweigh_them(floor: Watched) -> None:
    """Also for a caller who waits already, with all that is known of the place."""
    now = time.monotonic()
    floor.agent("8001")
    floor.agent("8002")
    floor.caller("1.0", number="55500778")
    floor.answered("1.0", "8001")
    floor.act(LegEnded(**stamp(), leg="1.0"))
    floor.agent("8001")
    floor.caller("1.1", number="55500777", since=20)
    floor.board.set_aside("1.1", now + 60)
    talks = [
        Talk("55500777", "8002", now - 3600),
        Talk("55500777", "8001", now - 7200),
        Talk("55500778", "8002", now - 60),
    ]
    floor.board.learn(talks, floor.floor, **stamp())
    assert floor.decided() == [], "set aside as before"
    assert floor.decided(later=61) == [("1.1", "8002")]
    floor.caller("1.2", number="55500778")
    assert ("1.2", "8001") in floor.decided()


def test_a_talk_of_the_day_before_is_forgotten(floor: Watched) -> None:
    floor.agent("8001")
    floor.agent("8002")
    floor.caller("1.1", number="55500777")
    before = floor.decided()
    other = next(agent for agent in ("8001", "8002") if agent != before[0][1])
    old = [Talk("55500777", other, time.monotonic() - REMEMBERED_SECONDS)]
    floor.board.learn(old, floor.floor, **stamp())
    assert floor.decided() == before


def test_who_called_before_is_put_to_the_same_agent(floor: Watched) -> None:
    floor.agent("8001")
    floor.agent("8002")
    floor.caller("1.1", number="55500777")
    floor.answered("1.1", "8002")
    floor.act(LegEnded(**stamp(), leg="1.1"))
    floor.caller("1.2", number="55500777")
    assert floor.floor.agents["8002"].state == "wrap_up"
    assert floor.decided() == [], "waits a little for who knows the case"
    assert floor.decided(later=SAME_AGENT_SECONDS + 1) == [("1.2", "8001")]
    floor.agent("8002")
    assert floor.decided() == [("1.2", "8002")]


def test_who_passed_a_caller_on_is_not_asked_first_again(floor: Watched) -> None:
    """F2.8: neither waited for nor preferred, although the last to have talked with the caller."""
    floor.agent("8001", junior=1, manager=1)
    floor.agent("8002", manager=2)
    floor.caller("1.1")
    floor.answered("1.1", "8001")
    floor.act(
        Transferred(
            **stamp(), transfer="t", leg="1.1", agent="8001", to="queue", target="manager", mode="blind"
        )
    )
    floor.waits("1.1", "manager")
    assert floor.decided() == [("1.1", "8002")]


def test_a_lost_leg_is_offered_to_the_same_agent_then_to_the_head_of_the_queue(floor: Watched) -> None:
    floor.agent("8001")
    floor.caller("1.1", since=5)
    floor.caller("1.2", since=300)
    floor.answered("1.1", "8001")
    floor.act(Kept(**stamp(), leg="1.1", agent="8001"))
    floor.agent("8002")
    assert floor.floor.agents["8001"].state == "paused"
    assert floor.decided() == [("1.2", "8002")], "the telephone may look registered a moment longer"
    back = floor.decided(later=TELEPHONE_GOES)
    assert back == [("1.1", "8001"), ("1.2", "8002")], "although paused by the loss"
    floor.act(DeviceSeen(**stamp(), agent="8001", reachable=False))
    assert floor.decided(later=TELEPHONE_GOES) == [("1.2", "8002")], "no telephone"
    floor.act(DeviceSeen(**stamp(), agent="8001", reachable=True))
    assert floor.decided() == [("1.1", "8001"), ("1.2", "8002")], "registered anew: at once"
    floor.act(KeptOver(**stamp(), leg="1.1"))
    assert floor.decided() == [("1.2", "8002")], "on the way to the waiting room"
    floor.waits("1.1", since=5)
    assert floor.decided() == [("1.1", "8002")]


def test_after_a_while_another_queue_s_agents_are_asked_too() -> None:
    floor = Watched(english=QueueSettings(overflow_to="junior", overflow_after=60))
    floor.agent("8001")
    floor.caller("1.1", queue="english", since=59)
    assert floor.decided() == []
    assert floor.decided(later=2.0) == [("1.1", "8001")]


def test_a_queue_that_is_not_configured_counts_as_junior(floor: Watched) -> None:
    floor.agent("8001")
    floor.caller("1.1", queue="closed_long_ago")
    assert floor.decided() == [("1.1", "8001")]


def test_the_expected_wait_follows_place_and_agents(floor: Watched) -> None:
    floor.agent("8001", ready=False)
    floor.caller("1.1", since=10)
    floor.caller("1.2", since=5)
    first, second = (floor.board.expected_wait(call) for call in ("1.1", "1.2"))
    assert first is not None
    assert second == 2 * first
    floor.agent("8002", ready=False)
    assert floor.board.expected_wait("1.2") == first
    with pytest.raises(KeyError):
        floor.board.expected_wait("1.9")


def test_a_caller_who_asks_for_a_call_back_is_not_offered(floor: Watched) -> None:
    floor.agent("8001")
    floor.caller("1.1")
    floor.act(CallbackAsked(**stamp(), leg="1.1", queue="junior", number="55500101", since=1.0))
    assert floor.decided() == []


def test_a_board_that_comes_late_sees_the_same(floor: Watched) -> None:
    """After a restart the floor is there first."""
    floor.agent("8001")
    floor.agent("8002", senior=1)
    floor.caller("1.1", since=10)
    floor.caller("1.2", since=20)
    floor.offered("1.2", "8002")
    late = Board(DEFAULT_QUEUES)
    now = stamp()
    late.rebuild(floor.floor, now["at"], now["mono"])
    assert late.decide(floor.floor, now["mono"]) == floor.board.decide(floor.floor, now["mono"])
    assert [call.call for call in late.waiting] == [call.call for call in floor.board.waiting]


def test_callers_of_the_same_second_are_served_in_the_order_in_which_they_came(floor: Watched) -> None:
    """The dialplan tells whole seconds."""
    floor.agent("8001", ready=False)
    now = stamp()
    for call in ("1.2", "1.1"):
        floor.arrives(call)
        now["mono"] += 0.1
        floor.act(Waiting(**now, leg=call, queue="junior", since=float(int(now["at"]))))
    assert [call.call for call in floor.board.waiting] == ["1.2", "1.1"]
