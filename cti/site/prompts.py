"""Prompts as people see them: what is said, where its sound comes from, who put it there (F1, V1-V11).

The shelf itself, rendering included, is handed in: the live floor knows nothing of dialogs.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Row, func, insert, select

from cti.people.person import Person
from desk.models import PromptTakeRow, table_of

TAKES = table_of(PromptTakeRow)
TONE = "tone"
"""The language of what is not spoken."""
STUDIO, RENDERED = "studio", "rendered"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptEntry:
    """One prompt in one language. `seconds` None: it has no sound."""

    id: str
    language: str
    text: str
    clause: str
    source: str
    """studio or rendered."""
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A recording as it was put on the shelf."""

    bytes: int
    sha256: str
    seconds: float


class PromptShelf(Protocol):
    """All prompts of a node. Methods block; run them in a thread."""

    def entries(self) -> list[PromptEntry]:
        """In the catalogues' order, tones last."""

    def sound(self, language: str, prompt: str) -> Path | None:
        """A WAV file of 16 kHz, as callers hear it; None: there is none. Raises NotFound."""

    def replace(self, language: str, prompt: str, recording: bytes) -> Take:
        """Put a recording (WAV, FLAC, MP3) in its place, for the next call. Raises NotFound, Invalid, Conflict."""

    def restore(self, language: str, prompt: str) -> None:
        """Put the rendered one back. Raises NotFound (nothing was replaced), Conflict (no voice is there)."""


def note_take(
    connection: Connection,
    language: str,
    prompt: str,
    take: Take | None,
    *,
    by: Person,
    at: datetime,
    recorded_by: str | None = None,
    file: str | None = None,
) -> None:
    """Who did what; `take` None: the rendered one is back."""
    connection.execute(
        insert(TAKES).values(
            language=language,
            prompt=prompt,
            kind=STUDIO if take is not None else RENDERED,
            at=at,
            by=by.login,
            recorded_by=recorded_by,
            file=file,
            bytes=take.bytes if take is not None else 0,
            sha256=take.sha256 if take is not None else None,
        )
    )


def last_takes(connection: Connection) -> dict[tuple[str, str], Row[Any]]:
    """What was done last, by language and prompt."""
    newest = select(func.max(TAKES.c.id)).group_by(TAKES.c.language, TAKES.c.prompt)
    rows = connection.execute(select(TAKES).where(TAKES.c.id.in_(newest)))
    return {(row.language, row.prompt): row for row in rows}


def takes_of(connection: Connection, language: str, prompt: str) -> list[Row[Any]]:
    """Everything that was done to one prompt, the newest first; 200 at most."""
    found = select(TAKES).where(TAKES.c.language == language, TAKES.c.prompt == prompt)
    return list(connection.execute(found.order_by(TAKES.c.id.desc()).limit(200)))
