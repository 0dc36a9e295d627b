"""What the link to a real Asterisk says of the calls, written down instead of stored."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TypeVar

from prometheus_client import CollectorRegistry

from cti.ami.link import AmiLink
from cti.call_facts import CallFact, CallHungUp, CallLost, CallStarted
from cti.event_log.log import EventLog
from cti.floor_watch import FloorWatch
from faultline.asterisk.secrets import ami_accounts
from tests.real.house import House

Kind = TypeVar("Kind", bound=CallFact)


class Notebook:
    """Call records in memory; `left_open` is what an earlier run is said to have left."""

    def __init__(self, left_open: Iterable[str] = ()) -> None:
        self.facts: list[CallFact] = []
        self.lost_calls: list[str] = []
        self.left_open = set(left_open)

    def take(self, fact: CallFact) -> None:
        if isinstance(fact, CallLost):
            self.lost_calls.append(fact.call)
        else:
            self.facts.append(fact)

    async def open_calls(self) -> Iterable[str]:
        return self.left_open

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    @property
    def open_now(self) -> list[str]:
        over = {fact.call for fact in self.of(CallHungUp)} | set(self.lost_calls)
        return [fact.call for fact in self.of(CallStarted) if fact.call not in over]


@contextlib.asynccontextmanager
async def watching(house: House, notebook: Notebook) -> AsyncIterator[AmiLink]:
    """A link to the house's Asterisk and a watch over its calls, as the service has them."""
    registry = CollectorRegistry()
    accounts = ami_accounts(house.settings.folder)
    link = AmiLink.open(
        "127.0.0.1", house.settings.ami_port, accounts.events.secret, accounts.actions.secret, registry
    )
    folder = tempfile.TemporaryDirectory()
    watch = FloorWatch(link, EventLog(Path(folder.name), house.settings.node), notebook, registry)
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(watch.run())]
    try:
        await house.until(lambda: link.trouble is None, what="signed in to Asterisk")
        yield link
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await watch.aclose()
        folder.cleanup()
