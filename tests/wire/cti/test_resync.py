"""The floor against a scripted Asterisk that loses, delays and hides: right again after each resync (R7-R9, R12)."""

from pathlib import Path

import pytest

from cti.ami.link import LOADING
from cti.ami.scripted_manager import Headers, ScriptedManager, block
from cti.event_log.reading import restored
from cti.floor.events import AgentKnown, SignedIn, Steered, WantsReady, WrapUpOver
from cti.floor.state import AgentState, Stage
from tests.unit.cti.floor.valid import check
from tests.wire.cti.watching import Floor, Notebook, channel, until, watching

AGENT = "8001"
T = {"at": 1.8e9, "mono": 1.0}


def up(number: int, **more: str) -> dict[str, str]:
    return {**channel(number), "ChannelState": "6", "Duration": "00:01:00", **more}


def agent_leg(number: int, call: int, **more: str) -> dict[str, str]:
    return {
        "Channel": f"PJSIP/{AGENT}-0000000{number}",
        "ChannelState": "6",
        "Uniqueid": f"node1-1.{number}",
        "Linkedid": f"node1-1.{call}",
        "Context": "agent_leg",
        "Duration": "00:00:30",
        **more,
    }


def stage(floor: Floor, number: int) -> Stage | None:
    call = floor.watch.floor.calls.get(f"node1-1.{number}")
    return call.stage if call is not None else None


def sign_in(floor: Floor) -> None:
    for event in (
        AgentKnown(**T, agent=AGENT, name="Sample", skills={"junior": 1}),
        SignedIn(**T, agent=AGENT, by=AGENT),
        WantsReady(**T, agent=AGENT, by=AGENT),
    ):
        floor.watch.act(event)


def state(floor: Floor) -> AgentState:
    return floor.watch.floor.agents[AGENT].state


PLACES: list[tuple[dict[str, str], Stage, str]] = [
    ({"Context": "waiting", "Application": "MusicOnHold"}, Stage.WAITING, "in the waiting room"),
    (
        {"Context": "parachute", "Application": "Queue", "ApplicationData": "senior,c"},
        Stage.PARACHUTE,
        "in app_queue",
    ),
    ({"Context": "kept", "Application": "MusicOnHold"}, Stage.KEPT, "kept for an agent"),
    ({"Context": "held", "Application": "MusicOnHold"}, Stage.HELD, "on hold"),
    ({"Context": "voicemail", "Application": "Record"}, Stage.VOICEMAIL, "speaks to the voice box"),
    ({"Context": "stage", "Application": "AGI"}, Stage.AUTOMATIC, "in a dialog"),
]


@pytest.mark.parametrize(("place", "expected", "why"), PLACES, ids=[row[2] for row in PLACES])
async def test_a_call_whose_every_event_was_missed_is_where_asterisk_has_it(
    place: dict[str, str], expected: Stage, why: str, tmp_path: Path
) -> None:
    """R7: the snapshot and the channel's variables are enough."""
    async with ScriptedManager() as manager:
        manager.channels = [up(1, **place)]
        manager.variables = {"QUEUE_NAME": "junior", "WAITING_SINCE": "1700000000", "OFFER_AGENT": AGENT}
        async with watching(manager, Notebook(), tmp_path) as floor:
            await until(lambda: stage(floor, 1) is expected, why)
            check(floor.watch.floor)
            assert [one.asterisk for one in floor.watch.discrepancies if one.id == "node1-1.1"]
            call = floor.watch.floor.calls["node1-1.1"]
            if expected in (Stage.WAITING, Stage.KEPT):
                assert (call.queue, call.waiting_since_at) == ("junior", 1700000000.0)


