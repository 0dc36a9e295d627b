"""Offers of a waiting caller to agents: answered, not answered, taken back, and made too late (F2.1, R20)."""

import asyncio

from tests.real.asterisk.broken_dialogs import request, say, sends_to, server
from tests.real.asterisk.hand import Hand, hand_on
from tests.real.asterisk.scenes import telephone, waiting
from tests.real.asterisk.tones import PITCHES, assert_hearing, everyone, pitches_in, sides
from tests.real.house import House

NOT_TAKEN = [
    # offer, agent, the telephone's answer, status and cause of the OfferOver
    ("busy", "8002", 486, "BUSY", "17"),
    ("declined", "8002", 603, "CHANUNAVAIL", "21"),
    ("away", "8002", 480, "NOANSWER", "19"),
    ("absent", "8012", 0, "CHANUNAVAIL", "3"),
]


async def test_offers_end_in_exactly_one_way(floor: House) -> None:
    async with hand_on(floor) as hand, server(floor.settings.agi_port, sends_to("agent")):
        await asyncio.gather(
            _answered_and_recorded(floor, hand),
            _nobody_takes_it(floor, hand),
            _in_the_middle_of_the_question(floor, hand),
            _the_caller_leaves_while_it_rings(floor, hand),
        )
    await floor.empty()


async def _answered_and_recorded(house: House, hand: Hand) -> None:
    """Left what the caller says, right what the caller hears; the agent's hang-up ends the call."""
    async with waiting(house, hand, "55510001") as scene, telephone(house, "8001") as phone:
        await scene.answered(phone, "8001", "offer-a")
        parties = {"caller": scene.phone, "agent": scene.agents_call}
        await assert_hearing(parties, everyone("caller", "agent"))
        await scene.agents_call.hang_up()
        assert await scene.phone.ended(5) == "them"
    assert not hand.of("OfferOver", offer="offer-a")
    assert not hand.of("Kept", uniqueid=scene.leg)
    assert scene.file == f"{scene.leg}-1.raw"
    left, right = sides(house.asterisk.places.conversations / scene.file)
    assert (pitches_in(left), pitches_in(right)) == ({PITCHES[0]}, {PITCHES[1]})


async def _nobody_takes_it(house: House, hand: Hand) -> None:
    """Busy, declined, unregistered, not answered, taken back, replaced: one OfferOver each, the place is kept."""
    async with waiting(house, hand, "55510002") as scene, telephone(house, "8002") as phone:
        for offer, agent, refusal, status, cause in NOT_TAKEN:
            before = len(hand.of("Waiting", uniqueid=scene.leg))
            await hand.offer(scene.channel, agent, offer)
            if refusal:
                (await phone.rings()).refuse(refusal, "Not Now")
            over = await hand.hears("OfferOver", offer=offer)
            assert (over.agent, over.status, over.cause) == (agent, status, cause), offer
            await hand.hears("Waiting", before + 1, uniqueid=scene.leg)
        await hand.offer(scene.channel, "8002", "taken-back")
        await phone.rings()
        await hand.send(scene.channel, "waiting")
        over = await hand.hears("OfferOver", offer="taken-back")
        assert over.status == "RETURNED"
        await hand.offer(scene.channel, "8002", "replaced")
        await phone.rings()
        await hand.set(scene.channel, ASK_IN="1")
        await hand.offer(scene.channel, "8002", "unanswered")
        assert (await hand.hears("OfferOver", offer="replaced")).status == "REPLACED"
        over = await hand.hears("OfferOver", offer="unanswered")
        assert (over.agent, over.status, over.cause) == ("8002", "NOANSWER", "19")
        await hand.hears("Waiting", 7, uniqueid=scene.leg)
        asked_late = hand.of("Waiting", uniqueid=scene.leg)[-1]
        assert asked_late.asks == "1", "the telephone rang past the time of the question"
        assert {event.since for event in hand.of("Waiting", uniqueid=scene.leg)} == {scene.since}
        assert not scene.phone.over
    offers = [event.offer for event in hand.of("OfferOver", uniqueid=scene.leg)]
    assert offers == ["busy", "declined", "away", "absent", "taken-back", "replaced", "unanswered"]


async def _in_the_middle_of_the_question(house: House, hand: Hand) -> None:
    """F2.1: an agent who becomes free meanwhile gets the call at once."""
    async with waiting(house, hand, "55510003") as scene, telephone(house, "8003") as phone:
        await scene.phone.hears("queue_question")
        await scene.answered(phone, "8003", "offer-q")
        await assert_hearing({"c": scene.phone, "a": scene.agents_call}, everyone("c", "a"))
    assert len(hand.of("OverflowAsked", uniqueid=scene.leg)) == 1


async def _the_caller_leaves_while_it_rings(house: House, hand: Hand) -> None:
    async with waiting(house, hand, "55510004") as scene, telephone(house, "8004") as phone:
        await hand.offer(scene.channel, "8004", "left")
        talk = await phone.rings()
        await scene.phone.hang_up()
        await hand.hears("Hangup", uniqueid=scene.leg)
        assert await talk.ended() == "them"
    assert not hand.of("OfferOver", offer="left")


async def test_an_offer_that_comes_too_late_leads_back_to_the_dialog(floor: House) -> None:
    """Nobody is lost who has just gone back to the automatic flow; what was entered is still there."""
    visits: list[tuple[str, str]] = []
    arrived = asyncio.Event()

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await request(reader)
        kept = await say(reader, writer, "GET VARIABLE LINE_NUMBER")
        visits.append((head["agi_network_script"], kept))
        await say(reader, writer, "SET VARIABLE LINE_NUMBER 55500101")
        if len(visits) == 1:
            arrived.set()
            await reader.read()
        else:
            await say(reader, writer, "SET VARIABLE IVR_NEXT goodbye")
            await say(reader, writer, "SET VARIABLE IVR_DONE 1")
        writer.close()

    async with (
        hand_on(floor) as hand,
        server(floor.settings.agi_port, session),
        floor.caller(from_number="55510005") as caller,
    ):
        await caller.dial("112")
        await arrived.wait()
        channel = (await hand.hears("Newchannel", calleridnum="55510005")).channel
        await hand.offer(channel, "8001", "late")
        assert (await hand.hears("OfferOver", offer="late")).status == "NOTWAITING"
        assert await caller.ended() == "them"
    assert visits == [("fault_report", "200 result=0"), ("fault_report", "200 result=1 (55500101)")]
