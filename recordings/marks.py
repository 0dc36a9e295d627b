"""Marks and notes at a moment of a recording (H4). What was written stays in the recording's history, whoever deletes
the mark.

Everything works inside a transaction of the caller's own, with the audit log's row in it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from desk.models import RecordingMarkRow, UserRow, table_of
from recordings.errors import BeyondTheEnd, NoSuchMark, NoSuchRecording, NotTheirs
from recordings.register import RECORDINGS, tell
from recordings.scope import Scope

MARKS = table_of(RecordingMarkRow)
_USERS = table_of(UserRow)
MARKED, UNMARKED = "marked", "unmarked"
"""Kinds of events in a recording's history that tell what a mark said."""
_LENIENCE_SECONDS = 1.0
"""A player's idea of the end may differ so much."""


@dataclass(frozen=True, slots=True)
class NewMark:
    """What somebody wants to write; `request_id` is a UUID of theirs."""

    at_seconds: float
    text: str
    request_id: str


def marks_of(connection: Connection, recording: int, scope: Scope) -> list[Row[Any]]:
    """The marks of a recording in order of their moments, each with `by_name`. Raises NoSuchRecording."""
    _length_of(connection, recording, scope)
    wanted = _shown().where(MARKS.c.recording_id == recording).order_by(MARKS.c.at_seconds, MARKS.c.id)
    return list(connection.execute(wanted))


def add_mark(
    connection: Connection, recording: int, new: NewMark, *, by: str, scope: Scope, at: datetime
) -> Row[Any]:
    """Write a mark; the same request again gives the one that is there.

    Raises NoSuchRecording, BeyondTheEnd, NotTheirs (the request's id is somebody else's).
    """
    length = _length_of(connection, recording, scope)
    if new.at_seconds > length + _LENIENCE_SECONDS:
        raise BeyondTheEnd
    there = connection.execute(_shown().where(MARKS.c.request_id == new.request_id)).first()
    if there is None:
        number = connection.execute(_inserted(recording, new, by, at)).scalar_one()
        tell(
            connection, recording, MARKED, at, who=by, reason=new.text, mark=number, at_seconds=new.at_seconds
        )
        there = connection.execute(_shown().where(MARKS.c.id == number)).one()
    elif (there.recording_id, there.by) != (recording, by):
        raise NotTheirs
    return there


def delete_mark(
    connection: Connection, recording: int, mark: int, *, by: str, anybodys: bool, scope: Scope, at: datetime
) -> Row[Any]:
    """Take a mark away; what it was. `anybodys`: also one of somebody else.

    Raises NoSuchRecording, NoSuchMark, NotTheirs.
    """
    _length_of(connection, recording, scope)
    one = (MARKS.c.id == mark) & (MARKS.c.recording_id == recording)
    there = connection.execute(select(MARKS).where(one)).first()
    if there is None:
        raise NoSuchMark
    if there.by != by and not anybodys:
        raise NotTheirs
    if connection.execute(delete(MARKS).where(one)).rowcount != 1:
        raise NoSuchMark
    tell(
        connection, recording, UNMARKED, at, who=by, reason=there.text, mark=mark, at_seconds=there.at_seconds
    )
    return there


def _length_of(connection: Connection, recording: int, scope: Scope) -> float:
    seen = (RECORDINGS.c.id == recording) & scope.visible()
    seconds = connection.execute(select(RECORDINGS.c.seconds).where(seen)).scalar()
    if seconds is None:
        raise NoSuchRecording
    return float(seconds)


def _inserted(recording: int, new: NewMark, by: str, at: datetime) -> Any:
    return (
        insert(MARKS)
        .values(
            recording_id=recording,
            request_id=new.request_id,
            at_seconds=round(new.at_seconds, 3),
            text=new.text,
            by=by,
            created_at=at,
        )
        .returning(MARKS.c.id)
    )


def _shown() -> Any:
    return select(MARKS, _USERS.c.display_name.label("by_name")).outerjoin(
        _USERS, _USERS.c.login == MARKS.c.by
    )
