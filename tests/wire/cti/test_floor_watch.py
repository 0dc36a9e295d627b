"""Call records against a scripted Asterisk: what it says of an end is believed only when asked (S1, R7)."""

from pathlib import Path

import pytest

from cti.ami.scripted_manager import Headers, ScriptedManager, block
from cti.call_facts import CallHungUp, CallKeysLeft
from cti.event_log.reading import read
from cti.floor.events import AgentStands
from tests.folded_floor import FoldedFloor
from tests.wire.cti.watching import Notebook, channel, until, watching


async def test_a_hang_up_of_a_channel_that_still_exists_ends_nothing(tmp_path: Path) -> None:
    """S1: an event that a caller smuggled in is not confirmed by Status."""
    notebook = Notebook()
    async with ScriptedManager() as manager, watching(manager, notebook, tmp_path) as floor:
        manager.channels = [channel()]
        await manager.emit(Event="Newchannel", **channel())
        await manager.emit(Event="Hangup", Cause="16", **channel())
        await until(lambda: floor.figure("faultline_untrue_hangups_total") == 1, "it was not true")
        assert notebook.ends() == []
        manager.channels = []
        await manager.emit(Event="Hangup", Cause="16", **channel())
        await until(lambda: notebook.ends() == ["node1-1.1"], "now it is")


async def test_keys_left_behind_are_noted_before_the_end(tmp_path: Path) -> None:
    """F1.14; a block with a header that the dialplan does not send is not believed (S1)."""
    notebook = Notebook()
    async with ScriptedManager() as manager, watching(manager, notebook, tmp_path) as floor:
        await manager.emit(Event="Newchannel", **channel())
        keys = {"Event": "UserEvent", "UserEvent": "KeysLeft", **channel()}
        await manager.emit(**keys, Digits="999", Owner="nobody")
        await manager.emit(**keys, Digits="5551")
        await manager.emit(Event="Hangup", Cause="16", **channel())
        await until(lambda: notebook.ends() == ["node1-1.1"], "ended")
        assert [fact.digits for fact in notebook.facts if isinstance(fact, CallKeysLeft)] == ["5551"]
        assert floor.registry.get_sample_value(
            "faultline_ami_quarantined_total", {"reason": "unknown header"}
        )


async def test_many_hang_ups_of_one_call_end_it_once(tmp_path: Path) -> None:
    notebook = Notebook()
    async with ScriptedManager() as manager, watching(manager, notebook, tmp_path):
        await manager.emit(Event="Newchannel", **channel())
        for _ in range(5):
            await manager.emit(Event="Hangup", Cause="16", **channel())
        await manager.emit(Event="Newchannel", **channel(2))
        await until(lambda: notebook.begun() == ["node1-1.1", "node1-1.2"], "both were seen")
        await manager.emit(Event="Hangup", Cause="16", **channel(2))
        await until(lambda: "node1-1.2" in notebook.ends(), "the second ended")
        assert notebook.ends() == ["node1-1.1", "node1-1.2"]


async def test_without_asterisk_s_word_the_next_snapshot_ends_the_call_with_its_cause(tmp_path: Path) -> None:
    """The answer to Status is lost with the session: the hang-up is neither forgotten nor doubled."""
    answers: list[Headers] = []

    def lose(action: Headers) -> bytes | None:
        answers.append(action)
        if len(answers) == 1:
            manager.drop()
            return None
        return block(Response="Error", ActionID=action["ActionID"], Message="No such channel")

    notebook = Notebook()
    async with ScriptedManager({"Status": lose}) as manager, watching(manager, notebook, tmp_path):
        await manager.emit(Event="Newchannel", **channel())
        await manager.emit(Event="Hangup", Cause="17", **channel())
        await until(lambda: notebook.ends() == ["node1-1.1"], "ended after the reconnect")
        assert notebook.facts[-1] == CallHungUp("node1-1.1", notebook.facts[-1].at, 17)
        assert notebook.lost_calls == []


async def test_a_call_that_vanished_during_a_reconnect_is_lost_once(tmp_path: Path) -> None:
    notebook = Notebook()
    async with (
        ScriptedManager() as manager,
        watching(manager, notebook, tmp_path, routine_every=0.1) as floor,
    ):
        manager.channels = [channel(), channel(2)]
        await manager.emit(Event="Newchannel", **channel())
        await manager.emit(Event="Newchannel", **channel(2))
        await until(lambda: len(notebook.begun()) == 2, "both up")
        manager.channels = [channel(2)]
        manager.drop()
        await until(lambda: notebook.lost_calls != [], "noticed")
        snapshots = len(manager.actions("CoreShowChannels"))
        await until(lambda: len(manager.actions("CoreShowChannels")) > snapshots + 3, "more snapshots")
        assert notebook.lost_calls == ["node1-1.1"]
        assert notebook.begun() == ["node1-1.1", "node1-1.2"]
        assert floor.figure("faultline_lost_calls_total") == 1


