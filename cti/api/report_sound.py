"""What can be heard of a report: the symptom, messages to the technician and to the caller (F1.6, F1.9, F1.12).

A report and a kind name a sound; where it lies is worked out here. None leaves before the audit log has it. The
technician's message comes in as a file and is turned into what Asterisk plays.
"""

import asyncio
import tempfile
from pathlib import Path as File
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from sqlalchemy import Connection

from cti.api.frame import frame_of
from cti.api.guard import acting
from cti.api.report_book import ReportBook
from cti.api.reports import ReportNumber
from cti.api.reports_shown import SOUNDS, ReportShown, SoundKind
from cti.api.responses import ERRORS
from cti.errors import Invalid, NotFound, TooLarge, Unavailable
from cti.http.byte_range import byte_range
from cti.people.audit import Act
from cti.people.permissions import Permission
from desk import reports
from desk.errors import BadRecording, UnknownReport

LARGEST_MESSAGE = 2 * 1024 * 1024
"""Bytes: two minutes of 8 kHz, 16 bit."""
BEGINS = (b"RIFF", b"\x1aE\xdf\xa3")
"""WAV and WebM."""
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"description": "all of it", "content": {"audio/wav": {}}},
    206: {"description": "the range", "content": {"audio/wav": {}}},
    416: {"description": "there are no such bytes"},
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_UPLOAD = {"requestBody": {"required": True, "content": {"application/octet-stream": _BINARY}}}


def report_sound_router(book: ReportBook) -> APIRouter:
    """The routes."""
    router = APIRouter(prefix="/api/reports", tags=["reports"], responses=ERRORS)

    @router.get("/{number}/sound/{kind}", summary="Listen", response_class=Response, responses=_SOUND)
    async def sound(
        request: Request,
        number: ReportNumber,
        kind: SoundKind,
        act: Annotated[Act, Depends(acting(Permission.REPORTS_READ, "reports.listen"))],
        ranged: Annotated[str | None, Header(alias="range", max_length=200)] = None,
    ) -> Response:
        """WAV; all of it or a range."""

        def look(connection: Connection) -> str:
            return str(book.row(connection, number)[SOUNDS[kind]] or "")

        file = _inside(book.desk.folder, await frame_of(request).people.store.read(look))
        size = await asyncio.to_thread(_size, file)
        wanted = byte_range(ranged, size)
        await act.note(f"report {number}", after={"sound": kind})
        content = await asyncio.to_thread(_read, file, wanted.start, wanted.stop)
        headers = {**wanted.headers, "content-disposition": f'inline; filename="{number}-{kind}.wav"'}
        return Response(content, wanted.status, headers, media_type="audio/wav")

    @router.post(
        "/{number}/message-for-caller",
        status_code=201,
        summary="Leave the caller a message",
        openapi_extra=_UPLOAD,
    )
    async def leave(
        request: Request,
        number: ReportNumber,
        request_id: Annotated[UUID, Query()],
        act: Annotated[Act, Depends(acting(Permission.REPORTS_WRITE, "reports.leave_message"))],
    ) -> ReportShown:
        """WAV, or WebM where the machine can read it; the next caller of the line hears it (F1.6)."""
        store = frame_of(request).people.store
        await store.read(lambda connection: book.row(connection, number))
        content = await _uploaded(request)
        await act.note(f"report {number}", after={"bytes": len(content)})
        await _keep(book, number, content, act.person.login, str(request_id))
        return await store.read(lambda connection: book.shown(connection, [book.row(connection, number)])[0])

    return router


async def _keep(book: ReportBook, number: str, content: bytes, person: str, request_id: str) -> None:
    desk = book.desk
    with tempfile.NamedTemporaryFile() as upload:
        await asyncio.to_thread(File(upload.name).write_bytes, content)
        try:
            await reports.leave_message(
                desk.database,
                desk.folder,
                number,
                File(upload.name),
                at=desk.journal.clock.wall(),
                person=person,
                request_id=request_id,
            )
        except BadRecording as error:
            raise Invalid(str(error), code=error.code, **error.params) from error
        except UnknownReport as error:
            raise NotFound("there is no such report") from error
        except OSError as error:
            raise Unavailable("there is no room for the message", code="no_room") from error


async def _uploaded(request: Request) -> bytes:
    """The body, as far as it may be a sound. Raises TooLarge, Invalid."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST_MESSAGE:
            raise TooLarge("a message has 2 MB at most", code="too_large", most="2 MB")
    if not content.startswith(BEGINS):
        raise Invalid("it is not a WAV or WebM file", code="not_wav_or_webm")
    return bytes(content)


def _inside(folder: File, relative: str) -> File:
    """The file, below the folder of recordings. Raises NotFound."""
    home = (folder / "recordings").resolve()
    file = (folder / relative).resolve()
    if not relative or not file.is_relative_to(home):
        raise NotFound("there is no such sound")
    return file


def _size(file: File) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise NotFound("the sound is gone") from error


def _read(file: File, start: int, stop: int) -> bytes:
    with file.open("rb") as sound:
        sound.seek(start)
        return sound.read(stop - start)
