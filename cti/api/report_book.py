"""Reports and lines put together for the API, each in one look at the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from cti.api.paging import Page, Paging, rows_of
from cti.api.recording_scope import scope_of
from cti.api.reports_shown import (
    SOUNDS,
    LineTestShown,
    LineWhole,
    MomentShown,
    ReportShown,
    ReportWhole,
    Sort,
    StepShown,
    shown_subscriber,
)
from cti.errors import NotFound
from cti.people.permissions import Permission
from cti.people.person import Person
from desk.desk import Desk
from desk.line_view import LineView
from desk.models import ReportStatus
from desk.repair import Repair, repair_of
from desk.report_search import REPORTS, Wanted, branches_of, matching
from desk.report_timeline import Moment, around, calls_of, history, tests_of_line
from recordings.register import RECORDINGS
from recordings.search import Wanted as WantedRecordings
from recordings.search import matching as matching_recordings

MOST_REPORTS = 20
MOST_TESTS = 5


class ReportBook:
    """`repair_hours`: how long a repair may take before its report is overdue (F2.5)."""

    def __init__(self, desk: Desk, repair_hours: int) -> None:
        self.desk = desk
        self.repair_hours = repair_hours

    def page(self, connection: Connection, wanted: Wanted, sort: Sort, asked: Paging) -> Page[ReportShown]:
        """One page of a search."""
        rows, following = rows_of(connection, matching(connection, wanted), sort.order, asked)
        return Page(items=self.shown(connection, [row._mapping for row in rows]), next=following)

    def shown(self, connection: Connection, rows: Sequence[RowMapping]) -> list[ReportShown]:
        """Rows with their exchange and how far the repair is."""
        places = branches_of(connection, {row["line_number"] for row in rows if row["line_number"]})
        return [ReportShown.of(row, self.repair(row), places.get(row["line_number"] or "")) for row in rows]

    def repair(self, row: RowMapping) -> Repair:
        """How far the repair is now."""
        return repair_of(
            status=row["status"],
            confirmed=row["confirmed"],
            created_at=row["created_at"],
            now=self.desk.journal.clock.wall(),
            repair_hours=self.repair_hours,
        )

    def row(self, connection: Connection, number: str) -> RowMapping:
        """One report. Raises NotFound."""
        row = connection.execute(select(REPORTS).where(REPORTS.c.number == number)).mappings().first()
        if row is None:
            raise NotFound("there is no such report")
        return row

    def whole(
        self, connection: Connection, row: RowMapping, view: LineView | None, person: Person
    ) -> ReportWhole:
        """Everything about a report. `view`: its line, None where it has none."""
        events = history(connection, row)
        calls = calls_of(row, events)
        moments = [*events, *around(connection, row, calls)]
        tests = self._tests(connection, moments, row["line_number"])
        timeline = [_moment(moment, row, tests) for moment in moments]
        timeline += _conversations(connection, calls, person)
        (shown,) = self.shown(connection, [row])
        last = tests_of_line(connection, row["line_number"], MOST_TESTS) if row["line_number"] else []
        return ReportWhole(
            **dict(shown),
            subscriber=shown_subscriber(view.subscriber) if view else None,
            exchange_known=view.exchange if view else None,
            works=view.works if view else None,
            tests=[LineTestShown.of(test) for test in last],
            timeline=sorted(timeline, key=lambda moment: moment.at),
        )

    def line(self, connection: Connection, view: LineView) -> LineWhole:
        """Everything about a line."""
        newest = select(REPORTS).where(REPORTS.c.line_number == view.number)
        newest = newest.order_by(REPORTS.c.id.desc()).limit(MOST_REPORTS)
        reports = self.shown(connection, list(connection.execute(newest).mappings()))
        tests = tests_of_line(connection, view.number, 1)
        mended = (one.number for one in reports if one.mended_at and one.status != ReportStatus.OPEN)
        return LineWhole(
            number=view.number,
            exchange=view.exchange,
            subscriber=shown_subscriber(view.subscriber),
            works=view.works,
            mended=view.mended,
            mended_report=next(mended, None) if view.mended else None,
            open_report=self._open(connection, view),
            last_test=LineTestShown.of(tests[0]) if tests else None,
            reports=reports,
        )

    def _open(self, connection: Connection, view: LineView) -> ReportShown | None:
        if view.open_report is None:
            return None
        return self.shown(connection, [self.row(connection, view.open_report.number)])[0]

    def _tests(
        self, connection: Connection, moments: Sequence[Moment], line: str | None
    ) -> dict[int, LineTestShown]:
        wanted = {moment.data["test"] for moment in moments if moment.kind == "line_test"}
        if not wanted or line is None:
            return {}
        rows = tests_of_line(connection, line, len(wanted) + 50)
        return {row["id"]: LineTestShown.of(row) for row in rows if row["id"] in wanted}


def _moment(moment: Moment, row: RowMapping, tests: dict[int, LineTestShown]) -> MomentShown:
    extra: dict[str, Any] = {}
    path = moment.data.get("recording")
    if path:
        extra["sound"] = next((kind for kind, column in SOUNDS.items() if row[column] == path), None)
    if moment.kind in ("confirmed", "kept_unconfirmed") and row["symptom_recording"]:
        extra["sound"] = "symptom"
    if moment.kind == "line_test":
        extra["test"] = tests.get(moment.data["test"])
    if moment.kind == "visit":
        spent = moment.data["durations"].items()
        extra["steps"] = [StepShown(step=step, seconds=seconds) for step, seconds in spent]
    return MomentShown.of(moment, **extra)


def _conversations(connection: Connection, calls: Sequence[str], person: Person) -> list[MomentShown]:
    """Recorded conversations: that there is one for everybody, which one for whoever may listen to it."""
    wanted = select(RECORDINGS).where(RECORDINGS.c.call.in_(calls)).order_by(RECORDINGS.c.id)
    mine: set[int] = set()
    if person.may(Permission.RECORDINGS_LISTEN):
        scope = scope_of(connection, person)
        for call in calls:
            found = matching_recordings(WantedRecordings(call=call), scope)
            mine |= {row.id for row in connection.execute(found) if row.deleted_at is None}
    return [
        MomentShown(
            at=row["started_at"],
            kind="conversation",
            call=row["call"],
            person="",
            recording=row["id"] if row["id"] in mine else None,
            data={"seconds": row["seconds"]},
        )
        for row in connection.execute(wanted).mappings()
    ]
