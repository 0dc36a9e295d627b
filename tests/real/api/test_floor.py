"""The floor over the API: one's own state, that of others by right, and who may see and steer what (H15, S8, S10)."""

from pathlib import Path

import pytest
from sqlalchemy import select

from cti.api.agents import agents_router
from cti.api.api import Api
from cti.api.callbacks import callbacks_router
from cti.api.frame import Frame
from cti.floor import events as e
from desk.models import AuditRow
from tests.real.api.site import Site, app_of, whole_site
from tests.unit.cti.scripted_floor import LINE, ScriptedFloor

pytestmark = pytest.mark.real


@pytest.fixture
def live(small_site: Site) -> ScriptedFloor:
    """A floor behind the site's API, with the agent 8001 signed out."""
    live = ScriptedFloor()
    live.say(e.AgentKnown, agent="8001", name="Sample", skills={"junior": 1})
    live.say(e.DeviceSeen, agent="8001", reachable=True)
    small_site.app = app_of(Api(Frame(small_site.people), (agents_router(live),)))
    return live


async def test_an_agents_day(small_site: Site, live: ScriptedFloor) -> None:
    agent = await small_site.signed_in(await small_site.user("junior_agent", extension="8001"))
    steps = [
        ({"state": "ready"}, 409, "signed_out", "not signed in"),
        ({"state": "signed_in"}, 200, "paused", "signed in"),
        ({"state": "ready"}, 200, "ready", ""),
        ({"state": "paused", "reason": "lunch"}, 200, "paused", "lunch"),
        ({"state": "paused"}, 200, "paused", "pause"),
        ({"state": "tired"}, 422, "paused", "pause"),
        ({"state": "signed_out"}, 200, "signed_out", ""),
    ]
    for order, status, state, reason in steps:
        answer = await agent.put("/api/agents/me/state", json=order)
        assert answer.status_code == status, answer.text
        me = (await agent.get("/api/agents/me")).json()
        assert me["state"] == state, order
        assert status != 200 or me["reason"] == reason, order


async def test_without_a_telephone_nobody_is_ready(small_site: Site, live: ScriptedFloor) -> None:
    """The answer says what the floor made of it."""
    agent = await small_site.signed_in(await small_site.user("junior_agent", extension="8001"))
    live.say(e.DeviceSeen, agent="8001", reachable=False)
    await agent.put("/api/agents/me/state", json={"state": "signed_in"})
    answer = (await agent.put("/api/agents/me/state", json={"state": "ready"})).json()
    assert (answer["state"], answer["reason"]) == ("paused", "telephone lost")


async def test_whoever_is_to_be_called_back_is_listed(small_site: Site, live: ScriptedFloor) -> None:
    """By the first entry, with what was keyed; a customer who was not reached, with the time of the next try."""
    small_site.app = app_of(Api(Frame(small_site.people), (callbacks_router(live),)))
    boss = await small_site.signed_in(await small_site.user("shift_supervisor", login="boss"))
    since = live.at - 60
    for call in ("c2", "c1"):
        live.call(call)
        since -= 30
        asked = {"queue": "junior", "number": "55500199", "since": since, "key_account": call == "c1"}
        live.say(e.CallbackAsked, leg=call, **asked)
    live.say(e.CallbackTried, callback="c1", leg="a1", agent="8001")
    live.say(e.CallbackOver, callback="c1", result="again", seconds=300.0)
    first, second = (await boss.get("/api/callbacks")).json()
    assert (first["id"], first["tries"], first["key_account"], first["agent"]) == ("c1", 1, True, "8001")
    assert first["not_before"] is not None
    assert (second["id"], second["number"], second["line_number"]) == ("c2", "55500199", LINE)
    assert (second["tries"], second["not_before"]) == (0, None)
    agent = await small_site.signed_in(await small_site.user("junior_agent", extension="8001"))
    assert (await agent.get("/api/callbacks")).status_code == 403


async def test_a_pause_during_a_call_holds_from_its_end_on(small_site: Site, live: ScriptedFloor) -> None:
    agent = await small_site.signed_in(await small_site.user("junior_agent", extension="8001"))
    live.agent()
    live.call()
    live.offer()
    live.answer()
    answer = (await agent.put("/api/agents/me/state", json={"state": "paused", "reason": "lunch"})).json()
    assert (answer["state"], answer["then_pause"]) == ("talking", "lunch")


