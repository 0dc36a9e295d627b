"""A line and its tests, for the agent who talks to its owner (F1.8, F2.2, F2.6)."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, ConfigDict

from cti.api.frame import frame_of
from cti.api.guard import acting
from cti.api.own_calls import CallId
from cti.api.report_book import ReportBook
from cti.api.reports import Digits, MayRead
from cti.api.reports_shown import LineTestShown, LineWhole
from cti.api.responses import ERRORS
from cti.errors import Conflict, NotFound, Unavailable
from cti.people.audit import Act
from cti.people.permissions import Permission
from desk.agent_desk import AgentDesk
from desk.line_test.head import TestHeadBusy, TestHeadFailed


class TestAsked(BaseModel):
    """Which line, and in which call."""

    model_config = ConfigDict(extra="forbid")

    line_number: Digits
    call: CallId | None = None


def lines_router(book: ReportBook) -> APIRouter:
    """The routes."""
    router = APIRouter(prefix="/api", tags=["lines"], responses=ERRORS)
    agents = AgentDesk(book.desk)

    @router.get("/lines/{number}", summary="Everything about a line")
    async def line(request: Request, number: Annotated[Digits, Path()], _: MayRead) -> LineWhole:
        """Owner, exchange, planned works, reports, the last test."""
        view = await book.desk.look_up(number)
        return await frame_of(request).people.store.read(lambda connection: book.line(connection, view))

    @router.post("/line-tests", status_code=201, summary="Test a line now")
    async def test(
        body: TestAsked, act: Annotated[Act, Depends(acting(Permission.REPORTS_WRITE, "lines.test"))]
    ) -> LineTestShown:
        """Waits for a busy test head as long as the site lets it; stored with the line."""
        if (await book.desk.look_up(body.line_number)).exchange is None:
            raise NotFound("no exchange has this number")
        await act.note(f"call {body.call}" if body.call else "a line")
        try:
            result = await agents.test_line(body.line_number, person=act.person.login, call=body.call or "")
        except TestHeadBusy as busy:
            raise Conflict(
                "the test head is busy: try again in a minute, or save without a test", code="test_head_busy"
            ) from busy
        except TestHeadFailed as failed:
            raise Unavailable(
                f"the test head does not answer: {failed.reason}", code="test_head_away"
            ) from failed
        return LineTestShown.of({**asdict(result), "person": act.person.login})

    return router