async def test_a_call_that_a_quarantined_channel_hides_from_the_snapshot_is_not_lost(tmp_path: Path) -> None:
    """S1: a hostile name may hide its own channel from the list; Status by unique id still finds it."""
    notebook = Notebook()
    async with (
        ScriptedManager() as manager,
        watching(manager, notebook, tmp_path, routine_every=0.1) as floor,
    ):
        manager.channels = [channel()]
        await manager.emit(Event="Newchannel", **channel())
        await until(lambda: len(notebook.begun()) == 1, "up")
        manager.channels = [{**channel(), "CallerIDName": "x\x07"}]
        snapshots = len(manager.actions("CoreShowChannels"))
        await until(lambda: len(manager.actions("CoreShowChannels")) > snapshots + 3, "more snapshots")
        await until(lambda: len(manager.actions("Status")) > 0, "asked")
        assert notebook.lost_calls == []
        assert floor.registry.get_sample_value("faultline_ami_quarantined_total", {"reason": "control byte"})


async def test_what_an_earlier_run_left_open_is_asked_until_the_store_answers(tmp_path: Path) -> None:
    notebook = Notebook(left_open=["node1-0.7", "node1-1.1"], away_for=2)
    async with ScriptedManager() as manager:
        manager.channels = [channel()]
        async with watching(manager, notebook, tmp_path, routine_every=0.1):
            await until(lambda: notebook.lost_calls != [], "closed")
            asked = notebook.asked
            snapshots = len(manager.actions("CoreShowChannels"))
            await until(lambda: len(manager.actions("CoreShowChannels")) > snapshots + 2, "more snapshots")
            assert notebook.lost_calls == ["node1-0.7"]
            assert notebook.asked == asked == 3


async def test_what_the_store_learns_of_an_earlier_run_later_is_closed_too(tmp_path: Path) -> None:
    """R7, R10: the journal of a killed process is carried over after the first snapshot; calls up stay open."""
    notebook = Notebook()
    async with ScriptedManager() as manager:
        manager.channels = [channel()]
        async with watching(manager, notebook, tmp_path, look_again=0.05):
            await manager.emit(Event="Newchannel", **channel())
            await until(lambda: notebook.begun() == ["node1-1.1"], "up")
            notebook.left_open = ["node1-0.7", "node1-1.1"]
            await until(lambda: notebook.lost_calls != [], "closed")
            asked = notebook.asked
            await until(lambda: notebook.asked > asked + 3, "looked again")
            assert notebook.lost_calls == ["node1-0.7"]


async def test_a_call_that_has_just_ended_is_not_lost_because_the_store_lags(tmp_path: Path) -> None:
    """R10: its end is in the journal, on its way to the store; one record, one end."""
    notebook = Notebook()
    async with ScriptedManager() as manager, watching(manager, notebook, tmp_path, look_again=0.05):
        await manager.emit(Event="Newchannel", **channel())
        await manager.emit(Event="Hangup", Cause="16", **channel())
        await until(lambda: notebook.ends() == ["node1-1.1"], "ended")
        notebook.left_open = ["node1-0.7", "node1-1.1"]
        await until(lambda: notebook.lost_calls != [], "the other one is closed")
        asked = notebook.asked
        await until(lambda: notebook.asked > asked + 3, "looked again")
        assert notebook.lost_calls == ["node1-0.7"]


@pytest.mark.parametrize("piece", [1, 1000])
async def test_a_storm_of_calls_gives_each_one_begin_and_one_end(piece: int, tmp_path: Path) -> None:
    notebook = Notebook()
    calls = range(1, 10)
    async with (
        ScriptedManager(piece=piece) as manager,
        watching(manager, notebook, tmp_path, routine_every=0.05),
    ):
        for number in calls:
            await manager.emit(Event="Newchannel", **channel(number))
        for number in calls:
            await manager.emit(Event="Hangup", Cause="16", **channel(number))
        await until(lambda: len(notebook.ends()) + len(notebook.lost_calls) == len(calls), "all ended")
    expected = sorted(f"node1-1.{number}" for number in calls)
    assert sorted(notebook.begun()) == expected
    assert sorted(notebook.ends() + notebook.lost_calls) == expected


async def test_each_start_tells_the_log_how_agents_stand(tmp_path: Path) -> None:
    """H14: whoever folds the log from here on need not know the days before."""
    before = FoldedFloor()
    before.agent("8001")
    async with ScriptedManager() as manager, watching(manager, Notebook(), tmp_path, floor=before.floor):
        pass
    told = [entry.event for entry in read(tmp_path, "node1")]
    assert [event.agent for event in told if isinstance(event, AgentStands) and event.reachable] == ["8001"]
