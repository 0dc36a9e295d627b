"""The page for newcomers and test calls put together: who may use it, its telephone, and what it is told."""

import csv
from pathlib import Path

from fastapi import APIRouter
from sqlalchemy import select

from cti.api.call_page import call_page_router
from cti.call_page.following import Following
from cti.call_page.moments import Over
from cti.call_page.passes import Passes
from cti.call_page.reading import Wording, Wordings
from cti.call_page.stored import left_of
from cti.call_page.telephone import CallPageRules
from cti.floor_watch import FloorWatch
from desk.desk import Desk
from desk.errors import DeskUnavailable
from desk.models import SubscriberRow
from faultline import examples
from faultline.asterisk.call_page import call_page_digest
from faultline.settings import Settings
from ivr.followed_line import EVENT
from ivr.prompts.catalogue import Prompt, load_catalogues


class CallPageRoom:
    """Serve `router`; `close` at the end."""

    def __init__(self, settings: Settings, desk: Desk, watch: FloorWatch) -> None:
        self._desk = desk
        passes = Passes()
        self._following = Following(lambda: watch.floor, passes, _wordings(), self._left)
        if settings.call_page_on:
            watch.hand_aside(f"UserEvent {EVENT}", self._following.take)
            watch.subscribe(self._following.note)
        self.router: APIRouter = call_page_router(_rules(settings), passes, self._following, self._samples)

    def close(self) -> None:
        """Nobody is told any more."""
        self._following.close()

    async def _left(self, call: str) -> Over:
        return await left_of(self._desk.fetch, call)

    async def _samples(self) -> list[str]:
        """Lines of the examples that are in the books; none where real ones took their place."""
        lines = _example_lines()
        known = select(SubscriberRow.line_number).where(SubscriberRow.line_number.in_(lines))
        try:
            rows = await self._desk.fetch(known, {})
        except DeskUnavailable:
            return []
        there = {row[0] for row in rows}
        return [line for line in lines if line in there]


def _rules(settings: Settings) -> CallPageRules:
    return CallPageRules(
        on=settings.call_page_on,
        asked_for=settings.call_page is True,
        ha1=call_page_digest(settings.folder) if settings.call_page_on else "",
        phone=settings.phone_rules,
    )


def _example_lines() -> list[str]:
    with (Path(examples.__file__).parent / "subscribers.csv").open(encoding="utf-8", newline="") as file:
        return [row["line_number"] for row in csv.DictReader(file)]


def _wordings() -> Wordings:
    return {
        language: {name: Wording(_text(prompt), prompt.clause) for name, prompt in catalogue.items()}
        for language, catalogue in load_catalogues().items()
    }


def _text(prompt: Prompt) -> str:
    """What is heard, a sentence in the other language included."""
    return " ".join([prompt.text, *(other.text for other in prompt.utterances[1:])])
