"""Call records from a real Asterisk: begun, answered, ended exactly once, whatever dialogs do (R5-R7)."""

import asyncio
import contextlib

import pytest

from cti.ami.actions import Redirect
from cti.call_facts import CallAnswered, CallHungUp, CallQueued, CallStarted
from tests.real.asterisk.broken_dialogs import request, server, silent
from tests.real.cti.notebook import Notebook, watching
from tests.real.house import House

pytestmark = pytest.mark.real

UNALLOCATED = 1
"""Q.850 cause of a number that nobody has."""


async def test_a_call_begins_is_answered_and_ends_once(house: House) -> None:
    notebook = Notebook()
    async with watching(house, notebook), server(house.settings.agi_port, silent):
        async with house.caller(from_number="87650011") as caller:
            await caller.dial("112")
            await house.until(lambda: notebook.of(CallAnswered), what="answered")
            assert notebook.of(CallHungUp) == []
        await house.until(lambda: notebook.of(CallHungUp), what="ended")
        await house.empty()
    [started], [answered], [ended] = (
        notebook.of(CallStarted),
        notebook.of(CallAnswered),
        notebook.of(CallHungUp),
    )
    assert (started.caller, started.dialled) == ("87650011", "112")
    assert started.call == answered.call == ended.call
    assert started.at <= answered.at <= ended.at
    assert ended.cause is None, "a BYE gives no cause"
    assert notebook.lost_calls == []


async def test_a_refused_number_has_a_record_too(house: House) -> None:
    notebook = Notebook()
    async with watching(house, notebook), house.caller() as caller:
        with contextlib.suppress(Exception):
            await caller.dial("555")
        await house.until(lambda: notebook.of(CallHungUp), what="ended")
    assert [fact.dialled for fact in notebook.of(CallStarted)] == ["555"]
    assert [fact.cause for fact in notebook.of(CallHungUp)] == [UNALLOCATED]
    assert notebook.of(CallAnswered) == []


async def test_waiting_for_an_agent_is_noted(staffed: House) -> None:
    notebook = Notebook()
    async with watching(staffed, notebook):
        async with staffed.caller() as caller:
            await caller.dial("112")
            await staffed.until(lambda: notebook.of(CallQueued), what="queued")
        await staffed.until(lambda: notebook.of(CallHungUp), what="ended")
    assert [fact.queue for fact in notebook.of(CallQueued)] == ["junior"]
    [ended] = notebook.of(CallHungUp)
    assert ended.waited_seconds is not None
    assert ended.waited_seconds > 0
    assert ended.outcome == "abandoned"


COMMANDS = {
    "playing": 'STREAM FILE {prompts}/zh/V1 "0123456789*#"',
    "reading keys": "GET DATA {prompts}/zh/V1 20000 8",
    "waiting for a key": "WAIT FOR DIGIT 20000",
    "recording": 'RECORD FILE {take} wav "#" 20000',
    "running an application": "EXEC Wait 20",
    "between two commands": "NOOP",
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
async def test_a_redirect_ends_the_dialog_but_not_the_call(house: House, command: str) -> None:
    """R6: for the dialog it looks like a hang-up; the call's record ends with the call and not before."""
    begun, over = asyncio.Event(), asyncio.Event()
    text = command.format(prompts=house.asterisk.places.prompts, take=house.asterisk.places.voicemail / "r6")

    async def dialog(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(f"{text}\n".encode())
        begun.set()
        while line := await reader.readline():
            if line.startswith((b"HANGUP", b"200 result=-1", b"511")):
                break
        writer.close()
        over.set()

    notebook = Notebook()
    async with watching(house, notebook) as link, server(house.settings.agi_port, dialog):
        async with house.caller() as caller:
            await caller.dial("112")
            await asyncio.wait_for(begun.wait(), 10)
            [channel] = await house.until(lambda: [c for c in house.channels() if c.context == "stage"])
            await link.actions.act(Redirect(channel.name, "voicemail", "s"))
            await asyncio.wait_for(over.wait(), 10)
            await house.until(lambda: [c for c in house.channels() if c.context == "voicemail"])
            assert notebook.of(CallHungUp) == []
            assert notebook.open_now == [channel.unique_id]
        await house.until(lambda: notebook.of(CallHungUp), what="ended")
        await house.empty()
    assert [fact.call for fact in notebook.of(CallHungUp)] == [channel.unique_id]
    assert notebook.lost_calls == []


async def test_a_link_that_comes_late_adopts_the_calls_that_are_up(house: House) -> None:
    """R7: the service starts while a call is up; the record is begun from the snapshot and ends once."""
    async with server(house.settings.agi_port, silent), house.caller(from_number="87650012") as caller:
        await caller.dial("112")
        notebook = Notebook(left_open=["node1-1.1"])
        async with watching(house, notebook):
            await house.until(lambda: notebook.of(CallStarted), what="adopted")
            [channel] = house.channels()
            assert [fact.call for fact in notebook.of(CallStarted)] == [channel.unique_id]
            assert [fact.caller for fact in notebook.of(CallStarted)] == ["87650012"]
            assert len(notebook.of(CallAnswered)) == 1
            await caller.hang_up()
            await house.until(lambda: notebook.of(CallHungUp), what="ended")
            await house.until(lambda: notebook.lost_calls, what="what an earlier run left open is closed")
        assert notebook.lost_calls == ["node1-1.1"]
        assert len(notebook.of(CallHungUp)) == 1


async def test_a_call_that_ended_while_the_link_was_away_is_closed_as_lost(house: House) -> None:
    notebook = Notebook()
    async with server(house.settings.agi_port, silent):
        async with house.caller() as caller:
            await caller.dial("112")
            async with watching(house, notebook):
                await house.until(lambda: notebook.of(CallAnswered), what="answered")
            [channel] = house.channels()
        await house.empty()
        later = Notebook(left_open=[channel.unique_id])
        async with watching(house, later):
            await house.until(lambda: later.lost_calls, what="noticed")
    assert later.lost_calls == [channel.unique_id]
    assert later.facts == []
