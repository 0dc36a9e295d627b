"""What agents do with fault reports: new, repeated, added to, mended, closed (F2.5-F2.7).

Each asks with a `request_id` of the desktop's own: asked again, it happens once. What is saved is journaled first; when
the database is away the answer says that the number comes later.
"""

import contextlib
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from cti.api.frame import frame_of
from cti.api.guard import acting
from cti.api.own_calls import CallId
from cti.api.report_book import ReportBook
from cti.api.reports import Digits, ReportNumber, SymptomClass
from cti.api.reports_shown import ReportShown
from cti.api.responses import ERRORS
from cti.errors import Conflict, Invalid, NotFound
from cti.people.audit import Act, Change
from cti.people.permissions import Permission
from cti.people.words import cleaned_lines
from desk.agent_desk import AgentDesk
from desk.errors import DeskUnavailable, ReportChanged, UnknownReport
from desk.models import ReportStatus
from desk.repair import Progress
from desk.report_states import ByHand, close_report, mend_report

LONGEST_NOTE = 2000
NoteText = Annotated[str, Field(max_length=LONGEST_NOTE), AfterValidator(cleaned_lines)]
"""Plain text of several lines, without what cannot be seen (S12)."""
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Asked(BaseModel):
    """What every request carries."""

    model_config = ConfigDict(extra="forbid")

    request_id: UUID
    call: CallId | None = None
    """The call that it is about."""
    note: NoteText = ""


class NewReport(Asked):
    """A report as the caller tells it (F2.7)."""

    line_number: Digits
    contact_number: Digits | None = None
    symptom_class: SymptomClass | None = None
    handling: Literal["answered", "dispatch", "senior"]
    answer: NoteText = ""
    """What the caller was told."""
    language: Literal["zh", "en"] = "zh"


class Supplement(Asked):
    """Something more about a report (F2.6). `version`: as it was seen; null: whatever it is."""

    handling: Literal["follow_up", "return", "answered", "senior"]
    answer: NoteText = ""
    version: Version | None = None


class Settled(BaseModel):
    """A report is mended, or closed. `version`: as it was seen; null: whatever it is."""

    model_config = ConfigDict(extra="forbid")

    version: Version | None = None
    note: NoteText = ""


class Saved(BaseModel):
    """`number` null: it is safe, and stored once the database answers."""

    number: str | None


class RepeatSaved(Saved):
    """What the agent is to tell the caller: `report` says how far the repair is."""

    progress: Progress
    report: ReportShown


def may(action: str) -> object:
    """The act of somebody who changes reports."""
    return Depends(acting(Permission.REPORTS_WRITE, action))


