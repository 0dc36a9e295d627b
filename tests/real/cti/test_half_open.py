"""R8: an Asterisk that stopped without closing anything is noticed, and found again when it goes on."""

import asyncio
import os
import signal

import pytest

from cti.ami.link import AmiLink
from cti.call_facts import CallAnswered, CallHungUp
from tests.real.asterisk.broken_dialogs import server, silent
from tests.real.cti.notebook import Notebook, watching
from tests.real.house import House

pytestmark = pytest.mark.real


async def gone(link: AmiLink) -> None:
    """Return once both sessions have noticed."""
    while any(session.ready.is_set() for session in (link.events, link.actions)):  # noqa: ASYNC110 - polled
        await asyncio.sleep(0.05)


async def test_a_stopped_asterisk_is_noticed_and_its_calls_are_taken_up_again(house: House) -> None:
    pid = house.asterisk.pid()
    assert pid is not None
    notebook = Notebook()
    async with watching(house, notebook) as link, server(house.settings.agi_port, silent):
        async with house.caller() as caller:
            await caller.dial("112")
            await house.until(lambda: notebook.of(CallAnswered), what="answered")
            os.kill(pid, signal.SIGSTOP)
            try:
                await asyncio.wait_for(gone(link), 30)
            finally:
                os.kill(pid, signal.SIGCONT)
            await house.until(lambda: link.trouble is None, within=30, what="signed in again")
            assert notebook.of(CallHungUp) == []
            assert notebook.lost_calls == []
            assert len(notebook.open_now) == 1
        await house.until(lambda: notebook.of(CallHungUp), what="ended")
        await house.empty()
    assert len(notebook.of(CallHungUp)) == 1
    assert len(notebook.of(CallAnswered)) == 1
    assert notebook.lost_calls == []
