"""The list of what the completeness audit found: each thing once, and when it was right again (K12)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, not_, or_, select, update

from desk.models import CallRow, RecordingFindingRow, table_of
from desk.store.upsert import insert as upsert
from recordings.completeness import WHOLE, Finding, FindingKind
from recordings.register import RECORDINGS
from recordings.scope import Scope

FINDINGS = table_of(RecordingFindingRow)
_CALLS = table_of(CallRow)
_IDENTITY = ("node", "subject", "kind", "leg")


def record(
    connection: Connection, node: str, subject: str, call: str, findings: Sequence[Finding], at: datetime
) -> None:
    """Make the list say of this subject what was found just now; what is right again is resolved.

    What a person has settled stays settled.
    """
    for finding in findings:
        add(connection, node, subject, call, finding, at)
    still = [(FINDINGS.c.kind == one.kind.value) & (FINDINGS.c.leg == one.leg) for one in findings]
    _resolve(connection, (FINDINGS.c.node == node) & (FINDINGS.c.subject == subject), still, at)


def add(connection: Connection, node: str, subject: str, call: str, finding: Finding, at: datetime) -> None:
    """Add one finding, or open it again."""
    changing: dict[str, Any] = {"agent": finding.agent, "expected": finding.expected, "found": finding.found}
    insert = upsert(connection, FINDINGS).values(
        node=node,
        subject=subject,
        kind=finding.kind.value,
        leg=finding.leg,
        call=call,
        noticed_at=at,
        **changing,
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=_IDENTITY,
            set_={**changing, "resolved_at": None},
            where=FINDINGS.c.resolved_by.is_(None),
        )
    )


def resolve_kinds(
    connection: Connection, node: str, subject: str, kinds: Sequence[FindingKind], at: datetime
) -> None:
    """Findings of these kinds about this subject are right again."""
    of_kinds = FINDINGS.c.kind.in_([kind.value for kind in kinds])
    of_subject = (FINDINGS.c.node == node) & (FINDINGS.c.subject == subject)
    _resolve(connection, of_subject & of_kinds, [], at)


def resolve_unrecorded(connection: Connection, node: str, calls: Sequence[str], at: datetime) -> None:
    """A recording of these calls has turned up."""
    _resolve(connection, (FINDINGS.c.node == node) & FINDINGS.c.subject.in_(calls), [], at)


def unrecorded(connection: Connection, node: str, since: datetime, until: datetime) -> list[tuple[str, str]]:
    """Calls that an agent answered, that ended in this time, and have no recording; with the agent."""
    noticed = select(FINDINGS.c.id).where(
        FINDINGS.c.node == node,
        FINDINGS.c.subject == _CALLS.c.call,
        FINDINGS.c.resolved_at.is_(None) | FINDINGS.c.resolved_by.is_not(None),
    )
    found = connection.execute(
        select(_CALLS.c.call, _CALLS.c.agent).where(
            _CALLS.c.node == node,
            _CALLS.c.ended_at.between(since, until),
            _CALLS.c.agent.is_not(None),
            not_(select(RECORDINGS.c.id).where(RECORDINGS.c.call == _CALLS.c.call).exists()),
            not_(select(RECORDINGS.c.id).where(RECORDINGS.c.linkedid == _CALLS.c.call).exists()),
            not_(noticed.exists()),
        )
    )
    return [(call, agent) for call, agent in found]


def add_unrecorded(
    connection: Connection, *, node: str, calls: Sequence[tuple[str, str]], at: datetime
) -> None:
    """List such calls; the call stands for a file's name."""
    for call, agent in calls:
        add(connection, node, call, call, Finding(FindingKind.MISSING, WHOLE, agent), at)


def open_by_kind(connection: Connection) -> dict[str, int]:
    """How many findings of each kind are open."""
    counted = select(FINDINGS.c.kind, func.count()).where(FINDINGS.c.resolved_at.is_(None))
    rows = connection.execute(counted.group_by(FINDINGS.c.kind))
    return {row[0]: row[1] for row in rows}


def settle(connection: Connection, number: int, scope: Scope, who: str, note: str, at: datetime) -> bool:
    """A person has dealt with a finding; false: there is no such open one that is theirs to see."""
    done = connection.execute(
        update(FINDINGS)
        .where(FINDINGS.c.id == number, FINDINGS.c.resolved_at.is_(None), scope.visible_findings())
        .values(resolved_at=at, resolved_by=who, note=note)
    )
    return done.rowcount == 1


def _resolve(
    connection: Connection, subject: ColumnElement[bool], still: Sequence[ColumnElement[bool]], at: datetime
) -> None:
    of_subject = subject & FINDINGS.c.resolved_at.is_(None)
    right = of_subject & not_(or_(*still)) if still else of_subject
    connection.execute(update(FINDINGS).where(right).values(resolved_at=at))