@pytest.mark.parametrize(("place", "expected", "why"), PLACES[:4], ids=[row[2] for row in PLACES[:4]])
async def test_the_customer_of_a_placed_call_is_where_asterisk_has_them(
    place: dict[str, str], expected: Stage, why: str, tmp_path: Path
) -> None:
    """R7, R15: the agent's leg, which the call is named after, was lost while nobody of ours listened."""
    async with ScriptedManager() as manager:
        manager.variables = {"QUEUE_NAME": "junior", "WAITING_SINCE": "1700000000", "OFFER_AGENT": AGENT}
        async with watching(manager, Notebook(), tmp_path, routine_every=0.1) as floor:
            placed = Steered(
                **T, leg="node1-1.1", linkedid="node1-1.1", by=AGENT, act="out_call", detail="5550"
            )
            floor.watch.act(placed)
            manager.channels = [agent_leg(1, 1), up(2, Linkedid="node1-1.1", Context="talk")]
            await until(lambda: "node1-1.2" in floor.watch.floor.legs, "both are known")
            manager.channels = [up(2, Linkedid="node1-1.1", **place)]
            await until(lambda: stage(floor, 1) is expected, why)
            await until(lambda: "node1-1.1" not in floor.watch.floor.legs, "the agent's leg is gone")
            check(floor.watch.floor)
            manager.channels = []
            await until(lambda: stage(floor, 1) is None, "over with the customer's leg")


async def test_a_conversation_that_began_unheard_is_taken_up(tmp_path: Path) -> None:
    async with ScriptedManager() as manager:
        manager.devices = {f"PJSIP/{AGENT}": "NOT_INUSE"}
        async with watching(manager, Notebook(), tmp_path, routine_every=0.1) as floor:
            await until(lambda: AGENT in floor.watch.floor.agents, "the telephone is known")
            sign_in(floor)
            assert state(floor) is AgentState.READY
            manager.variables = {"QUEUE_NAME": "junior", "RECORDING_NAME": "node1-1.1-1.raw"}
            manager.channels = [up(1, Context="talk", BridgeId="b1"), agent_leg(2, 1, BridgeId="b1")]
            await until(lambda: stage(floor, 1) is Stage.TALKING, "they talk")
            assert state(floor) is AgentState.TALKING
            call = floor.watch.floor.calls["node1-1.1"]
            assert (call.agent, call.recordings) == (AGENT, ["node1-1.1-1.raw"])
            manager.channels = []
            await until(lambda: state(floor) is AgentState.WRAP_UP, "and its end is found")
            check(floor.watch.floor)


async def test_telephones_that_went_while_we_were_away_are_not_ready(tmp_path: Path) -> None:
    """R12: Asterisk was started again; an agent is ready only after the telephone has registered again."""
    async with ScriptedManager() as manager:
        manager.devices = {f"PJSIP/{AGENT}": "NOT_INUSE"}
        async with watching(manager, Notebook(), tmp_path) as floor:
            await until(lambda: AGENT in floor.watch.floor.agents, "the telephone is known")
            sign_in(floor)
            manager.devices = {}
            manager.drop()
            await until(lambda: state(floor) is AgentState.PAUSED, "not ready")
            assert floor.watch.floor.agents[AGENT].reason == "telephone lost"
            await until(lambda: "faultline-events" in manager.signed_in, "signed in again")
            await manager.emit(Event="DeviceStateChange", Device=f"PJSIP/{AGENT}", State="NOT_INUSE")
            await until(lambda: state(floor) is AgentState.READY, "registered again")


async def test_a_telephone_is_not_believed_before_an_asterisk_that_starts_knows_it(tmp_path: Path) -> None:
    """R12: Asterisk lets us in while it loads; until its modules tell of telephones nobody gets out of wrap-up."""
    async with ScriptedManager() as manager:
        manager.devices = {f"PJSIP/{AGENT}": "NOT_INUSE"}
        async with watching(manager, Notebook(), tmp_path) as floor:
            await until(lambda: AGENT in floor.watch.floor.agents, "the telephone is known")
            sign_in(floor)
            manager.channels = [up(1, Context="talk", BridgeId="b1"), agent_leg(2, 1, BridgeId="b1")]
            floor.link.inbox.gap("routine")
            await until(lambda: state(floor) is AgentState.TALKING, "they talk")
            told: list[AgentState] = []
            floor.watch.subscribe(lambda event, changes: told.append(state(floor)))
            knows, manager.answers["DeviceStateList"] = manager.answers["DeviceStateList"], unknown_command
            manager.channels, manager.devices = [], {f"PJSIP/{AGENT}": "UNAVAILABLE"}
            manager.drop()
            await until(lambda: floor.link.trouble == LOADING, "it still loads")
            manager.answers["DeviceStateList"] = knows
            await until(lambda: state(floor) is AgentState.WRAP_UP, "the call is lost")
            floor.watch.act(WrapUpOver(**T, agent=AGENT))
            assert floor.link.trouble is None
            assert AgentState.READY not in told
            assert floor.watch.floor.agents[AGENT].reason == "telephone lost"
            await manager.emit(Event="DeviceStateChange", Device=f"PJSIP/{AGENT}", State="NOT_INUSE")
            await until(lambda: state(floor) is AgentState.READY, "registered again")


