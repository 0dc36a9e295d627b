"""Records of calls and one's own figures of a day, over the API (F2.2, H14, K15)."""

import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from cti.floor import events as e
from cti.routing.board import Board
from cti.routing.queues import DEFAULT_QUEUES
from cti.steering.earlier_talks import EarlierTalks
from desk.models import AuditRow
from tests.real.api.talking import ZONE, Talking, talking_site
from tests.real.desk.rows import LINE, SECOND_LINE, confirmed_report, rows

pytestmark = pytest.mark.real

URL = "/api/call-records"


@pytest.fixture
async def talking(database_url: str, tmp_path: Path) -> AsyncIterator[Talking]:
    """A site with agents."""
    async with talking_site(database_url, tmp_path) as talking:
        yield talking


async def found(browser: httpx.AsyncClient, **query: str) -> list[str]:
    answer = await browser.get(URL, params=query)
    assert answer.status_code == 200, answer.text
    return [record["call"] for record in answer.json()["items"]]


async def three_calls(talking: Talking) -> None:
    """c1 and c2 with 8001, c3 with 8002, an hour apart; c2 reported a line."""
    talking.live.at -= 4 * 3600
    for call, agent, caller in (
        ("c1", "8001", "55500100"),
        ("c2", "8001", "55500101"),
        ("c3", "8002", "55500100"),
    ):
        talking.answers(call, agent, caller=caller)
        if call == "c2":
            await confirmed_report(talking.desk, SECOND_LINE, "c2")
        talking.live.pass_time(60)
        await talking.leaves(call, agent)
        talking.live.pass_time(3600)


async def test_whoever_may_finds_all_calls_by_everything(talking: Talking) -> None:
    await talking.agent("8001")
    await talking.agent("8002")
    await three_calls(talking)
    boss = await talking.site.signed_in(await talking.site.user("shift_supervisor"))
    middle = datetime.fromtimestamp(talking.live.at - 1.5 * 3600, ZONE).isoformat()
    asked: list[tuple[str, dict[str, str], list[str]]] = [
        ("all, the newest first", {}, ["c3", "c2", "c1"]),
        ("the caller", {"caller": "55500100"}, ["c3", "c1"]),
        ("whoever talked", {"agent": "8001"}, ["c2", "c1"]),
        ("the line that was reported", {"line": SECOND_LINE}, ["c2"]),
        ("a line of nobody's", {"line": LINE}, []),
        ("queue and outcome", {"queue": "junior", "outcome": "answered"}, ["c3", "c2", "c1"]),
        ("from a time on", {"since": middle}, ["c3"]),
        ("until a time", {"until": middle}, ["c2", "c1"]),
        ("the oldest first", {"oldest_first": "true"}, ["c1", "c2", "c3"]),
    ]
    for why, query, calls in asked:
        assert await found(boss, **query) == calls, why
    first = (await boss.get(URL, params={"limit": 2})).json()
    assert await found(boss, cursor=first["next"], limit="2") == ["c1"]
    shown = (await boss.get(f"{URL}/c2")).json()
    assert [(talk["agent"], bool(talk["agent_name"])) for talk in shown["conversations"]] == [("8001", True)]
    assert (len(shown["reports"]), shown["recorded"], shown["outcome"]) == (1, True, "answered")


async def test_agents_see_the_calls_in_which_they_talked(talking: Talking) -> None:
    """S10: another's call is no call."""
    first = await talking.agent("8001")
    await talking.agent("8002")
    await three_calls(talking)
    assert await found(first) == ["c2", "c1"]
    assert await found(first, agent="8002") == []
    assert (await first.get(f"{URL}/c3")).status_code == 404
    assert (await first.get(f"{URL}/c1")).status_code == 200
    field = await talking.site.signed_in(await talking.site.user("field"))
    assert (await field.get(URL)).status_code == 403


