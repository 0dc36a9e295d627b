"""A link and a floor watch on a scripted Asterisk, and a notebook for the call records."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from cti.ami.link import AmiLink, LinkSettings
from cti.ami.scripted_manager import ScriptedManager
from cti.ami.session import Account, Pace
from cti.call_facts import CallFact, CallHungUp, CallLost, CallStarted
from cti.event_log.log import EventLog
from cti.floor.state import Floor as State
from cti.floor_watch import FloorWatch
from desk.errors import DeskUnavailable

PATIENCE = 15.0
FAST = Pace(connect_within=2.0, answer_within=0.5, ping_every=0.2, retry_first=0.05, retry_most=0.2)


def channel(number: int = 1) -> dict[str, str]:
    return {
        "Channel": f"PJSIP/trunk-0000000{number}",
        "ChannelState": "4",
        "CallerIDNum": "55501234",
        "Exten": "112",
        "Uniqueid": f"node1-1.{number}",
        "Linkedid": f"node1-1.{number}",
    }


class Notebook:
    """Call records in memory; the store that knows of earlier calls answers from the given try on."""

    def __init__(self, left_open: Iterable[str] = (), away_for: int = 0) -> None:
        self.facts: list[CallFact] = []
        self.lost_calls: list[str] = []
        self.asked = 0
        self.left_open = left_open
        self._away_for = away_for

    def take(self, fact: CallFact) -> None:
        self.facts.append(fact)
        if isinstance(fact, CallLost):
            self.lost_calls.append(fact.call)
            self.left_open = [left for left in self.left_open if left != fact.call]

    async def open_calls(self) -> Iterable[str]:
        self.asked += 1
        if self.asked <= self._away_for:
            raise DeskUnavailable("away")
        return self.left_open

    def ends(self) -> list[str]:
        return [fact.call for fact in self.facts if isinstance(fact, CallHungUp)]

    def begun(self) -> list[str]:
        return [fact.call for fact in self.facts if isinstance(fact, CallStarted)]


class Floor:
    """A link and a watch on a scripted Asterisk."""

    def __init__(
        self,
        manager: ScriptedManager,
        notebook: Notebook,
        folder: Path,
        routine_every: float,
        look_again: float,
        inbox: int,
        floor: State | None,
    ) -> None:
        self.registry = CollectorRegistry()
        events, actions = (
            Account(host="127.0.0.1", port=manager.port, username=user, secret=SecretStr("made-up"))
            for user in ("faultline-events", "faultline-actions")
        )
        self.link = AmiLink(
            events,
            actions,
            self.registry,
            pace=FAST,
            settings=LinkSettings(inbox=inbox, routine_every=routine_every, heartbeat_every=60),
        )
        self.watch = FloorWatch(
            self.link,
            EventLog(folder, "node1"),
            notebook,
            self.registry,
            floor=floor,
            lost_after=0.05,
            look_again=look_again,
        )

    def figure(self, name: str) -> float:
        return self.registry.get_sample_value(name) or 0.0


async def until(condition: Callable[[], bool], what: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - polled with a deadline
            await asyncio.sleep(0.01)
    assert condition(), what


@asynccontextmanager
async def watching(
    manager: ScriptedManager,
    notebook: Notebook,
    folder: Path,
    *,
    routine_every: float = 60.0,
    look_again: float = 60.0,
    inbox: int = 10_000,
    floor: State | None = None,
) -> AsyncIterator[Floor]:
    site = Floor(manager, notebook, folder, routine_every, look_again, inbox, floor)
    tasks = [asyncio.create_task(site.link.run()), asyncio.create_task(site.watch.run())]
    try:
        await until(lambda: site.link.trouble is None and notebook.asked > 0, "signed in")
        yield site
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await site.watch.aclose()