def unknown_command(action: Headers) -> bytes:
    """What Asterisk answers while the module is not loaded."""
    return block(Response="Error", ActionID=action["ActionID"], Message="Invalid/unknown command")


async def test_a_stalled_handler_drops_events_and_is_right_after_them(tmp_path: Path) -> None:
    """R9: reading goes on, what does not fit is counted, and the snapshot at the gap makes up for it."""
    async with ScriptedManager() as manager, watching(manager, Notebook(), tmp_path, inbox=20) as floor:
        answer = manager.answers["CoreShowChannels"]
        manager.answers["CoreShowChannels"] = lambda action: None  # the snapshot does not come
        floor.link.inbox.gap("routine")
        await until(lambda: len(floor.link.inbox) == 0, "the handler stands")
        for number in range(1, 10):
            await manager.emit(Event="Newchannel", **channel(number))
            await manager.emit(Event="Newstate", **{**channel(number), "ChannelState": "6"})
            await manager.emit(Event="Newstate", **{**channel(number), "ChannelState": "6"})
        await until(lambda: floor.figure("faultline_ami_overflow_total") > 0, "events were dropped")
        manager.channels = [up(number, Context="waiting") for number in (2, 9)]
        manager.variables = {"QUEUE_NAME": "junior"}
        manager.answers["CoreShowChannels"] = answer
        await until(lambda: set(floor.watch.floor.calls) == {"node1-1.2", "node1-1.9"}, "as Asterisk has it")
        await until(lambda: len(floor.watch.floor.waiting) == 2, "both wait")
        check(floor.watch.floor)


async def test_after_a_half_open_link_the_floor_is_as_asterisk_has_it(tmp_path: Path) -> None:
    """R8: nothing comes any more; the ping notices, and the new session's snapshot makes up for it."""
    async with ScriptedManager() as manager, watching(manager, Notebook(), tmp_path) as floor:
        await manager.emit(Event="Newchannel", **channel(1))
        await until(lambda: stage(floor, 1) is Stage.ARRIVED, "the first call")
        manager.silent = True
        manager.channels = [up(2, Context="stage", Application="AGI")]
        await until(lambda: floor.link.trouble is not None, "noticed")
        manager.silent = False
        await until(lambda: set(floor.watch.floor.calls) == {"node1-1.2"}, "one went, one came")
        what = [(one.id, one.floor, one.asterisk) for one in floor.watch.discrepancies]
        assert ("node1-1.1", "arrived", "") in what, "both versions"
        assert ("node1-1.2", "", "stage") in what


async def test_a_killed_service_s_floor_is_restored_and_compared(tmp_path: Path) -> None:
    """R7: the log says what was, Asterisk what is; the call that went meanwhile has one end, unseen."""
    async with ScriptedManager() as manager:
        async with watching(manager, Notebook(), tmp_path) as floor:
            for number in (1, 2):
                await manager.emit(Event="Newchannel", **channel(number))
            await until(lambda: len(floor.watch.floor.calls) == 2, "two calls")
        manager.channels = [up(2, Context="stage", Application="AGI")]
        notebook = Notebook()
        known = restored(tmp_path, "node1")
        assert set(known.calls) == {"node1-1.1", "node1-1.2"}
        async with watching(manager, notebook, tmp_path, floor=known) as floor:
            await until(lambda: set(floor.watch.floor.calls) == {"node1-1.2"}, "compared")
            assert notebook.lost_calls == ["node1-1.1"]
            assert notebook.begun() == [], "known already"