async def test_one_s_own_figures_of_the_day(talking: Talking) -> None:
    """From the table of events; the site's day, nobody else's calls."""
    noon = datetime.now(ZONE).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
    talking.live.at = noon.timestamp()
    first, second = await talking.agent("8001"), await talking.agent("8002")
    for call, agent in (("c1", "8001"), ("c2", "8001"), ("c3", "8002")):
        talking.answers(call, agent)
        talking.live.pass_time(90)
        talking.live.hang_up(call, f"o-{call}-leg")
        talking.live.pass_time(10)
        talking.live.say(e.WantsReady, agent=agent, by=agent)
    talking.live.say(e.WantsPause, agent="8001", by="8001", reason="meal")
    talking.live.pass_time(600)
    talking.live.say(e.SignedOut, agent="8001", by="8001")
    await talking.carried_over()
    figures = (await first.get("/api/figures/me", params={"day": noon.date().isoformat()})).json()
    shown = {
        name: figures[name] for name in ("answered", "in_time", "mean_talk_seconds", "mean_wrap_up_seconds")
    }
    assert shown == {"answered": 2, "in_time": 2, "mean_talk_seconds": 90.0, "mean_wrap_up_seconds": 10.0}
    assert figures["pauses"]["meal"] == 600.0
    assert (figures["missed_offers"], figures["transfers"], figures["reports"]) == (0, 0, 0)
    other = (await second.get("/api/figures/me", params={"day": noon.date().isoformat()})).json()
    assert (other["answered"], other["pauses"]) == (1, {})
    today = (await first.get("/api/figures/me")).json()
    assert (today["answered"], today["signed_in_seconds"]) == (0, 0.0)
    assert (await first.get("/api/figures/me", params={"day": "9999-12-31"})).status_code == 422


async def test_a_repeat_caller_finds_the_same_agent_after_a_restart(talking: Talking) -> None:
    """From the records of the day before; who talked last outweighs who talked first."""
    talking.live.mono = time.monotonic()
    await talking.agent("8001")
    await talking.agent("8002")
    await three_calls(talking)
    started_anew = Board(DEFAULT_QUEUES)
    await EarlierTalks(talking.desk.database, talking.live, started_anew).run()
    talking.live.mono = time.monotonic()
    for number, caller, agent in ((1, "55500101", "8001"), (2, "55500100", "8002")):
        talking.live.call(f"n{number}", caller=caller)
        started_anew.rebuild(talking.live.floor, talking.live.at, talking.live.mono)
        offered = started_anew.decide(talking.live.floor, time.monotonic())
        assert [match.agent for match in offered if match.call == f"n{number}"] == [agent]
        talking.live.hang_up(f"n{number}")


async def test_phrases_and_code_lists(talking: Talking) -> None:
    agent = await talking.agent()
    zh = (await agent.get("/api/phrases")).json()
    en = (await agent.get("/api/phrases", params={"language": "en"})).json()
    assert [phrase["id"] for phrase in zh] == [phrase["id"] for phrase in en]
    assert (await agent.get("/api/phrases", params={"language": "fr"})).status_code == 422
    url = "/api/code-lists/disposition"
    before = (await agent.get(url)).json()
    assert before["version"] == 0
    new = {"version": 0, "entries": [{"code": "thanks", "zh": "表扬", "en": "Praise"}]}
    assert (await agent.put(url, json=new)).status_code == 403
    boss = await talking.site.signed_in(await talking.site.user("shift_supervisor"))
    changed = (await boss.put(url, json=new)).json()
    assert [one["code"] for one in changed["entries"] if one["active"]] == ["thanks"]
    assert len(changed["entries"]) == len(before["entries"]) + 1
    assert (await agent.get(url)).json() == changed
    assert (await boss.put(url, json=new)).status_code == 409
    twice = {"version": 1, "entries": new["entries"] * 2}
    assert (await boss.put(url, json=twice)).status_code == 422
    nothing = {"version": 1, "entries": [new["entries"][0] | {"active": False}]}
    assert (await boss.put(url, json=nothing)).status_code == 422, "a list offers something"
    renamed = {"version": 1, "entries": [new["entries"][0] | {"en": "Thanks"}]}
    assert (await boss.put(url, json=renamed)).json()["version"] == 2
    lists = {one["name"]: one for one in (await agent.get("/api/code-lists")).json()}
    assert list(lists) == ["disposition", "pause_reason", "recording_pause", "transfer_reason"]
    assert (lists["disposition"]["version"], lists["pause_reason"]["version"]) == (2, 0)
    noted = (await rows(talking.site.database, AuditRow))[-1]
    assert (noted["before"], noted["after"]) == (
        {"entry thanks": ["表扬", "Praise"]},
        {"entry thanks": ["表扬", "Thanks"]},
    )
    assert (await agent.get("/api/code-lists/nonsense")).status_code == 404
    talking.answers()
    for code, status in (("thanks", 200), ("answered", 422)):
        answer = await agent.put("/api/calls/c1/disposition", json={"code": code})
        assert answer.status_code == status, code
