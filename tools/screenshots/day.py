"""A morning on the made-up floor: reports by callers, conversations that are recorded, and calls under way."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from testcalls.agent_phone import AgentPhone, IncomingCall
from testcalls.caller import TestCaller
from testcalls.sip_digest import Credentials
from testcalls.speech import warble
from tests.real.calls.steps import report_fault
from tests.real.conftest import AGENT_SECRET
from tests.real.floor.desktop import Desktop
from tests.real.served import Served
from tools.screenshots.history import CUSTOMER, LINE
from tools.screenshots.site import AGENTS

REPORTS = {"55510021": "55500101", "55510022": "55510107", "55510023": "55520033"}
"""Caller: line that is out of order."""
SILENT = "55510033"
"""Whose line gives no sound."""


class Day:
    """What happens on the floor, by people with telephones on their desks."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.house = served.house
        self._stack = contextlib.AsyncExitStack()
        self._waiting: list[TestCaller] = []

    async def reports(self) -> None:
        """Three callers report a fault each, all at once."""
        await asyncio.gather(*(self._report(caller, line) for caller, line in REPORTS.items()))

    async def _report(self, caller: str, line: str) -> None:
        async with self.house.caller(from_number=caller) as phone:
            await phone.dial("112")
            await report_fault(phone, line)

    async def conversations(self) -> None:
        """Conversations, one after the other, that are recorded and over; in the last one nobody is heard."""
        async with self.at_work("li") as (desktop, phone):
            for n, caller in enumerate(("55510031", "55510032", SILENT)):
                async with self.house.caller(from_number=caller) as line:
                    ringing = await self.connected(line, phone)
                    for turn in range(2):
                        loud = int(caller != SILENT)
                        await line.speak(warble(2.0, seed=10 * n + turn) * loud)
                        await ringing.speak(warble(1.5, seed=10 * n + turn + 5) * loud)
                    await ringing.hang_up()
                await desktop.state("wrap_up")
                await desktop.wants("ready")

    async def under_way(self) -> None:
        """One agent talks, one is paused, two callers wait."""
        talking = await self.stays("chen")
        away = await self.stays("zhao")
        await away[0].wants("paused", reason="break")
        await self.connected(await self.caller("55510041"), talking[1])
        self._waiting = [await self.caller(number) for number in ("55510042", "55510043")]
        for line in self._waiting:
            await self.asks_for_a_person(line)

    async def connected(self, line: TestCaller, phone: AgentPhone) -> IncomingCall:
        """A caller asks for a person and is answered."""
        await self.asks_for_a_person(line)
        ringing = await phone.rings()
        await ringing.answer()
        return ringing

    async def asks_for_a_person(self, line: TestCaller) -> None:
        """To the waiting room by key 0."""
        await line.dial("112")
        await line.hears("V1")
        await line.press("0#")

    async def caller_about_a_late_report(self) -> TestCaller:
        """A key account asks once more than the automatic flow answers, and goes to the senior desk (F1.6)."""
        line = await self.caller(CUSTOMER)
        await line.dial("112")
        await line.hears("V1")
        await line.press(f"{LINE}#")
        await line.hears("V2_confirm")
        await line.press("1")
        await line.hears("to_agent")
        return line

    async def goes_on_without_the_service(self) -> None:
        """The service dies, a caller who waits gives up, and the service is back: it sees what it has missed."""
        await self.served.kill()
        await self._waiting[0].hang_up()
        await self.served.start()

    async def caller(self, number: str) -> TestCaller:
        """A caller who stays until the day is over."""
        return await self._stack.enter_async_context(self.house.caller(from_number=number))

    async def stays(self, login: str) -> tuple[Desktop, AgentPhone]:
        """An agent who works until the day is over."""
        return await self._stack.enter_async_context(self.at_work(login))

    @contextlib.asynccontextmanager
    async def at_work(self, login: str) -> AsyncIterator[tuple[Desktop, AgentPhone]]:
        """An agent at a desktop with a registered telephone, ready for calls."""
        house = self.house
        credentials = Credentials(AGENTS[login][1], AGENT_SECRET)
        async with (
            AgentPhone(house.server, house.repertoire, credentials) as phone,
            Desktop(house, login) as desktop,
        ):
            await desktop.wants("signed_in")
            await desktop.wants("ready")
            await desktop.state("ready")
            yield desktop, phone

    async def over(self) -> None:
        """Everybody goes home."""
        await self._stack.aclose()