def report_writes_router(book: ReportBook) -> APIRouter:
    """The routes that change."""
    router = APIRouter(prefix="/api/reports", tags=["reports"], responses=ERRORS)
    agents = AgentDesk(book.desk)

    @router.post("", status_code=201, summary="Take down a new report")
    async def new(body: NewReport, act: Annotated[Act, may("reports.new")]) -> Saved:
        """Refused while the line has an open one: repeat that, or add to it."""
        number = await _done(agents, body)
        if number is None:
            await _check_line(book, body.line_number)
            fields = {"line_number", "contact_number", "symptom_class", "note", "answer", "handling"}
            report = body.model_dump(include=fields | {"language"})
            number = await agents.take(report, **_who(body, act))
            await _note(act, number, handling=body.handling)
        return Saved(number=number)

    @router.post("/{number}/repeats", status_code=201, summary="The caller asks again")
    async def repeat(
        request: Request, number: ReportNumber, body: Asked, act: Annotated[Act, may("reports.repeat")]
    ) -> RepeatSaved:
        """Counted once a call; the answer says what the caller is to be told."""
        report = await _shown(request, book, number)
        if report.progress is Progress.UNCONFIRMED:
            raise Conflict(
                "nobody confirmed this report: take it down as a new one", code="report_unconfirmed"
            )
        if await _done(agents, body) is None:
            saved = await agents.repeat(number, note=body.note, told=report.progress.value, **_who(body, act))
            await _note(act, saved, told=report.progress.value)
        return RepeatSaved(number=number, progress=report.progress, report=report)

    @router.post("/{number}/supplements", status_code=201, summary="Add to a report")
    async def supplement(
        request: Request, number: ReportNumber, body: Supplement, act: Annotated[Act, may("reports.add")]
    ) -> Saved:
        """And say what is made of it."""
        report = await _shown(request, book, number)
        done = await _done(agents, body)
        if done is None:
            _check_version(report, body.version)
            words = {"note": body.note, "answer": body.answer, "handling": body.handling}
            saved = await agents.supplement(number, words, **_who(body, act))
            await _note(act, saved, handling=body.handling)
        return Saved(number=number)

    @router.post("/{number}/mended", summary="The line works again")
    async def mended(
        number: ReportNumber, body: Settled, act: Annotated[Act, may("reports.mend")]
    ) -> ReportShown:
        """From now on callers hear so (F1.5)."""
        return await _settle(book, act, number, body, ReportStatus.MENDED)

    @router.post("/{number}/closed", summary="Nothing is left to be done")
    async def closed(
        number: ReportNumber, body: Settled, act: Annotated[Act, may("reports.close")]
    ) -> ReportShown:
        """The customer has been asked."""
        return await _settle(book, act, number, body, ReportStatus.CLOSED)

    return router


async def _settle(
    book: ReportBook, act: Act, number: str, body: Settled, status: ReportStatus
) -> ReportShown:
    hand = ByHand(
        at=book.desk.journal.clock.wall(), person=act.person.login, version=body.version, note=body.note
    )
    change = mend_report if status is ReportStatus.MENDED else close_report

    def work(connection: Connection) -> Change[ReportShown]:
        before = book.row(connection, number)["status"]
        change(connection, number, hand)
        (report,) = book.shown(connection, [book.row(connection, number)])
        return Change(report, f"report {number}", {"status": before}, {"status": report.status})

    try:
        return await act.write(work)
    except UnknownReport as error:
        raise NotFound("there is no such report") from error
    except ReportChanged as error:
        raise Conflict(
            "somebody has changed this report meanwhile: look at it again", code="changed_meanwhile"
        ) from error


async def _shown(request: Request, book: ReportBook, number: str) -> ReportShown:
    def look(connection: Connection) -> ReportShown:
        return book.shown(connection, [book.row(connection, number)])[0]

    return await frame_of(request).people.store.read(look)


async def _check_line(book: ReportBook, line: str) -> None:
    """Raises Invalid, Conflict; a database that does not answer is no reason to lose what was entered."""
    with contextlib.suppress(DeskUnavailable):
        view = await book.desk.look_up(line)
        if view.exchange is None:
            raise Invalid("no exchange has this number", code="no_exchange")
        if view.open_report is not None:
            raise Conflict(
                f"the line has the open report {view.open_report.number}: repeat it, or add to it",
                code="line_has_report",
                report=view.open_report.number,
            )


def _check_version(report: ReportShown, version: int | None) -> None:
    if report.status is ReportStatus.CLOSED:
        raise Conflict("the report is closed: take down a new one", code="report_closed")
    if version is not None and version != report.version:
        raise Conflict(
            "somebody has changed this report meanwhile: look at it again", code="changed_meanwhile"
        )


async def _done(agents: AgentDesk, body: Asked) -> str | None:
    """Number of the report that the same request has led to before."""
    with contextlib.suppress(DeskUnavailable):
        return await agents.done(str(body.request_id))
    return None


def _who(body: Asked, act: Act) -> dict[str, str]:
    return {"request": str(body.request_id), "person": act.person.login, "call": body.call or ""}


async def _note(act: Act, number: str | None, **what: str) -> None:
    """In the audit log, where the database answers; else it is noted late."""
    if number is not None:
        await act.note(f"report {number}", after=what)
