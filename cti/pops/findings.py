"""What the database knows for a pop, asked in one go: the line, its reports, earlier contacts, what was keyed."""

import asyncio
from dataclasses import asdict, dataclass
from typing import Protocol

from cti.people.words import LONGEST, cleaned
from cti.pops.pop import PopLine, PopTest
from desk import history
from desk.customers import Customer, customer_of
from desk.desk import Desk
from desk.history import Contact, Keyed, PastReport
from desk.line_test.result import LineTest
from desk.line_view import LineView, PlannedWorks

LONGEST_ADDRESS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """About which call and line. `line`: keyed by the caller, else empty."""

    call: str
    caller: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """`known`: the line's owner or the caller is in our records."""

    known: bool
    line: PopLine
    last_test: PopTest | None
    works: PlannedWorks | None
    repeat_count: int
    reports: tuple[PastReport, ...]
    contacts: tuple[Contact, ...]
    entered: Keyed
    customer: Customer | None = None


class Look(Protocol):
    """Asks the database; `DeskFindings` is the real one."""

    async def find(self, question: Question) -> Findings:
        """Everything that is known. Raises DeskUnavailable."""


class DeskFindings:
    """The desk's database; `repair_hours`: how long a repair may take before its report is overdue (F2.5)."""

    def __init__(self, desk: Desk, *, repair_hours: int) -> None:
        self._desk, self._repair_hours = desk, repair_hours

    async def find(self, question: Question) -> Findings:
        """Everything that is known, within the desk's deadline. Raises DeskUnavailable.

        Without a keyed line the calling number is looked up as a line: a hint for the agent's eyes only (S17).
        """
        line = question.line or question.caller
        fetch = self._desk.fetch
        view, reports, contacts, keyed, customer = await asyncio.gather(
            self._desk.look_up(line),
            history.past_reports(fetch, line, repair_hours=self._repair_hours),
            history.earlier_contacts(fetch, caller=question.caller, line=line, but=question.call),
            history.keyed(fetch, question.call),
            customer_of(fetch, question.caller),
        )
        return Findings(
            known=view.subscriber is not None or customer is not None,
            line=pop_line(view),
            last_test=_test(view.last_test),
            works=view.works,
            repeat_count=view.open_report.repeat_count if view.open_report else 0,
            reports=tuple(reports),
            contacts=tuple(contacts),
            entered=keyed,
            customer=customer,
        )


def pop_line(view: LineView) -> PopLine:
    """The line and its owner; only the number where nobody knows it."""
    owner, exchange = view.subscriber, view.exchange
    return PopLine(
        number=view.number,
        owner=cleaned(owner.owner)[:LONGEST] if owner else "",
        address=cleaned(owner.address)[:LONGEST_ADDRESS] if owner else "",
        key_account=owner.key_account if owner else False,
        exchange=exchange.prefix if exchange else "",
        branch=cleaned(exchange.branch)[:LONGEST] if exchange else "",
        test_centre=cleaned(exchange.test_centre)[:LONGEST] if exchange else "",
        mended=view.mended,
    )


def _test(test: LineTest | None) -> PopTest | None:
    if test is None:
        return None
    values = asdict(test)
    return PopTest(**{name: values[name] for name in PopTest.__dataclass_fields__})
