"""Recordings: find, hear, export, hold (K12, H4, S10). Searching, listening, exporting and holding are rights apart.

Whoever asks names a row; whether the row is theirs to see and where its audio lies is worked out here. No audio
leaves before the audit log has it.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection
from starlette.background import BackgroundTask

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.paging import Page, PageAsked, rows_of
from cti.api.recording_scope import scope_of
from cti.api.recordings_shown import (
    EventShown,
    Filters,
    Points,
    Reason,
    RecordingShown,
    Sort,
    WaveformShown,
)
from cti.api.responses import ERRORS
from cti.errors import Conflict, NotAllowed, NotFound, Unavailable
from cti.http.byte_range import byte_range
from cti.people.audit import Act, Change
from cti.people.fields import RowId
from cti.people.permissions import Permission
from cti.people.person import Person
from recordings.errors import HeldAlready, NoAudio, NoKey, NoSuchRecording
from recordings.library import Playable
from recordings.room import Recordings
from recordings.scope import Scope
from recordings.search import matching, with_legs

Id = Annotated[RowId, Path()]
MaySearch = Annotated[Person, Depends(require(Permission.RECORDINGS_SEARCH))]
MayListen = Annotated[Person, Depends(require(Permission.RECORDINGS_LISTEN))]
_AUDIO: dict[int | str, dict[str, Any]] = {
    200: {"description": "all of it", "content": {"audio/flac": {}, "audio/ogg": {}}},
    206: {"description": "the range", "content": {"audio/flac": {}, "audio/ogg": {}}},
    416: {"description": "there are no such bytes"},
}


def recordings_router(recordings: Recordings) -> APIRouter:
    """The routes; `recordings`: the room behind them."""
    router = APIRouter(prefix="/api/recordings", tags=["recordings"], responses=ERRORS)
    library, retention = recordings.library, recordings.retention

    @router.get("", summary="Find recordings")
    async def search(
        request: Request,
        person: MaySearch,
        asked: PageAsked,
        filters: Annotated[Filters, Depends()],
        sort: Sort = Sort.STARTED_AT_DOWN,
    ) -> Page[RecordingShown]:
        """One page of those that are the person's to know of."""
        if filters.marks_text and not person.may(Permission.RECORDINGS_LISTEN):
            raise NotAllowed(
                "what was noted of a recording is for those who may listen to it", code="listeners_only"
            )

        def look(connection: Connection) -> Page[RecordingShown]:
            statement = matching(filters.wanted(), scope_of(connection, person))
            rows, following = rows_of(connection, statement, sort.order, asked)
            return Page(items=[RecordingShown.of(one) for one in with_legs(connection, rows)], next=following)

        return await frame_of(request).people.store.read(look)

    @router.get("/{recording}", summary="One recording")
    async def one(request: Request, recording: Id, person: MaySearch) -> RecordingShown:
        """With its legs."""
        with _refused():
            return RecordingShown.of(await library.recording(recording, await _scope(request, person)))

    @router.get("/{recording}/history", summary="What happened to a recording")
    async def history(request: Request, recording: Id, person: MaySearch) -> list[EventShown]:
        """Archived, completed, held, released, marked, unmarked, deleted, erased; the oldest first.

        What a mark says is left out for those who may not listen.
        """
        with _refused():
            rows = await library.history(recording, await _scope(request, person))
        return [EventShown.of(row, listens=person.may(Permission.RECORDINGS_LISTEN)) for row in rows]

    @router.get("/{recording}/waveform", summary="The waveform of both sides")
    async def waveform(
        request: Request, recording: Id, person: MayListen, points: Points = 600
    ) -> WaveformShown:
        """Peaks for the screen, and where nobody speaks."""
        with _refused():
            found = await library.waveform(recording, points, await _scope(request, person))
        return WaveformShown.model_validate(found)

    @router.get(
        "/{recording}/audio", summary="Play a recording", response_class=StreamingResponse, responses=_AUDIO
    )
    async def audio(
        request: Request,
        recording: Id,
        act: Annotated[Act, Depends(acting(Permission.RECORDINGS_LISTEN, "recordings.play"))],
        ranged: Annotated[str | None, Header(alias="range", max_length=200)] = None,
        if_range: Annotated[str | None, Header(alias="if-range", max_length=200)] = None,
    ) -> StreamingResponse:
        """Caller left, agent right; all of it or a range."""
        with _refused():
            playable = await library.open(recording, await _scope(request, act.person))
        return await _sent(act, playable, "inline", ranged, if_range)

    @router.get(
        "/{recording}/download",
        summary="Export a recording",
        response_class=StreamingResponse,
        responses=_AUDIO,
    )
    async def download(
        request: Request,
        recording: Id,
        act: Annotated[Act, Depends(acting(Permission.RECORDINGS_EXPORT, "recordings.export"))],
        ranged: Annotated[str | None, Header(alias="range", max_length=200)] = None,
        if_range: Annotated[str | None, Header(alias="if-range", max_length=200)] = None,
    ) -> StreamingResponse:
        """The file as it was recorded, decrypted, to be kept outside."""
        with _refused():
            playable = await library.open(recording, await _scope(request, act.person))
        return await _sent(act, playable, "attachment", ranged, if_range)

    @router.post("/{recording}/hold", status_code=204, summary="Set a legal hold")
    async def hold(
        recording: Id,
        body: Reason,
        act: Annotated[Act, Depends(acting(Permission.RECORDINGS_KEEP, "recordings.hold"))],
    ) -> None:
        """Kept until released, whatever its time."""
        await _change_hold(act, recording, True, body.reason)

    @router.post("/{recording}/release", status_code=204, summary="End a legal hold")
    async def release(
        recording: Id,
        body: Reason,
        act: Annotated[Act, Depends(acting(Permission.RECORDINGS_KEEP, "recordings.release"))],
    ) -> None:
        """Deleted when its time is over; at once if it is over."""
        await _change_hold(act, recording, False, body.reason)

    async def _change_hold(act: Act, recording: int, held: bool, reason: str) -> None:
        def work(connection: Connection) -> Change[None]:
            scope = scope_of(connection, act.person)
            retention.change_hold(connection, recording, held, act.person.login, reason, scope)
            before, after = {"legal_hold": not held}, {"legal_hold": held, "reason": reason}
            return Change(None, f"recording {recording}", before, after)

        with _refused():
            await act.write(work)

    return router


