"""What the desk does to a conversation on a real Asterisk: hold, consultation, hand-over, conference; and a lost leg."""

import asyncio

from cti.ami.actions import Hangup, MixMonitorMute, PlayDTMF, Setvar
from tests.real.asterisk.broken_dialogs import sends_to, server
from tests.real.asterisk.hand import Hand, hand_on
from tests.real.asterisk.scenes import Scene, telephone, waiting
from tests.real.asterisk.tones import PITCHES, assert_hearing, everyone, pitches_in, sides
from tests.real.house import House


async def test_conversations_are_steered(floor: House) -> None:
    async with hand_on(floor) as hand, server(floor.settings.agi_port, sends_to("agent")):
        await asyncio.gather(
            _hold_and_the_recording(floor, hand),
            _asked_and_handed_over(floor, hand),
            _three_of_them(floor, hand),
            _a_lost_telephone(floor, hand),
            _the_caller_leaves_hold(floor, hand),
            _the_agent_leaves_hold(floor, hand),
        )
    await floor.empty()


async def _hold_and_the_recording(house: House, hand: Hand) -> None:
    """On hold neither hears the other, then both again; recorded throughout but for the pause; keys; mute."""
    async with waiting(house, hand, "55510011") as scene, telephone(house, "8001") as phone:
        await scene.answered(phone, "8001", "hold")
        parties = {"caller": scene.phone, "agent": scene.agents_call}
        await hand.act(Setvar("MUTEAUDIO(in)", "on", scene.agent))
        await assert_hearing(parties, {"caller": set(), "agent": {"caller"}})
        await hand.act(Setvar("MUTEAUDIO(in)", "off", scene.agent))
        await hand.send_both(scene.channel, scene.agent, ("held", "s"), ("agent_stays", "s"))
        assert (await hand.hears("Held", uniqueid=scene.leg)).agent == "8001"
        await assert_hearing(parties, {"caller": set(), "agent": set()})
        await scene.phone.hears("moh")
        await hand.act(MixMonitorMute(scene.channel, 1))
        await hand.send(scene.channel, "talk")
        await hand.hears("BridgeEnter", 2, uniqueid=scene.leg)
        await assert_hearing(parties, everyone("caller", "agent"))
        await hand.act(PlayDTMF(scene.channel, "7"))
        await house.until(lambda: scene.phone.media.keys_heard == ["7"], what="the key")
        await scene.phone.hang_up()
        await scene.agents_call.ended()
    left, right = sides(house.asterisk.places.conversations / scene.file)
    assert (pitches_in(left), pitches_in(right)) == ({PITCHES[0]}, set()), "what came in the pause is silent"
    assert len(hand.of("Conversation", uniqueid=scene.leg)) == 1


async def _asked_and_handed_over(house: House, hand: Hand) -> None:
    """F2.8: attended: the colleague is asked, then gets the caller; a new recording; the first agent stays."""
    async with (
        waiting(house, hand, "55510012") as scene,
        telephone(house, "8002") as phone,
        telephone(house, "8003") as colleague,
    ):
        await scene.answered(phone, "8002", "ask")
        await hand.send_both(scene.channel, scene.agent, ("held", "s"), ("consult", "8012"))
        refused = await hand.hears("ConsultOver", target="8012")
        assert (refused.status, refused.channel) == ("CHANUNAVAIL", scene.agent)
        await hand.send(scene.agent, "consult", "8003")
        asked = await colleague.rings()
        await asked.answer()
        target = await hand.hears("ConsultAnswered", target="8003")
        first = {"agent": scene.agents_call, "colleague": asked}
        await hand.hears("BridgeEnter", channel=target.channel)
        await assert_hearing(first, everyone("agent", "colleague"))
        await hand.set(scene.channel, AGENT_CHANNEL=target.channel, OFFER_AGENT="8003")
        await hand.send(scene.channel, "joined")
        begun = await hand.hears("Conversation", agent="8003", uniqueid=scene.leg)
        assert begun.file == f"{scene.leg}-1.raw"
        over = await hand.hears("ConsultOver", target="8003")
        assert over.channel == scene.agent
        await hand.act(Hangup(scene.agent))
        assert await scene.agents_call.ended() == "them"
        await assert_hearing({"c": scene.phone, "a": asked}, everyone("c", "a"))
        await asked.hang_up()
        assert await scene.phone.ended(5) == "them"
    [file] = house.asterisk.places.conversations.glob(f"{scene.leg}-*.raw")
    assert [pitches_in(side) for side in sides(file)] == [{PITCHES[0]}, {PITCHES[1]}]


