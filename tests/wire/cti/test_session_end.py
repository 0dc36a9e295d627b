"""A session that is told to end does end, also when its connection ends at that very moment (R8)."""

import asyncio

from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from cti.ami.counters import AmiCounters
from cti.ami.scripted_manager import ScriptedManager
from cti.ami.session import Account, Pace, Session


async def test_a_cancellation_that_meets_the_end_of_the_connection_is_not_swallowed() -> None:
    async with ScriptedManager() as manager:
        account = Account(
            host="127.0.0.1", port=manager.port, username="made-up", secret=SecretStr("made-up")
        )
        session = Session("actions", account, AmiCounters(CollectorRegistry()), pace=Pace(ping_every=5.0))
        running = asyncio.create_task(session.run())
        await asyncio.wait_for(session.ready.wait(), 10)
        await asyncio.sleep(0)
        session.connection_lost(None)
        await asyncio.sleep(0)  # the waiting task's wake-up is on its way
        running.cancel()
        done, _ = await asyncio.wait({running}, timeout=5)
        assert done == {running}
        assert running.cancelled()
