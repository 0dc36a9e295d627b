"""Prompts: what is said, how it sounds, and a recording in the place of the rendered voice (H15).

A recording (WAV, FLAC or MP3, 10 MB at most) is the body of the request; it is trimmed, brought to the level of all
prompts, and heard from the next call on.
"""

import asyncio
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import Connection

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.responses import ERRORS
from cti.errors import NotFound
from cti.people.audit import Act, Change
from cti.people.fields import ShownText
from cti.people.permissions import Permission
from cti.people.person import Person
from cti.site.prompts import RENDERED, PromptShelf, Take, last_takes, note_take, takes_of

MayRead = Annotated[Person, Depends(require(Permission.SITE_READ))]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$"), Path(description="`tone`: not spoken.")]
PromptId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$"), Path()]


class PromptSource(StrEnum):
    """Where a prompt's sound comes from."""

    RENDERED = "rendered"
    STUDIO = "studio"


class TakeShown(BaseModel):
    """Who put which sound in a prompt's place."""

    model_config = ConfigDict(from_attributes=True)

    kind: PromptSource
    at: datetime
    by: str
    recorded_by: str | None
    """Whose voice it is."""
    file: str | None
    bytes: int


class PromptShown(BaseModel):
    """One prompt in one language."""

    id: str
    language: str
    text: str
    clause: str
    source: PromptSource
    seconds: float | None
    """Null: it has no sound, and callers hear the other language or nothing."""
    take: TakeShown | None
    """What was done to it last in the desktop."""


def prompts_router(shelf: PromptShelf) -> APIRouter:
    """The routes of one node."""
    router = APIRouter(prefix="/api/prompts", tags=["prompts"], responses=ERRORS)

    @router.get("", summary="All prompts")
    async def prompts(request: Request, _: MayRead) -> list[PromptShown]:
        """In the order of the catalogue."""
        entries = await asyncio.to_thread(shelf.entries)
        takes = await frame_of(request).people.store.read(last_takes)
        return [
            PromptShown(
                id=entry.id,
                language=entry.language,
                text=entry.text,
                clause=entry.clause,
                source=PromptSource(entry.source),
                seconds=entry.seconds,
                take=TakeShown.model_validate(take)
                if (take := takes.get((entry.language, entry.id)))
                else None,
            )
            for entry in entries
        ]

    @router.get("/{language}/{prompt}/sound", summary="How a prompt sounds", response_class=FileResponse)
    async def sound(_: MayRead, language: Language, prompt: PromptId) -> FileResponse:
        """WAV, 16 kHz, as callers hear it."""
        path = await asyncio.to_thread(shelf.sound, language, prompt)
        if path is None:
            raise NotFound("this prompt has no sound")
        return FileResponse(path, media_type="audio/wav")

    @router.get("/{language}/{prompt}/history", summary="Who recorded a prompt")
    async def history(request: Request, _: MayRead, language: Language, prompt: PromptId) -> list[TakeShown]:
        """The newest first."""
        rows = await frame_of(request).people.store.read(
            lambda connection: takes_of(connection, language, prompt)
        )
        return [TakeShown.model_validate(row) for row in rows]

    @router.put(
        "/{language}/{prompt}",
        status_code=204,
        summary="Put a recording in a prompt's place",
        openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
    )
    async def replace(
        request: Request,
        language: Language,
        prompt: PromptId,
        act: Annotated[Act, Depends(acting(Permission.PROMPTS_WRITE, "prompts.replace"))],
        file: Annotated[ShownText | None, Query(description="The file's name, for people.")] = None,
        recorded_by: Annotated[ShownText | None, Query(description="Whose voice it is.")] = None,
    ) -> None:
        """Heard from the next call on."""
        take = await asyncio.to_thread(shelf.replace, language, prompt, await request.body())
        await _noted(request, act, language, prompt, take, file, recorded_by)

    @router.delete("/{language}/{prompt}", status_code=204, summary="Put the rendered prompt back")
    async def restore(
        request: Request,
        language: Language,
        prompt: PromptId,
        act: Annotated[Act, Depends(acting(Permission.PROMPTS_WRITE, "prompts.restore"))],
    ) -> None:
        """Heard from the next call on."""
        await asyncio.to_thread(shelf.restore, language, prompt)
        await _noted(request, act, language, prompt)

    return router


async def _noted(
    request: Request,
    act: Act,
    language: str,
    prompt: str,
    take: Take | None = None,
    file: str | None = None,
    recorded_by: str | None = None,
) -> None:
    now = frame_of(request).people.store.now()
    after: dict[str, object] = {"source": RENDERED}
    if take is not None:
        after = {"file": file, "recorded_by": recorded_by, "seconds": take.seconds, "sha256": take.sha256}

    def work(connection: Connection) -> Change[None]:
        note_take(
            connection, language, prompt, take, by=act.person, at=now, recorded_by=recorded_by, file=file
        )
        return Change(None, f"prompt {language}/{prompt}", None, after)

    await act.write(work)
