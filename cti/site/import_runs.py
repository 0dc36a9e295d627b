"""Imports by upload in the database: begun, under way, over; each step is one statement (H15).

An import is `receiving`, then `checking`, which changes nothing. What is `checked` without fault can be taken, once:
`taking`, then `done`. `faulty`: rows are wrong; `refused`: the file can't be read at all; `interrupted`: the service
ended, or who sent it was gone.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from cti.errors import Conflict, NotFound
from desk.imports.importing import Imported
from desk.models import ImportRunRow, table_of

RUNS = table_of(ImportRunRow)
UNDER_WAY = ("receiving", "checking", "taking")
SHOWN_ERRORS = 100


def begin_run(connection: Connection, values: dict[str, Any]) -> bool:
    """Note a new import, or one that was interrupted; false when it is there already: said twice."""
    row = connection.execute(select(RUNS).where(RUNS.c.id == values["id"])).first()
    fresh = values | {"state": "receiving", "bytes": 0, "rows": 0, "bad_rows": 0, "first_errors": []}
    if row is None:
        connection.execute(insert(RUNS).values(**fresh))
    elif row.state == "interrupted":
        connection.execute(update(RUNS).where(RUNS.c.id == row.id).values(**fresh, ended_at=None))
    return row is None or row.state == "interrupted"


def run_of(connection: Connection, run: str) -> Row[Any]:
    """By id. Raises NotFound."""
    row = connection.execute(select(RUNS).where(RUNS.c.id == run)).one_or_none()
    if row is None:
        raise NotFound("no such import")
    return row


def runs_of(kinds: list[str]) -> Select[Any]:
    """The newest imports of these kinds."""
    return select(RUNS).where(RUNS.c.kind.in_(kinds)).order_by(RUNS.c.begun_at.desc()).limit(30)


def take_run(connection: Connection, run: str, node: str) -> None:
    """What was checked is to be taken now, by one process, once. Raises Conflict."""
    fit = (RUNS.c.id == run) & (RUNS.c.state == "checked") & (RUNS.c.node == node)
    taken = connection.execute(update(RUNS).where(fit).values(state="taking", rows=0, ended_at=None))
    if not taken.rowcount:
        raise Conflict(
            "only what was checked here without fault can be taken, and once", code="import_not_ready"
        )


def note_run(connection: Connection, run: str, **values: Any) -> None:
    """How far it is."""
    connection.execute(update(RUNS).where(RUNS.c.id == run).values(**values))


def interrupt_runs(connection: Connection, node: str, now: datetime) -> int:
    """Whatever a former process of this node had under way will not go on; how many."""
    left = (RUNS.c.node == node) & RUNS.c.state.in_(UNDER_WAY)
    return connection.execute(update(RUNS).where(left).values(state="interrupted", ended_at=now)).rowcount


def outcome(imported: Imported, *, dry_run: bool) -> dict[str, Any]:
    """What an import that ran to its end leaves in its row."""
    state = "faulty" if imported.bad_rows else "checked" if dry_run else "done"
    return {
        "state": state,
        "rows": imported.rows,
        "bad_rows": imported.bad_rows,
        "changes": asdict(imported.changes) if imported.changes is not None else None,
    }