async def _three_of_them(house: House, hand: Hand) -> None:
    """All three hear each other; the caller leaves with the last agent."""
    async with (
        waiting(house, hand, "55510013") as scene,
        telephone(house, "8004") as phone,
        telephone(house, "8005") as colleague,
    ):
        await scene.answered(phone, "8004", "three")
        await hand.send_both(scene.channel, scene.agent, ("held", "s"), ("consult", "8005"))
        third = await colleague.rings()
        await third.answer()
        target = await hand.hears("ConsultAnswered", target="8005")
        await hand.hears("BridgeEnter", channel=target.channel)
        await hand.send_both(scene.agent, target.channel, ("conference", "71"), ("conference", "71"))
        await hand.send(scene.channel, "conference", "71")
        assert (await hand.hears("Conference", uniqueid=scene.leg)).part == "caller"
        await hand.hears("BridgeEnter", 2, uniqueid=scene.leg)
        parties = {"caller": scene.phone, "agent": scene.agents_call, "third": third}
        await assert_hearing(parties, everyone("caller", "agent", "third"))
        await third.hang_up()
        await assert_hearing({"c": scene.phone, "a": scene.agents_call}, everyone("c", "a"))
        await scene.agents_call.hang_up()
        assert await scene.phone.ended(5) == "them"


async def _a_lost_telephone(house: House, hand: Hand) -> None:
    """The caller is kept and the same agent gets the call back; by time the caller goes to the queue's head."""
    async with waiting(house, hand, "55510014") as scene, telephone(house, "8006") as phone:
        await scene.answered(phone, "8006", "lost")
        await _lose(hand, scene)
        await scene.phone.hears("moh")
        await scene.answered(phone, "8006", "again")
        assert scene.file == f"{scene.leg}-2.raw"
        await assert_hearing({"c": scene.phone, "a": scene.agents_call}, everyone("c", "a"))
        with house.knobs(KEPT_SECONDS=5):
            await _lose(hand, scene)
            back = await hand.hears("Waiting", 2, uniqueid=scene.leg)
        assert back.since == scene.since


async def _the_caller_leaves_hold(house: House, hand: Hand) -> None:
    """The agent's leg does not stay behind, also when nobody tells it to go (R20)."""
    async with waiting(house, hand, "55510015") as scene, telephone(house, "8007") as phone:
        await scene.answered(phone, "8007", "caller-leaves")
        await hand.send_both(scene.channel, scene.agent, ("held", "s"), ("agent_stays", "s"))
        await hand.hears("Held", uniqueid=scene.leg)
        await scene.phone.hang_up()
        assert await scene.agents_call.ended(12) == "them"


async def _the_agent_leaves_hold(house: House, hand: Hand) -> None:
    """The caller does not hear music for ever, also when nobody sends for them (R15)."""
    async with waiting(house, hand, "55510016") as scene, telephone(house, "8008") as phone:
        await scene.answered(phone, "8008", "agent-leaves")
        await hand.send_both(scene.channel, scene.agent, ("held", "s"), ("agent_stays", "s"))
        await hand.hears("Held", uniqueid=scene.leg)
        await scene.agents_call.hang_up()
        assert await scene.phone.ended(20) == "them"


async def _lose(hand: Hand, scene: Scene) -> None:
    """The agent's leg ends as a telephone without sound does: cause 44."""
    count = len(hand.of("Kept", uniqueid=scene.leg))
    await hand.act(Hangup(scene.agent, 44))
    kept = await hand.hears("Kept", count + 1, uniqueid=scene.leg)
    assert (kept.agent, kept.cause) == ("8006", "44")
    assert not scene.phone.over
