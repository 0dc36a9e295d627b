"""API tokens and tickets for the live channel: scopes, ends, single use (S13)."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI, WebSocket
from websockets import Origin
from websockets.asyncio.client import connect

from cti.api.guard import live_person
from cti.errors import Refused
from cti.http.server import serve_http
from cti.people.permissions import Permission
from desk.models import ApiTokenRow, AuditRow, LiveTicketRow
from tests.real.api.site import Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real


async def programme(site: Site, owner: httpx.AsyncClient, *scopes: str, days: int = 90) -> httpx.AsyncClient:
    """A programme with a new token of this person."""
    made = await owner.post("/api/tokens", json={"name": "Sample", "scopes": list(scopes), "days": days})
    assert made.status_code == 201, made.text
    client = site.browser(origin=None)
    client.headers["authorization"] = f"Bearer {made.json()['secret']}"
    return client


async def test_a_token_may_what_its_scopes_say_and_no_more(site: Site) -> None:
    owner = await site.signed_in(await site.user("shift_supervisor"))
    client = await programme(site, owner, "users:read", "tokens:own")
    me = (await client.get("/api/session")).json()
    assert (me["via"], me["permissions"]) == ("token", ["tokens:own", "users:read"])
    assert (await client.get("/api/users")).status_code == 200
    assert (await client.get("/api/audit")).status_code == 403
    kept = (await rows(site.database, ApiTokenRow))[0]
    assert client.headers["authorization"].split()[1] not in str(kept)
    assert kept["used_at"] is not None
    shown = (await owner.get("/api/tokens")).json()
    assert [token["scopes"] for token in shown] == [["tokens:own", "users:read"]]
    assert "secret" not in shown[0]


async def test_nobody_gives_a_token_what_is_not_theirs(site: Site) -> None:
    owner = await site.signed_in(await site.user("junior_agent"))
    wish = {"name": "Sample", "scopes": ["tokens:own", "users:write"]}
    assert (await owner.post("/api/tokens", json=wish)).status_code == 403
    client = await programme(site, owner, "tokens:own")
    more = await client.post("/api/tokens", json={"name": "Sample", "scopes": ["tokens:own"]})
    assert more.status_code == 403, "a token makes no tokens"
    assert (await client.put("/api/session/password", json={"old": "x", "new": "y"})).status_code == 403


async def test_a_token_loses_what_its_owner_loses(site: Site) -> None:
    user = await site.user("senior_agent")
    client = await programme(site, await site.signed_in(user), "floor:read", "tokens:own")
    admin = await site.signed_in(await site.user("administrator"))
    await admin.patch(f"/api/users/{user.id}", json={"roles": ["junior_agent"]})
    assert (await client.get("/api/session")).json()["permissions"] == ["tokens:own"]
    await admin.patch(f"/api/users/{user.id}", json={"active": False})
    assert (await client.get("/api/session")).status_code == 401


async def test_a_token_ends_by_time_and_by_hand(site: Site) -> None:
    owner = await site.signed_in(await site.user("junior_agent"))
    short = await programme(site, owner, "tokens:own", days=1)
    long = await programme(site, owner, "tokens:own", days=2)
    site.clock.wait(hours=25)
    assert [(await client.get("/api/session")).status_code for client in (short, long)] == [401, 200]
    [token_id] = [row["id"] for row in await rows(site.database, ApiTokenRow) if row["used_at"] is not None]
    assert (await long.delete(f"/api/tokens/{token_id}")).status_code == 204
    assert (await long.get("/api/session")).status_code == 401
    assert (await rows(site.database, AuditRow))[-1]["action"] == "tokens.revoke"


async def test_an_administrator_revokes_anybodys(site: Site) -> None:
    client = await programme(site, await site.signed_in(await site.user("junior_agent")), "tokens:own")
    admin = await site.signed_in(await site.user("administrator"))
    token_id = (await rows(site.database, ApiTokenRow))[0]["id"]
    assert (await admin.delete(f"/api/tokens/{token_id}")).status_code == 204
    assert (await client.get("/api/session")).status_code == 401


async def ticket_of(client: httpx.AsyncClient) -> str:
    answer = await client.post("/api/live/ticket")
    assert (answer.status_code, answer.json()["seconds"]) == (201, 30)
    return str(answer.json()["ticket"])


async def test_a_ticket_is_good_once_and_soon(site: Site) -> None:
    user = await site.user("junior_agent")
    browser = await site.signed_in(user)
    ticket = await ticket_of(browser)
    assert ticket not in str(await rows(site.database, LiveTicketRow))
    found = await asyncio.gather(*(site.people.redeem_ticket(ticket) for _ in range(8)))
    assert [person.id for person in found if person] == [user.id], "one of many at once"
    late = await ticket_of(browser)
    site.clock.wait(seconds=31)
    assert await site.people.redeem_ticket(late) is None
    assert await site.people.redeem_ticket("") is None
    assert await site.people.redeem_ticket("A" * 43) is None


async def test_a_ticket_dies_with_its_session_or_token(site: Site) -> None:
    user = await site.user("junior_agent")
    browser, other = await site.signed_in(user), await site.signed_in(user)
    client = await programme(site, other, "agent:own")
    gone, kept, by_token = await ticket_of(browser), await ticket_of(other), await ticket_of(client)
    await browser.delete("/api/session")
    assert await site.people.redeem_ticket(gone) is None
    assert (await site.people.redeem_ticket(kept)) is not None
    person = await site.people.redeem_ticket(by_token)
    assert person is not None
    assert person.permissions == {Permission.AGENT_OWN}
    assert (await other.delete("/api/session?everywhere=true")).status_code == 204


async def test_rights_are_looked_up_anew(site: Site) -> None:
    """What the live channel asks for while it is open."""
    user = await site.user("senior_agent")
    person = await site.people.redeem_ticket(await ticket_of(await site.signed_in(user)))
    assert person is not None
    assert await site.people.refresh(person) == person
    site.clock.wait(minutes=50)
    assert await site.people.refresh(person) == person
    site.clock.wait(minutes=50)
    assert await site.people.refresh(person) == person, "an open channel keeps the session from idling out"
    admin = await site.signed_in(await site.user("administrator"))
    await admin.patch(f"/api/users/{user.id}", json={"roles": ["junior_agent"]})
    assert await site.people.refresh(person) is None


async def test_a_page_of_another_site_opens_no_channel(small_site: Site) -> None:
    """S13: refused before the ticket is used up."""
    site = small_site
    told: list[int] = []
    live = FastAPI()
    live.state.frame = site.api.frame

    @live.websocket("/live")
    async def answer(websocket: WebSocket, ticket: str) -> None:
        try:
            told.append((await live_person(websocket, ticket)).id)
        except Refused as refusal:
            told.append(refusal.status)
        await websocket.accept()
        await websocket.close()

    user = await site.user("junior_agent")
    ticket = await ticket_of(await site.signed_in(user))

    async with serve_http(live, "127.0.0.1", 0) as port:
        for origin in ("https://evil.example", f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port}"):
            async with connect(
                f"ws://127.0.0.1:{port}/live?ticket={ticket}", origin=Origin(origin)
            ) as channel:
                await channel.wait_closed()
    assert told == [403, user.id, 401]