async def test_a_supervisor_changes_another_s_state_and_the_log_says_who(
    small_site: Site, live: ScriptedFloor
) -> None:
    boss = await small_site.signed_in(await small_site.user("shift_supervisor", login="boss"))
    live.agent()
    answer = await boss.put("/api/agents/8001/state", json={"state": "signed_out"})
    assert answer.json()["state"] == "signed_out"
    assert live.log[-1] == e.SignedOut(at=live.log[-1].at, mono=live.log[-1].mono, agent="8001", by="boss")
    assert (await boss.put("/api/agents/8999/state", json={"state": "ready"})).status_code == 404

    def last(connection: object) -> tuple[str, str, dict[str, str]]:
        rows = select(AuditRow.action, AuditRow.subject, AuditRow.before).where(
            AuditRow.action == "agents.force"
        )
        return tuple(connection.execute(rows.order_by(AuditRow.id)).first())  # type: ignore[attr-defined,no-any-return]

    action, subject, before = await small_site.people.store.read(last)
    assert (action, subject, before) == ("agents.force", "agent 8001", {"state": "ready", "reason": ""})


MAY: list[tuple[str, str, str, int]] = [
    ("junior_agent", "GET", "/api/agents", 403),
    ("junior_agent", "PUT", "/api/agents/8001/state", 403),
    ("junior_agent", "GET", "/api/floor", 403),
    ("junior_agent", "GET", "/api/queues", 403),
    ("junior_agent", "GET", "/api/calls", 403),
    ("junior_agent", "GET", "/api/calls/mine", 200),
    ("junior_agent", "GET", "/api/calls/node1-1.1", 404),
    ("junior_agent", "POST", "/api/calls/node1-1.1/hold", 404),
    ("junior_agent", "POST", "/api/queues/waiting/node1-1.1/first", 403),
    ("junior_agent", "POST", "/api/calls/node1-1.1/listen-in", 403),
    ("junior_agent", "GET", "/api/discrepancies", 403),
    ("senior_agent", "GET", "/api/floor", 200),
    ("senior_agent", "PUT", "/api/agents/8001/state", 403),
    ("statistician", "GET", "/api/queues", 200),
    ("statistician", "POST", "/api/calls", 403),
    ("statistician", "DELETE", "/api/calls/node1-1.1", 403),
    ("inspector", "POST", "/api/calls/node1-1.1/listen-in", 404),
    ("inspector", "DELETE", "/api/calls/node1-1.1", 403),
    ("shift_supervisor", "GET", "/api/agents", 200),
    ("shift_supervisor", "GET", "/api/queues/junior", 200),
    ("shift_supervisor", "GET", "/api/queues/nowhere", 404),
    ("shift_supervisor", "GET", "/api/queues/junior/waiting", 200),
    ("shift_supervisor", "POST", "/api/queues/waiting/node1-1.1/first", 404),
    ("shift_supervisor", "DELETE", "/api/calls/node1-1.1", 404),
    ("shift_supervisor", "GET", "/api/discrepancies", 403),
    ("operations", "GET", "/api/discrepancies", 200),
    ("operations", "PUT", "/api/agents/8001/state", 403),
    ("field", "GET", "/api/floor", 403),
    ("administrator", "GET", "/api/floor", 403),
]
BODIES = {
    "state": {"state": "ready"},
    "listen-in": {"reason": "quality check"},
    "calls": {"number": "55500100"},
}


async def test_who_may_what(tmp_path: Path) -> None:
    """On the whole floor without an Asterisk."""
    async with whole_site(tmp_path) as site:
        for number, role in enumerate(dict.fromkeys(row[0] for row in MAY)):
            browser = await site.signed_in(await site.user(role, extension=f"81{number:02}"))
            for _, method, path, status in (row for row in MAY if row[0] == role):
                body = BODIES.get(path.rsplit("/", 1)[1]) if method in ("POST", "PUT") else None
                answer = await browser.request(method, path, json=body)
                assert answer.status_code == status, (role, method, path, answer.text)
