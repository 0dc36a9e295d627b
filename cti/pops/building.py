"""Building a pop: what the floor knows at the ringing, then what the database adds (F2.2, F2.8, H7). Pure."""

from dataclasses import replace
from urllib.parse import quote

from cti.floor.calls import waited
from cti.floor.changes import CallRinging
from cti.floor.events import FloorEvent, LegRinging, Transferred
from cti.floor.state import Call
from cti.people.words import LONGEST, cleaned
from cti.pops.findings import Findings
from cti.pops.pop import Passed, Pop, PopLine
from cti.views.moment import utc
from desk.history import Keyed


def pop_id(ringing: CallRinging, event: FloorEvent) -> str:
    """A ringing is named after its offer, or the leg that rings: each ringing has one pop and only one."""
    if ringing.offer:
        return ringing.offer
    leg = event.leg if isinstance(event, LegRinging) else ringing.call
    return f"{leg}-{ringing.agent}"


def first_pop(ringing: CallRinging, call: Call, event: FloorEvent, passed: Transferred | None) -> Pop:
    """What is known without the database."""
    return Pop(
        id=pop_id(ringing, event),
        call=call.id,
        agent=ringing.agent,
        rang_at=utc(event.at),
        caller=call.caller,
        dialled=call.dialled,
        outgoing=call.outgoing,
        language=call.language,
        queue=call.queue,
        reason=cleaned(call.reason)[:LONGEST],
        waited_seconds=round(waited(call, event.mono), 1),
        key_account=call.key_account,
        entered=Keyed(line_number=call.line_number),
        line=PopLine(number=call.line_number, key_account=call.key_account),
        passed=_passed(passed),
    )


def completed(pop: Pop, found: Findings) -> Pop:
    """The same pop with what the database knows; the number keyed just now outweighs what it has stored."""
    number = pop.entered.line_number or found.entered.line_number
    return replace(
        pop,
        looked="complete",
        known=found.known,
        key_account=pop.key_account or found.line.key_account,
        repeat_count=found.repeat_count,
        entered=replace(found.entered, line_number=number),
        line=found.line,
        customer=found.customer,
        last_test=found.last_test,
        works=found.works,
        reports=found.reports,
        contacts=found.contacts,
    )


def unavailable(pop: Pop) -> Pop:
    """The same pop when the database is away."""
    return replace(pop, looked="unavailable")


def revised(pop: Pop) -> Pop:
    """The next revision."""
    return replace(pop, revision=pop.revision + 1)


def filled(template: str, pop: Pop) -> str:
    """A URL template with the pop's values, each percent-encoded so that it stays one value."""
    values = {
        "pop": pop.id,
        "call": pop.call,
        "agent": pop.agent,
        "caller": pop.caller,
        "dialled": pop.dialled,
        "line_number": pop.entered.line_number,
        "queue": pop.queue,
        "language": pop.language,
        "reason": pop.reason,
        "report": pop.passed.report if pop.passed else "",
    }
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", quote(value, safe=""))
    return template


def _passed(transfer: Transferred | None) -> Passed | None:
    if transfer is None:
        return None
    return Passed(
        by=transfer.agent,
        reason=cleaned(transfer.reason)[:200],
        report=cleaned(transfer.report)[:LONGEST],
        mode=transfer.mode,
    )
