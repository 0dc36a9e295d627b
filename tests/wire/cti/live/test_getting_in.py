"""Who gets in to the live channel: desktops on real WebSockets, with a ticket, from our own pages (S13)."""

import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.waiting import until
from tests.wire.cti.live.stage import QUICK, Desktop, Stage, opened


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1", "http://127.0.0.1.elsewhere.example"]
)
async def test_a_page_of_another_origin_is_refused_before_anything_is_said(stage: Stage, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with stage.browser(origin):
            pass
    assert refused.value.response.status_code == 403


async def test_without_an_origin_nobody_gets_in(stage: Stage) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(
            f"http://127.0.0.1:{stage.port}/api/live",
            headers={
                "Upgrade": "websocket",
                "Connection": "Upgrade",
                "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            },
        )
    assert answer.status_code == 403


async def test_a_ticket_admits_once(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    ticket = await stage.ticket(agent)
    async with stage.browser() as first, stage.browser() as second:
        await Desktop(first).hello(ticket)
        await second.send(json.dumps({"type": "hello", "ticket": ticket}))
        assert await Desktop(second).closed() == 4401


REFUSED = [
    ("a ticket that nobody has", {"type": "hello", "ticket": "x" * 43}, 4401),
    ("no ticket at all", {"type": "beat"}, 4401),
    ("an acknowledgement before hello", {"type": "pop_seen", "pop": "o1", "revision": 1}, 4401),
    ("no message of the protocol", {"type": "subscribe", "topic": "board"}, 4400),
    ("a field too many", {"type": "hello", "ticket": "x", "person": "1"}, 4400),
    ("no object", [], 4400),
]


@pytest.mark.parametrize(("what", "message", "code"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_who_does_not_get_in(stage: Stage, what: str, message: object, code: int) -> None:
    async with stage.browser() as socket:
        await socket.send(json.dumps(message))
        assert await Desktop(socket).closed() == code


async def test_who_says_nothing_is_sent_away(quick: Stage) -> None:
    async with quick.browser() as socket:
        assert await Desktop(socket).closed() == 4401


async def test_signed_out_before_the_ticket_is_used(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    ticket = await stage.ticket(agent)
    await stage.people.sign_out(agent)
    async with stage.browser() as socket:
        await socket.send(json.dumps({"type": "hello", "ticket": ticket}))
        assert await Desktop(socket).closed() == 4401


async def test_too_many_who_have_not_shown_a_ticket(tmp_path: Path) -> None:
    async with opened(tmp_path, limits=replace(QUICK, hello=30.0, strangers=3)) as stage:
        agent = await stage.hire("one", "junior_agent", "8001")
        async with stage.browser(), stage.browser(), stage.browser() as last:

            async def crowded() -> bool:
                return stage.room.desktops.crowded

            await until(crowded, seconds=5)
            with pytest.raises(InvalidStatus):
                async with stage.browser():
                    pass
            await Desktop(last).hello(await stage.ticket(agent))
        async with stage.browser():
            pass
