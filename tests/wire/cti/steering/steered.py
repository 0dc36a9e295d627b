"""Steering on the real link and the real fold, with a scripted Asterisk at the other end."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from cti.ami.link import AmiLink, LinkSettings
from cti.ami.scripted_manager import Answer, Headers, ScriptedManager
from cti.ami.scripted_switch import ScriptedSwitch
from cti.ami.session import Account, Pace
from cti.routing.board import Board
from cti.routing.queues import DEFAULT_QUEUES, Queues
from cti.steering.knobs import Knobs
from cti.steering.offering import Offering
from tests.folded_floor import FoldedFloor

PATIENCE = 15.0
FAST = Pace(connect_within=2.0, answer_within=0.4, ping_every=0.2, retry_first=0.05, retry_most=0.2)


class Steered(FoldedFloor):
    """The floor, a link to `manager` and what steers; `parts` run as tasks."""

    def __init__(self, manager: ScriptedManager, switch: ScriptedSwitch, queues: Queues) -> None:
        super().__init__()
        self.manager = manager
        self.switch = switch
        self.knobs = Knobs()
        self.board = Board(queues)
        self.link = AmiLink(
            self._account("faultline-events", "on"),
            self._account("faultline-actions", "off"),
            CollectorRegistry(),
            pace=FAST,
            settings=LinkSettings(routine_every=60, heartbeat_every=60),
        )
        self.offering = Offering(self, self.link, self.board)
        self.subscribe(self.offering.note)

    def _account(self, name: str, events: str) -> Account:
        return Account(
            host="127.0.0.1", port=self.manager.port, username=name, secret=SecretStr("x"), events=events
        )

    def calls_and_waits(self, call: str, **values: float) -> None:
        """A caller who is in the waiting room for the floor and for Asterisk."""
        self.switch.arrives(call)
        self.caller(call, **values)  # type: ignore[arg-type]

    def sent(self, *names: str) -> list[Headers]:
        """The actions received so far, of these names."""
        return [
            action
            for action in self.manager.received
            if action["Action"] in names and action.get("Variable") != "FAULTLINE_HEARTBEAT"
        ]

    def redirects(self) -> list[tuple[str, str, str]]:
        """Channel, context and extension of every redirect received."""
        return [(a["Channel"], a["Context"], a["Exten"]) for a in self.sent("Redirect")]


Part = Callable[[Steered], Coroutine[None, None, None]]


@asynccontextmanager
async def steered(
    *parts: Part, answers: dict[str, Answer] | None = None, queues: Queues = DEFAULT_QUEUES
) -> AsyncIterator[Steered]:
    """A link that is up, and these parts running."""
    switch = ScriptedSwitch()
    async with ScriptedManager({**switch.answers, **(answers or {})}) as manager:
        floor = Steered(manager, switch, queues)
        tasks = [asyncio.create_task(floor.link.run())]
        try:
            await until(lambda: floor.link.trouble is None, "signed in")
            tasks += [asyncio.create_task(part(floor)) for part in parts]
            yield floor
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            assert not [e for e in ended if not isinstance(e, asyncio.CancelledError)], ended


async def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - polled with a deadline
            await asyncio.sleep(0.01)


def offering(floor: Steered) -> Coroutine[None, None, None]:
    """The part that makes offers."""
    return floor.offering.run()
