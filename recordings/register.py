"""Rows of recordings: one a file, filled from Asterisk's file, from the live floor's word, or from both (K12, H4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from desk.models import CallRow, RecordingEventRow, RecordingLegRow, RecordingRow, table_of
from recordings.completeness import Finding, FindingKind
from recordings.conversation import AnsweredLeg, Conversation, Pause
from recordings.file_name import FileName
from recordings.levels import Sound
from recordings.vault import Kept

RECORDINGS, LEGS, EVENTS = table_of(RecordingRow), table_of(RecordingLegRow), table_of(RecordingEventRow)
_CALLS = table_of(CallRow)
_NUMBER_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Known:
    """What the register holds of a file."""

    row: Row[Any]
    legs: tuple[AnsweredLeg, ...]

    @property
    def conversation(self) -> Conversation | None:
        """The live floor's word, None where it has not spoken."""
        row = self.row
        if not row.handed_over:
            return None
        return Conversation(
            node=row.node,
            call=row.call,
            linkedid=row.linkedid,
            file=row.file,
            started_at=row.started_at,
            seconds=round((row.ended_at - row.started_at).total_seconds(), 3),
            legs=self.legs,
            caller=row.caller,
            callee=row.callee,
            queue=row.queue,
            line_number=row.line_number,
            report=row.report,
            pauses=tuple(Pause(*pause) for pause in row.pauses),
        )

    def holds(self, source_bytes: int) -> bool:
        """Whether a file of this size has been archived, or archived and deleted since."""
        there = self.row.storage_key is not None or self.row.deleted_at is not None
        return bool(there and self.row.source_bytes == source_bytes)


def known(connection: Connection, node: str, file: str) -> Known | None:
    """The row of a file and its legs."""
    of_file = (RECORDINGS.c.node == node) & (RECORDINGS.c.file == file)
    row = connection.execute(select(RECORDINGS).where(of_file)).first()
    if row is None:
        return None
    legs = connection.execute(
        select(LEGS.c.agent, LEGS.c.begins, LEGS.c.ends)
        .where(LEGS.c.recording_id == row.id)
        .order_by(LEGS.c.n)
    )
    return Known(row, tuple(AnsweredLeg(*leg) for leg in legs))


def put(
    connection: Connection,
    before: Known | None,
    values: dict[str, Any],
    legs: Sequence[AnsweredLeg],
    *,
    at: datetime,
) -> int:
    """Write a row with its legs and its history; its id."""
    if before is None:
        number = connection.execute(insert(RECORDINGS).values(values).returning(RECORDINGS.c.id)).scalar_one()
    else:
        number = before.row.id
        connection.execute(update(RECORDINGS).where(RECORDINGS.c.id == number).values(values))
    if before is None or before.legs != tuple(legs):
        connection.execute(delete(LEGS).where(LEGS.c.recording_id == number))
        rows = [
            {"recording_id": number, "n": n, "agent": leg.agent, "begins": leg.begins, "ends": leg.ends}
            for n, leg in enumerate(legs)
        ]
        if rows:
            connection.execute(insert(LEGS), rows)
    tell(connection, number, "archived" if before is None else "completed", at, state=values["state"])
    return int(number)


def tell(
    connection: Connection,
    recording: int,
    kind: str,
    at: datetime,
    *,
    who: str | None = None,
    reason: str | None = None,
    **data: Any,
) -> None:
    """Add to a recording's history."""
    connection.execute(
        insert(EVENTS).values(recording_id=recording, kind=kind, at=at, who=who, reason=reason, data=data)
    )


def values_of_audio(kept: Kept) -> dict[str, Any]:
    """Columns that tell of the stored object."""
    return {
        "format": kept.form.value,
        "bytes": kept.bytes,
        "source_bytes": kept.source_bytes,
        "sha256": kept.sha256,
        "storage_key": kept.storage_key,
        "key_id": kept.key_id,
    }


def values_of_sound(sound: Sound) -> dict[str, Any]:
    """Columns that tell what was heard."""
    return {
        "seconds": round(sound.seconds, 3),
        "caller_dbfs": sound.loudness(0),
        "agent_dbfs": sound.loudness(1),
        "caller_silence": sound.silence(0),
        "agent_silence": sound.silence(1),
    }


def values_of_conversation(conversation: Conversation) -> dict[str, Any]:
    """Columns that the live floor knows."""
    return {
        "node": conversation.node,
        "file": conversation.file,
        "call": conversation.call[:80],
        "linkedid": conversation.linkedid[:80],
        "caller": digits(conversation.caller),
        "callee": digits(conversation.callee),
        "queue": conversation.queue,
        "line_number": digits(conversation.line_number or "") or None,
        "report": digits(conversation.report or "") or None,
        "started_at": conversation.started_at,
        "ended_at": conversation.ended_at,
        "pauses": [[pause.begins, pause.ends] for pause in conversation.pauses],
        "handed_over": True,
    }


def values_of_orphan(
    connection: Connection, node: str, name: FileName, ended_at: datetime, seconds: float
) -> tuple[dict[str, Any], tuple[AnsweredLeg, ...]]:
    """Columns of a file that nobody spoke of, and its leg: the call's record knows the rest, if there is one."""
    call = connection.execute(select(_CALLS).where(_CALLS.c.call == name.call)).first()
    values: dict[str, Any] = {
        "node": node,
        "file": name.text,
        "call": name.call,
        "linkedid": name.call,
        "caller": call.caller if call else "",
        "callee": call.dialled if call else "",
        "queue": call.queue if call else None,
        "started_at": ended_at - timedelta(seconds=seconds),
        "ended_at": ended_at,
        "pauses": [],
        "handed_over": False,
    }
    legs = (AnsweredLeg(call.agent, 0.0, round(seconds, 3)),) if call and call.agent else ()
    return values, legs


def state_of(findings: Sequence[Finding], *, torn: bool, there: bool) -> str:
    """The word that sums a recording up: missing, truncated, silent or ok."""
    kinds = {finding.kind for finding in findings}
    if not there:
        return "missing"
    if torn or FindingKind.SHORT in kinds:
        return "truncated"
    return "silent" if FindingKind.SILENT in kinds else "ok"


def digits(text: str) -> str:
    """The digits of a number, as many as a column holds."""
    return "".join(one for one in text if one in "0123456789")[:_NUMBER_LENGTH]
