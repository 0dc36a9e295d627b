"""The user event `Followed` as moments of a call; what is not a word of ours is left out (S1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from panoramisk.message import Message

from cti.call_page.moments import Keyed, Moment, Part, Recorded, Said, Stored, Went
from cti.reading import words

FOLLOW = re.compile(r"[0-9a-z]{16,64}", re.ASCII)
_STEP = re.compile(r"[a-z_]{1,40}", re.ASCII)
_KEYS = re.compile(r"[0-9*]{0,40}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,4}\.[0-9]", re.ASCII)
_MOST_PARTS = 40


@dataclass(frozen=True, slots=True)
class Wording:
    """A prompt in one language, and the clause that it carries out."""

    text: str
    clause: str


Wordings = Mapping[str, Mapping[str, Wording]]
"""Language → id of a prompt → its wording."""


def moment_of(event: Message, at: float, wordings: Wordings) -> Moment | None:
    """What the event tells; None when it is nothing of ours. `at`: seconds since 1970 UTC."""
    step = event.step if _STEP.fullmatch(event.step) else ""
    match event.what:
        case "said":
            return _said(event, at, step, wordings)
        case "keyed" if _KEYS.fullmatch(event.digits):
            return Keyed(at=at, step=step, keys=event.digits, ended=_ended(event.ended))
        case "recorded" if _SECONDS.fullmatch(event.seconds):
            return Recorded(at=at, seconds=float(event.seconds))
        case "stored" if report := words.digits(event.report):
            return Stored(at=at, report=report, repeated=step == "repeat_report")
        case "went":
            return Went(at=at, next=words.name(event.next), reason=words.sentence(event.reason))
    return None


def _ended(way: str) -> Literal["end", "full", "silence"]:
    return "end" if way == "end" else "full" if way == "full" else "silence"


def _said(event: Message, at: float, step: str, wordings: Wordings) -> Said:
    language: Literal["zh", "en"] = "en" if event.spoken == "en" else "zh"
    prompts = wordings.get(language, {})
    parts = [part for piece in event.said.split()[:_MOST_PARTS] if (part := _part(piece, prompts))]
    clauses = [part.clause for part in parts if part.clause]
    return Said(
        at=at,
        step=step,
        clause=clauses[-1] if clauses else "",
        language=language,
        parts=parts,
        awaits=_awaits(event.awaits),
    )


def _awaits(what: str) -> Literal["keys", "speech", "nothing"]:
    return "keys" if what == "keys" else "speech" if what == "speech" else "nothing"


def _part(piece: str, prompts: Mapping[str, Wording]) -> Part | None:
    if piece == "@":
        return Part(kind="recording")
    if piece.startswith("="):
        return Part(kind="number", text=words.digits(piece[1:]))
    wording = prompts.get(piece)
    if wording is None:
        return None
    return Part(kind="prompt", prompt=piece, text=wording.text, clause=wording.clause)
