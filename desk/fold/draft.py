"""What one visit has entered so far, folded from its facts: pure values, no database (F1.10, F1.14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

LOST = "service_lost"
"""Outcome of a visit whose process died."""
LEFT = "left"
"""Outcome of a visit that the caller ended by hanging up (F1.14)."""
WORDS_SECONDS = 1.0
"""A shorter recording holds no sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Entries of a visit. Recordings are paths relative to the data folder."""

    line_number: str | None = None
    contact_number: str | None = None
    report_number: str | None = None
    """Of an earlier report, keyed to leave a message with it."""
    symptom_class: str | None = None
    symptom: str | None = None
    message: str | None = None
    """A message for the technician that was begun and not kept yet."""
    whole_symptom: str | None = None
    whole_message: str | None = None
    """The last take that holds words: one that has only begun does not push it out (F1.14)."""
    truncated: tuple[str, ...] = ()
    """Recordings that a full disk cut short (R11)."""
    confirmed: bool = False
    settled: tuple[str, ...] = ()
    """Line numbers that need no report of this visit: mended, in planned works, or counted as a repeat."""
    marks: tuple[tuple[str, float], ...] = ()
    """Steps reached and when, in seconds from the visit's begin."""
    began: float = 0.0
    seen: float = 0.0
    """Monotonic seconds of the first and the last fact."""
    seen_at: str = ""
    """Wall time of the last fact."""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Draft":
        """Read back from JSON; fields of other versions are passed over."""
        known = {name.name: raw[name.name] for name in fields(cls) if name.name in raw}
        known["settled"] = tuple(known.get("settled", ()))
        known["truncated"] = tuple(known.get("truncated", ()))
        known["marks"] = tuple((str(name), float(at)) for name, at in known.get("marks", ()))
        return cls(**known)

    def durations(self) -> dict[str, float]:
        """Seconds spent in each step, as far as the facts go."""
        spent: dict[str, float] = {}
        ends = [*(at for _, at in self.marks[1:]), self.seen - self.began][: len(self.marks)]
        for (name, at), end in zip(self.marks, ends, strict=True):
            spent[name] = round(spent.get(name, 0.0) + max(0.0, end - at), 3)
        return spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit as its facts tell it; the columns of desk/models/visit.py."""

    key: str
    call: str
    node: str
    boot: str
    started_at: datetime
    script: str = ""
    caller: str = ""
    dialled: str = ""
    language: str = ""
    ended_at: datetime | None = None
    seconds: float | None = None
    outcome: str | None = None
    reason: str | None = None
    last_step: str = ""
    durations: Mapping[str, float] = field(default_factory=dict)
    tries: Mapping[str, int] = field(default_factory=dict)
    draft: Draft = field(default_factory=Draft)

    def draw(self, **changes: Any) -> "Visit":
        """The same visit with changed entries."""
        return replace(self, draft=replace(self.draft, **changes))

    @property
    def needs_report(self) -> bool:
        """A line number was entered, and nothing says that it needs no report."""
        number = self.draft.line_number
        return number is not None and (self.draft.confirmed or number not in self.draft.settled)

    @property
    def over(self) -> bool:
        """Ended for good. A visit given up as lost may still end truly: its process lived after all."""
        return self.ended_at is not None and self.outcome != LOST

    def columns(self) -> dict[str, Any]:
        """Values for the table."""
        names = (name.name for name in fields(self) if name.name != "draft")
        draft = {name.name: getattr(self.draft, name.name) for name in fields(self.draft)}
        return {name: getattr(self, name) for name in names} | {"draft": draft}
