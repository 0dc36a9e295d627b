"""The link to Asterisk against a scripted manager on TCP: each trap of the client below it (R7-R9, S1)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from panoramisk.message import Message
from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from cti.ami.actions import Redirect, Setvar, Status
from cti.ami.errors import LinkDown, LinkLost, NoAnswer, Refused
from cti.ami.link import AmiLink, LinkSettings, Snapshot
from cti.ami.scripted_manager import Headers, ScriptedManager, block, success
from cti.ami.session import Account, Pace

PATIENCE = 15.0
FAST = Pace(connect_within=2.0, answer_within=0.3, ping_every=0.1, retry_first=0.05, retry_most=0.2)
CHANNEL = {
    "Channel": "PJSIP/trunk-00000001",
    "ChannelState": "4",
    "CallerIDNum": "55501234",
    "CallerIDName": "障碍申告",
    "Exten": "112",
    "Uniqueid": "node1-1.1",
    "Linkedid": "node1-1.1",
}


class Floor:
    """A running link and what it gave."""

    def __init__(self, manager: ScriptedManager, settings: LinkSettings, pace: Pace = FAST) -> None:
        self.registry = CollectorRegistry()
        self.manager = manager
        account = Account(
            host="127.0.0.1", port=manager.port, username="faultline-events", secret=SecretStr("made-up")
        )
        actions = Account(
            host="127.0.0.1", port=manager.port, username="faultline-actions", secret=SecretStr("made-up")
        )
        self.link = AmiLink(account, actions, self.registry, pace=pace, settings=settings)
        self.got: list[Snapshot | Message] = []

    async def collect(self) -> None:
        async for item in self.link.feed():
            self.got.append(item)

    def names(self) -> list[str]:
        return [item.cause if isinstance(item, Snapshot) else item.calleridname for item in self.got]

    def deaf(self) -> float:
        return self.figure("faultline_ami_losses_total", session="events", cause="NoEvents")

    def figure(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(name, labels) or 0.0


async def until(condition: Callable[[], bool], what: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - polled with a deadline
            await asyncio.sleep(0.01)
    assert condition(), what


@asynccontextmanager
async def running(
    manager: ScriptedManager,
    settings: LinkSettings | None = None,
    *,
    reading: bool = True,
    pace: Pace = FAST,
) -> AsyncIterator[Floor]:
    floor = Floor(manager, settings or LinkSettings(), pace)
    tasks = [asyncio.create_task(floor.link.run())]
    if reading:
        tasks.append(asyncio.create_task(floor.collect()))
    try:
        await until(lambda: floor.link.trouble is None, "signed in")
        yield floor
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("piece", [1, 7, 1000])
async def test_characters_cut_by_packets_stay_whole(piece: int) -> None:
    async with ScriptedManager(piece=piece) as manager, running(manager) as floor:
        await manager.emit(Event="Newchannel", **CHANNEL)
        await until(lambda: "障碍申告" in floor.names(), "the name arrived whole")


async def test_a_ping_without_an_answer_ends_the_session_and_a_new_one_is_opened() -> None:
    async with ScriptedManager() as manager, running(manager) as floor:
        manager.silent = True
        await until(lambda: floor.link.trouble is not None, "half open was noticed (R8)")
        manager.silent = False
        await until(lambda: floor.link.trouble is None, "signed in again")
        assert floor.figure("faultline_ami_connects_total", session="events") >= 2
        assert (
            sum(
                floor.figure("faultline_ami_losses_total", session="events", cause=cause)
                for cause in ("NoAnswer", "TimeoutError")
            )
            >= 1
        )


async def test_a_session_that_goes_deaf_is_opened_anew_and_compared() -> None:
    """R8: pings are answered, events do not come."""
    async with ScriptedManager() as manager, running(manager) as floor:
        hears, manager.answers["UserEvent"] = manager.answers["UserEvent"], success
        await until(lambda: floor.deaf() >= 2, "noticed, and again after signing in")
        assert floor.figure("faultline_ami_losses_total", session="actions", cause="NoEvents") == 0
        manager.answers["UserEvent"] = hears
        await until(lambda: floor.link.trouble is None, "it hears")
        snapshots = len(floor.names())
        assert snapshots >= 2, "each sign-in is a gap"
        await manager.emit(Event="Newchannel", **{**CHANNEL, "CallerIDName": "heard"})
        await until(lambda: "heard" in floor.names(), "events flow again")


async def test_a_session_that_is_deaf_from_the_start_is_never_up() -> None:
    async with ScriptedManager({"UserEvent": success}) as manager:
        floor = Floor(manager, LinkSettings())
        running_link = asyncio.create_task(floor.link.run())
        await until(lambda: floor.deaf() >= 2, "noticed each time")
        assert floor.figure("faultline_ami_connects_total", session="events") == 0
        running_link.cancel()
        await asyncio.gather(running_link, return_exceptions=True)


async def test_a_marker_that_comes_late_keeps_the_session() -> None:
    held: list[Headers] = []

    def hold(action: Headers) -> bytes:
        held.append(action)
        return success(action, "Event Sent")

    patient = replace(FAST, answer_within=PATIENCE)
    async with ScriptedManager() as manager, running(manager, pace=patient) as floor:
        manager.answers["UserEvent"] = hold
        for late in range(1, 4):
            await until(lambda n=late: len(held) == n, "asked")  # type: ignore[misc]
            pings = len(manager.actions("Ping"))
            await until(lambda n=pings: len(manager.actions("Ping")) > n, "time goes by")  # type: ignore[misc]
            marker = {"UserEvent": held[-1]["UserEvent"], "ActionID": held[-1]["ActionID"]}
            await manager.emit(Event="UserEvent", **marker, Mark="made-up")
            await manager.emit(Event="UserEvent", **marker, Mark=held[-1]["Mark"])
        assert floor.figure("faultline_ami_connects_total", session="events") == 1
        assert floor.link.trouble is None
        assert len({action["Mark"] for action in held}) == 3, "another one each time"
        assert floor.names() == ["connected"], "nobody else sees it"


async def test_an_asterisk_that_refuses_the_marker_is_pinged_instead() -> None:
    """Its manager.conf is an older one until it is read again."""

    def refuse(action: Headers) -> bytes:
        return block(Response="Error", ActionID=action["ActionID"], Message="Permission denied")

    async with ScriptedManager({"UserEvent": refuse}) as manager, running(manager) as floor:
        asked = len(manager.actions("UserEvent"))
        await until(lambda: len(manager.actions("UserEvent")) > asked + 2, "asked again")
        assert floor.figure("faultline_ami_connects_total", session="events") == 1


def test_the_shipped_pace_notices_a_half_open_connection_within_ten_seconds() -> None:
    pace = Pace()
    assert pace.ping_every + pace.answer_within <= 10


async def test_an_action_without_an_answer_is_not_sent_again_after_a_reconnect() -> None:
    redirect = Redirect("PJSIP/trunk-00000001", "waiting", "112")
    async with ScriptedManager({"Redirect": lambda _: None}) as manager, running(manager) as floor:
        doing = asyncio.create_task(floor.link.actions.act(redirect, within=PATIENCE))
        await until(lambda: len(manager.actions("Redirect")) == 1, "Asterisk has the action")
        manager.drop()
        with pytest.raises(LinkLost):
            await doing
        await until(lambda: len(manager.actions("Login")) >= 4, "both sessions signed in again")
        await until(lambda: floor.link.trouble is None, "signed in again")
        await manager.say(block(Event="FullyBooted", Status="Fully Booted"), "faultline-actions")
        pings = len(manager.actions("Ping"))
        await until(lambda: len(manager.actions("Ping")) >= pings + 4, "the sessions have lived on")
        assert len(manager.actions("Redirect")) == 1


async def test_an_action_times_out_and_its_late_answer_is_dropped() -> None:
    late: list[Headers] = []

    def hold(action: Headers) -> None:
        late.append(action)

    async with ScriptedManager({"Redirect": hold}) as manager, running(manager) as floor:
        with pytest.raises(NoAnswer):
            await floor.link.actions.act(Redirect("x", "y", "z"), within=0.05)
        await manager.say(success(late[0]), "faultline-actions")
        await floor.link.actions.act(Setvar("STILL", "working"), within=PATIENCE)
        assert not floor.link.actions.protocol.responses, "nothing is remembered for ever"


async def test_a_refusal_is_an_error_with_asterisks_words() -> None:
    async with ScriptedManager() as manager, running(manager) as floor:
        with pytest.raises(Refused, match="No such channel"):
            await floor.link.actions.act(Status("PJSIP/trunk-99"))
        assert not await floor.link.exists("PJSIP/trunk-99")


async def test_a_refused_list_ends_at_once() -> None:
    refused = {
        "CoreShowChannels": lambda action: block(
            Response="Error", ActionID=action["ActionID"], Message="Permission denied"
        )
    }
    async with ScriptedManager(refused) as manager, running(manager):
        await until(lambda: len(manager.actions("CoreShowChannels")) >= 2, "asked again, without hanging")


async def test_without_a_session_nothing_is_sent() -> None:
    async with ScriptedManager() as manager:
        floor = Floor(manager, LinkSettings())
        with pytest.raises(LinkDown):
            await floor.link.actions.act(Status("x"))
        assert floor.link.trouble is not None


async def test_the_snapshot_comes_before_the_events_buffered_behind_the_gap() -> None:
    async with ScriptedManager() as manager:
        manager.channels = [CHANNEL]
        async with running(manager, reading=False) as floor:
            await manager.emit(Event="Hangup", Cause="16", **CHANNEL)
            await until(lambda: len(floor.link.inbox) >= 2, "the event waits behind the gap")
            reader = asyncio.create_task(floor.collect())
            await until(lambda: len(floor.got) == 2, "both came out")
            reader.cancel()
            snapshot, event = floor.got
            assert isinstance(snapshot, Snapshot)
            assert snapshot.cause == "connected"
            assert snapshot.complete
            assert [channel.uniqueid for channel in snapshot.channels] == ["node1-1.1"]
            assert isinstance(event, Message)
            assert event.event == "Hangup"


async def test_every_reconnect_gives_a_snapshot() -> None:
    async with ScriptedManager() as manager, running(manager) as floor:
        for round_number in (2, 3, 4):
            await until(lambda n=round_number: len(floor.got) >= n - 1, "snapshot")  # type: ignore[misc]
            manager.drop()
        await until(lambda: floor.names() == ["connected"] * 4, "one snapshot for each connection")


async def test_a_handler_that_stalls_costs_a_counted_gap_never_the_connection() -> None:
    short = LinkSettings(inbox=5)
    async with ScriptedManager() as manager, running(manager, short, reading=False) as floor:
        for number in range(20):
            await manager.emit(Event="Newchannel", **{**CHANNEL, "CallerIDName": str(number)})
        await until(lambda: floor.figure("faultline_ami_events_total") >= 20, "all were read")
        reader = asyncio.create_task(floor.collect())
        await until(lambda: "overflow" in floor.names(), "resynchronised")
        await manager.emit(Event="Newchannel", **{**CHANNEL, "CallerIDName": "after"})
        await until(lambda: "after" in floor.names(), "events flow again")
        reader.cancel()
        assert floor.names() == ["connected", "0", "1", "2", "3", "overflow", "after"]
        assert floor.figure("faultline_ami_overflow_total") == 16
        assert floor.figure("faultline_ami_connects_total", session="events") == 1


async def test_a_channel_lost_to_quarantine_marks_the_snapshot_incomplete() -> None:
    async with ScriptedManager() as manager:
        hostile = {**CHANNEL, "Uniqueid": "node1-2.2", "CallerIDName": "x\r\nUniqueid: node1-1.1"}
        manager.channels = [CHANNEL, hostile]
        async with running(manager) as floor:
            await until(lambda: len(floor.got) == 1, "snapshot")
            snapshot = floor.got[0]
            assert isinstance(snapshot, Snapshot)
            assert not snapshot.complete
            assert len(snapshot.channels) == 1
            assert floor.figure("faultline_ami_quarantined_total", reason="header twice") == 1


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (block(Event="Newchannel", **{**CHANNEL, "CallerIDName": "x\r\nEvent: Hangup"}), "header twice"),
        (block(Event="Newchannel", **{**CHANNEL, "CallerIDName": "x\r\nCause: 16"}), "unknown header"),
        (block(Event="Newchannel", **{**CHANNEL, "CallerIDName": "x\x07"}), "control byte"),
        (b"GARBAGE\r\n\r\n", "not a header"),
        (b"\xff\xfe\x00\x01\r\n\r\n", "control byte"),
        (b"Event: X\r\nA: " + b"y" * 200_000 + b"\r\n\r\n", "over-long block"),
    ],
    ids=["second event", "foreign header", "control byte", "garbage", "binary", "endless"],
)
async def test_a_hostile_stream_is_quarantined_and_the_next_event_is_handled(
    stream: bytes, reason: str
) -> None:
    async with ScriptedManager() as manager, running(manager) as floor:
        await manager.say(stream)
        await manager.emit(Event="Newchannel", **{**CHANNEL, "CallerIDName": "honest"})
        await until(lambda: "honest" in floor.names(), "the next event came through")
        assert floor.names() == ["connected", "honest"]
        assert floor.figure("faultline_ami_quarantined_total", reason=reason) == 1


async def test_events_that_nobody_acts_on_are_counted_and_dropped() -> None:
    async with ScriptedManager() as manager, running(manager) as floor:
        await manager.emit(Event="FromTheFuture", A="1")
        await until(lambda: floor.figure("faultline_ami_ignored_total") == 1, "counted")


async def test_a_peer_that_is_no_asterisk_is_left_and_tried_again() -> None:
    visits = 0

    async def other(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal visits
        visits += 1
        writer.write(b"220 made-up.example ESMTP\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(other, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    account = Account(host="127.0.0.1", port=port, username="u", secret=SecretStr("s"))
    link = AmiLink(account, account, CollectorRegistry(), pace=FAST)
    running_link = asyncio.create_task(link.run())
    await until(lambda: visits >= 4, "both sessions came back")
    assert link.trouble is not None
    running_link.cancel()
    await asyncio.gather(running_link, return_exceptions=True)
    server.close()


async def test_a_link_that_goes_says_so_and_beats_no_more() -> None:
    """Waiting callers go to the parachute at once instead of when the last heartbeat is old."""
    async with ScriptedManager() as manager, running(manager, LinkSettings(heartbeat_every=0.02)) as floor:
        await until(lambda: len(manager.actions("Setvar")) >= 2, "it beats")
        await floor.link.farewell()
        beats = [action["Value"] for action in manager.actions("Setvar")]
        pings = len(manager.actions("Ping"))
        await until(lambda: len(manager.actions("Ping")) > pings + 4, "it lives on for many beats")
        assert beats[-1] == "0"
        assert [action["Value"] for action in manager.actions("Setvar")] == beats


async def test_the_heartbeat_reaches_asterisk_as_a_global_variable() -> None:
    async with ScriptedManager() as manager, running(manager, LinkSettings(heartbeat_every=0.05)):
        await until(lambda: len(manager.actions("Setvar")) >= 3, "it beats")
        beat = manager.actions("Setvar")[-1]
        assert beat["Variable"] == "FAULTLINE_HEARTBEAT"
        assert beat["Value"].isdecimal()
        assert "Channel" not in beat
