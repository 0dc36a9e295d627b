"""The database's answer to a pop's question, given when a test says so."""

import asyncio

from cti.pops.findings import Findings, Question
from cti.pops.pop import PopLine
from cti.views.moment import utc
from desk.errors import DeskUnavailable
from desk.history import Contact, Keyed, PastReport

AT = utc(1_700_000_000)
FOUND = Findings(
    known=True,
    line=PopLine(number="55510199", owner="Sample Owner", address="1 Sample Road", key_account=True),
    last_test=None,
    works=None,
    repeat_count=2,
    reports=(
        PastReport(
            number="2611220001", status="open", open=True, confirmed=True, repeat_count=2,
            symptom_class="1", created_at=AT, mended_at=None, deadline=AT,
        ),
    ),
    contacts=(
        Contact(
            call="c0", at=AT, caller="55500100", dialled="112", queue="junior", agent="8002", outcome="answered"
        ),
    ),
    entered=Keyed(line_number="55510199", contact_number="55500111", symptom_class="1", last_step="V6"),
)  # fmt: skip
UNKNOWN = Findings(
    known=False, line=PopLine(number="55500100"), last_test=None, works=None, repeat_count=0,
    reports=(), contacts=(), entered=Keyed(),
)  # fmt: skip


class ScriptedLook:
    """Answers with `found` once it is `open`; `away`: refuses. `asked` holds every question."""

    def __init__(self, found: Findings = FOUND, *, away: bool = False, slow: bool = False) -> None:
        self.found, self.away = found, away
        self.open = asyncio.Event()
        if not slow:
            self.open.set()
        self.asked: list[Question] = []

    async def find(self, question: Question) -> Findings:
        self.asked.append(question)
        await self.open.wait()
        if self.away:
            raise DeskUnavailable("deadline")
        return self.found