async def _scope(request: Request, person: Person) -> Scope:
    return await frame_of(request).people.store.read(lambda connection: scope_of(connection, person))


async def _sent(
    act: Act, playable: Playable, disposition: str, ranged: str | None, if_range: str | None
) -> StreamingResponse:
    """The audio, once the audit log has it and the first of it could be read. Raises NotFound, Unavailable."""
    try:
        tag = f'"{playable.sha256}"'
        wanted = byte_range(ranged, playable.size, tag=tag, if_range=if_range)
        pieces = playable.read(wanted.start, wanted.stop)
        with _refused():
            first = await asyncio.to_thread(next, pieces, b"")
        bytes_sent = {"first": wanted.start, "until": wanted.stop, "of": wanted.size}
        await act.note(f"recording {playable.recording}", after={"bytes": bytes_sent})
    except BaseException:
        playable.close()
        raise
    headers = {
        "content-disposition": f'{disposition}; filename="{playable.file_name}"',
        "etag": tag,
        **wanted.headers,
    }
    return StreamingResponse(
        chain((first,), pieces),
        wanted.status,
        headers,
        media_type=playable.form.media_type,
        background=BackgroundTask(playable.close),
    )


@contextmanager
def _refused() -> Iterator[None]:
    """What the room refuses, as the API says it; an archive that does not answer is no reason to hang."""
    try:
        yield
    except NoSuchRecording as error:
        raise NotFound("there is no such recording") from error
    except NoAudio as error:
        raise NotFound("this recording has no audio") from error
    except HeldAlready as error:
        raise Conflict(
            "the hold is as asked for, or the recording is deleted", code="hold_as_it_is"
        ) from error
    except (NoKey, OSError) as error:
        raise Unavailable("the archive does not answer", code="archive_away") from error
