"""R1 to R3: whatever becomes of the dialog, the caller hears one sentence and waits for an agent."""

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from testcalls.caller import TestCaller
from tests.real.asterisk import broken_dialogs
from tests.real.asterisk.broken_dialogs import Session, full_backlog, server
from tests.real.faults.journey import PATIENCE, mandarin
from tests.real.house import House

NUMBERS = [
    pytest.param("1000", id="1000: the main menu"),
    pytest.param("112", id="112: a fault report at once"),
]


@pytest.mark.parametrize("number", NUMBERS)
async def test_nobody_listens_and_the_caller_waits_for_an_agent(staffed: House, number: str) -> None:
    """R1: connection refused."""
    async with staffed.caller() as caller:
        await caller.dial(number)
        await caller.hears("trouble", language="zh", within=5)
        await staffed.in_queue("junior")
        assert not caller.over


async def test_a_full_backlog_does_not_keep_the_caller(staffed: House) -> None:
    """R1: a server that listens and never accepts; Asterisk gives up connecting after 2 s."""
    with full_backlog(staffed.settings.agi_port):
        async with staffed.caller() as caller:
            await caller.dial("112")
            await caller.hears("trouble", within=6)
            await staffed.in_queue("junior")
            assert not caller.over


async def test_a_silent_server_is_left_when_the_stage_is_over(staffed: House) -> None:
    """R2: accepts, then nothing; TIMEOUT(absolute) and the T extension take the caller to an agent."""
    with staffed.knobs(DIALOG_SECONDS=2):
        async with server(staffed.settings.agi_port, broken_dialogs.silent), staffed.caller() as caller:
            await caller.dial("112")
            await caller.hears("trouble", within=10)
            await staffed.in_queue("junior")
            assert not caller.over


DEATHS = [
    pytest.param(broken_dialogs.dies_before_its_verdict, id="R3: closed without IVR_DONE, with IVR_NEXT"),
    pytest.param(broken_dialogs.dies_in_a_prompt, id="R3: reset in the middle of a command"),
    pytest.param(broken_dialogs.sends_to("agent", done="0"), id="only IVR_DONE=1 is a verdict"),
    pytest.param(broken_dialogs.sends_to("elsewhere"), id="a verdict that names no known place"),
]


@pytest.mark.parametrize("session", DEATHS)
async def test_a_dialog_that_dies_is_not_believed(staffed: House, session: Session) -> None:
    """R3: AGISTATUS says SUCCESS, yet only IVR_DONE=1 with a known place counts."""
    async with server(staffed.settings.agi_port, session), staffed.caller() as caller:
        await caller.dial("112")
        await caller.hears("trouble", within=5)
        await staffed.in_queue("junior")
        assert not caller.over


REFUSED = [
    pytest.param(lambda _: contextlib.nullcontext(), id="nobody listens"),
    pytest.param(full_backlog, id="a full backlog"),
]


@pytest.mark.parametrize("fault", REFUSED)
async def test_fifty_callers_at_once_each_hear_so_and_reach_the_queue(
    staffed: House, fault: Callable[[int], AbstractContextManager[None]]
) -> None:
    """R1: fifty calls at once, none is dropped and each waits for an agent."""
    ear = mandarin(staffed.repertoire, "trouble")
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(fault(staffed.settings.agi_port))
        callers = [await stack.enter_async_context(TestCaller(staffed.server, ear)) for _ in range(50)]
        await asyncio.gather(*(caller.dial("1000") for caller in callers))
        await asyncio.gather(*(caller.hears("trouble", within=PATIENCE) for caller in callers))
        await staffed.until(
            lambda: sum(channel.application == "Queue" for channel in staffed.channels()) == 50,
            within=30,
            what="fifty callers in the queue",
        )
        assert not [caller for caller in callers if caller.over]
