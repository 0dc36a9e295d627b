"""The desk as one dialog sees it: look-ups with a deadline, and facts journaled at once (F1.4-F1.14).

Look-ups go to the database and raise DeskUnavailable when it is slow or absent. Facts go to the journal,
never wait for the database and never raise: whatever the caller has entered is kept (F1.14, R10).
"""

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desk import look_up
from desk.disk_watch import recorded_seconds
from desk.errors import DeskUnavailable, TooManyGuesses
from desk.journal.fact import Kind
from desk.line_test import waiting
from desk.line_test.head import TestHead, TestHeadFailed
from desk.line_test.result import LineTest
from desk.line_view import Exchange, LineView, OpenReport

if TYPE_CHECKING:
    from desk.desk import Desk

log = logging.getLogger(__name__)

T = TypeVar("T")

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.-]")
_NO_DIGITS = re.compile(r"[^0-9]")
_NUMBER_LENGTH = 20
_KEYS_LENGTH = 40
_NAME_LENGTH = 64
_CALL_LENGTH = 80


class CallDesk:
    """The desk for one visit of one call. Made by `Desk.for_call`."""

    def __init__(
        self, desk: "Desk", key: str, *, call: str, script: str, caller: str, dialled: str, language: str
    ) -> None:
        self._desk = desk
        self._key = key
        self._call = call[:_CALL_LENGTH]
        self._script = script[:_NAME_LENGTH]
        self._caller = caller[:_NUMBER_LENGTH]
        self._dialled = dialled[:_NUMBER_LENGTH]
        self._language = language
        self._takes: dict[str, int] = {}
        self._begun: dict[str, Path] = {}

    async def exchange_of(self, number: str) -> Exchange | None:
        """The exchange of this number by its longest prefix (F1.4). Raises TooManyGuesses, DeskUnavailable."""
        self._stop_guessing()
        return self._no_guess(await look_up.exchange_of(self._desk.fetch, number))

    async def look_up(self, number: str) -> LineView:
        """Everything about this line in one look (F1.5, F1.6). Raises DeskUnavailable."""
        now = self._desk.journal.clock.wall()
        view = await look_up.line_view(
            self._desk.fetch,
            number,
            now=now,
            mended_since=now - timedelta(hours=self._desk.rules.mended_hours),
            folder=self._desk.folder,
        )
        if view.works is not None or view.mended:
            seen = {"line_number": number, "works": view.works is not None, "mended": view.mended}
            self._append(Kind.LINE_SEEN, seen)
        return view

    async def report(self, number: str) -> OpenReport | None:
        """The open report with this report number. Raises TooManyGuesses, DeskUnavailable."""
        self._stop_guessing()
        return self._no_guess(await look_up.open_report(self._desk.fetch, number, self._desk.folder))

    def _no_guess(self, found: T | None) -> T | None:
        """Count an entry that led nowhere (S18)."""
        if found is None:
            self._desk.guesses.wrong(self._caller or self._call, self._desk.journal.clock.monotonic())
            self._stop_guessing()
        return found

    def _stop_guessing(self) -> None:
        """By calling number; one that is withheld counts for its call alone."""
        if self._desk.guesses.locked(self._caller or self._call, self._desk.journal.clock.monotonic()):
            raise TooManyGuesses

    async def test_line(self, number: str) -> LineTest:
        """Test a line now (F1.8). Raises TestHeadBusy, TestHeadFailed."""
        return self._tested(await self._head().test(number))

    async def test_line_when_free(self, number: str) -> LineTest:
        """Test a line as soon as the busy head lets us, within the site's limit (F1.8).

        Raises TestHeadBusy at the limit, TestHeadFailed at once.
        """
        return self._tested(
            await waiting.test_when_free(self._head(), number, self._desk.rules.test_head_seconds)
        )

    def _head(self) -> TestHead:
        if self._desk.test_head is None:
            raise TestHeadFailed("no test head")
        return self._desk.test_head

    def _tested(self, result: LineTest) -> LineTest:
        columns: dict[str, Any] = asdict(result)
        columns["line_number"] = columns.pop("number")[:_NUMBER_LENGTH]
        columns["tested_at"] = result.tested_at.isoformat()
        self._append(Kind.LINE_TESTED, columns)
        return result

    def keyed(self, field: str, value: str) -> None:
        """The caller entered `line_number`, `contact_number`, `symptom_class` or `report_number`."""
        self._append(Kind.KEYED, {"field": field, "value": value[:_NUMBER_LENGTH]})

    def keys_left(self, keys: str) -> None:
        """All keys of the call so far that are nobody's number, those of earlier visits included (F1.14)."""
        if digits := _NO_DIGITS.sub("", keys):
            self._desk.journal.append(Kind.KEYS_LEFT, self._call, {"digits": digits[:_KEYS_LENGTH]})

    def recorded(self, kind: str, take: Path, seconds: float | None) -> bool:
        """A recording of kind `symptom` or `message` has begun (`seconds` None) or is complete.

        True: a full disk cut it short (R11), so asking the caller to speak again would not help.
        """
        truncated = False
        if seconds is None:
            self._begun[kind] = take
            self._desk.disk.begun(take)
        else:
            self._begun.pop(kind, None)
            truncated = self._desk.disk.finished(take)
        self._recorded(kind, take, seconds, truncated=truncated)
        return truncated

    def recorded_before(self, kind: str, take: Path) -> None:
        """A complete recording of an earlier visit of this call is taken up again."""
        self._recorded(kind, take, recorded_seconds(take), truncated=False)

    def _recorded(self, kind: str, take: Path, seconds: float | None, *, truncated: bool) -> None:
        fact = {"kind": kind, "take": self._desk.relative(take), "seconds": seconds}
        self._append(Kind.RECORDED, fact | {"truncated": True} if truncated else fact)

    def repeated(self, report: OpenReport) -> None:
        """The caller reported the same fault again (F1.6)."""
        self._append(Kind.REPEATED, {"report": report.number, "line_number": report.line_number})

    def keep_message(self, report_number: str, take: Path) -> None:
        """Keep the caller's message for the technician (F1.12); no number: with this call's report."""
        self._append(Kind.MESSAGE_KEPT, {"report": report_number, "take": self._desk.relative(take)})

    def keep_answer(self, report_number: str, take: Path) -> None:
        """Keep the technician's message for the caller (F1.6)."""
        self._append(Kind.ANSWER_KEPT, {"report": report_number, "take": self._desk.relative(take)})

    def take_path(self, kind: str) -> Path:
        """Where to record next: a file that is not there yet, in a folder that is. Its name is made of the
        call's id, so nothing that a caller sends can lead elsewhere (S16)."""
        folder = self._desk.folder / "recordings" / f"{self._desk.journal.clock.wall():%Y/%m/%d}"
        try:
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        except OSError as error:
            log.error("No folder to record into", extra={"call": self._call, "error": str(error)})
        stem = f"{_NOT_IN_NAMES.sub('_', self._call)}-{_NOT_IN_NAMES.sub('_', kind)}"
        count = self._takes.get(kind, 0) + 1
        while (folder / f"{stem}-{count}.wav").exists():
            count += 1
        self._takes[kind] = count
        return folder / f"{stem}-{count}.wav"

    async def confirm(self) -> str:
        """The caller confirmed (F1.11): store the report and return its number.

        Raises DeskUnavailable when that takes too long; the report is then stored later, from the journal.
        """
        sequence = self._append(Kind.CONFIRMED, {})
        try:
            async with asyncio.timeout(self._desk.rules.confirm_seconds):
                await self._desk.journal.durable(sequence)
                number = await self._desk.writer.stored(sequence)
        except TimeoutError:
            raise DeskUnavailable("not stored in time") from None
        number = number or await look_up.report_of_call(self._desk.fetch, self._call)
        if number is None:
            raise DeskUnavailable("not stored")
        return number

    def begin(self) -> None:
        """The visit begins."""
        names = {"script": self._script, "caller": self._caller, "dialled": self._dialled}
        self._append(Kind.VISIT_BEGAN, names | {"language": self._language})

    def step(self, name: str, at_seconds: float) -> None:
        """The dialog has reached a step, so many seconds after its begin."""
        self._append(Kind.STEP, {"name": name[:_NAME_LENGTH], "at_seconds": at_seconds})

    def end(
        self,
        outcome_name: str,
        reason: str,
        last_step: str,
        durations: Mapping[str, float],
        tries: Mapping[str, int],
        language: str,
    ) -> None:
        """The visit ends; what was entered and not confirmed becomes an unconfirmed report (F1.10, F1.14)."""
        for kind, take in self._begun.items():
            if self._desk.disk.finished(take):
                self._recorded(kind, take, None, truncated=True)
            elif take.exists():
                self._recorded(kind, take, recorded_seconds(take), truncated=False)
            else:  # the caller left before the first sample
                self._append(Kind.RECORDED, {"kind": kind, "take": None, "seconds": None})
        ended = {
            "outcome": outcome_name[:_NAME_LENGTH],
            "reason": reason[:_NAME_LENGTH],
            "last_step": last_step[:_NAME_LENGTH],
            "durations": dict(durations),
            "tries": dict(tries),
            "language": language,
        }
        self._append(Kind.VISIT_ENDED, ended)

    def _append(self, kind: str, data: Mapping[str, Any]) -> int:
        return self._desk.journal.append(kind, self._call, data, visit=self._key)
