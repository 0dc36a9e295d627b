"""What agents note about their conversations: who may, until when, and what becomes of the call (F2.3, F2.4)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cti.floor import events as e
from desk.models import AuditRow, CallRow
from tests.real.api.talking import Talking, talking_site
from tests.real.desk.rows import LINE, SECOND_LINE, confirmed_report, rows, stored

pytestmark = pytest.mark.real

IDENTITY, DISPOSITION = "/api/calls/c1/identity", "/api/calls/c1/disposition"


@pytest.fixture
async def talking(database_url: str, tmp_path: Path) -> AsyncIterator[Talking]:
    """A site whose agents talk."""
    async with talking_site(database_url, tmp_path) as talking:
        yield talking


async def outcome(talking: Talking, call: str = "c1") -> object:
    await stored(talking.desk)
    return next(row["outcome"] for row in await rows(talking.desk.database, CallRow) if row["call"] == call)


async def test_a_caller_who_is_not_the_subscriber_closes_the_call_so(talking: Talking) -> None:
    """F2.3: said during the call or after it, that is how the call ended; who takes it back does so too."""
    agent = await talking.agent()
    talking.answers()
    answer = await agent.put(IDENTITY, json={"result": "mismatch", "note": "another name"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "identity_mismatch"
    await talking.leaves()
    assert await outcome(talking) == "identity_mismatch"
    row = next(row for row in await rows(talking.desk.database, CallRow) if row["call"] == "c1")
    assert (row["ended_at"] is not None, row["cause"]) == (True, 16)
    assert (await agent.put(IDENTITY, json={"result": "matches"})).json()["outcome"] is None
    assert await outcome(talking) == "answered"
    assert (await agent.put(IDENTITY, json={"result": "mismatch"})).status_code == 200
    assert await outcome(talking) == "identity_mismatch"
    audit = [row for row in await rows(talking.desk.database, AuditRow) if row["action"] == "calls.identity"]
    assert [row["after"]["identity"] for row in audit] == ["mismatch", "matches", "mismatch"]
    assert "another name" not in str(audit)


async def test_a_key_account_found_at_the_check_is_offered_a_senior_agent(talking: Talking) -> None:
    """F2.4: by the line keyed, or by the line that the caller names; not once the call is closed."""
    agent = await talking.agent()
    talking.answers()
    steps = [
        ({"result": "matches"}, False, None),
        ({"result": "matches", "line_number": SECOND_LINE}, True, "senior"),
        ({"result": "mismatch", "line_number": SECOND_LINE}, True, None),
    ]
    for check, key_account, queue in steps:
        noted = (await agent.put(IDENTITY, json=check)).json()
        assert (noted["key_account"], noted["pass_on_to"]) == (key_account, queue), check


async def test_the_wrap_up_is_noted_and_read_again(talking: Talking) -> None:
    agent = await talking.agent()
    talking.answers()
    number = await confirmed_report(talking.desk, LINE, "c1")
    talking.live.hang_up("c1", "o-c1-leg")
    await stored(talking.desk)
    said = {"code": "new_report", "note": "calls again  tonight", "report": number}
    shown = (await agent.put(DISPOSITION, json=said)).json()
    assert (shown["disposition"], shown["note"], shown["report"]) == (
        "new_report",
        "calls again tonight",
        number,
    )
    assert (await agent.get("/api/calls/c1/conversation")).json() == shown
    refused = [
        ("no such code", {"code": "nonsense"}),
        ("no such report", {"code": "answered", "report": "999"}),
        ("no code at all", {"note": "x"}),
        ("a note without end", {"code": "answered", "note": "x" * 501}),
    ]
    for why, body in refused:
        assert (await agent.put(DISPOSITION, json=body)).status_code == 422, why
    assert (await agent.get("/api/calls/c1/conversation")).json() == shown


async def test_only_who_talked_with_the_caller_notes_something(talking: Talking) -> None:
    """S10: for all others there is no such call; who passed the caller on keeps the own part."""
    first, second = await talking.agent("8001"), await talking.agent("8002")
    nobody = await talking.site.signed_in(await talking.site.user("junior_agent"))
    boss = await talking.site.signed_in(await talking.site.user("shift_supervisor", extension="8100"))
    talking.answers()
    body = {"code": "answered"}
    assert (await second.put(DISPOSITION, json=body)).status_code == 404
    assert (await second.get("/api/calls/c1/conversation")).json() is None
    assert (await boss.put(DISPOSITION, json=body)).status_code == 404
    assert (await nobody.put(DISPOSITION, json=body)).status_code == 409
    talking.live.say(
        e.Transferred, transfer="t1", leg="c1", agent="8001", to="queue", target="senior", mode="blind",
        linkedid="c1",
    )  # fmt: skip
    talking.live.say(e.Waiting, leg="c1", queue="junior", since=talking.live.at, linkedid="c1")
    talking.live.say(e.LegEnded, leg="o-c1-leg", linkedid="c1")
    talking.live.offer("c1", "8002", "p1")
    assert (await second.put(DISPOSITION, json=body)).status_code == 404, "it rings"
    talking.live.answer("c1", "8002", "p1")
    await stored(talking.desk)
    assert (await second.put(DISPOSITION, json=body)).status_code == 200
    passed_on = await first.put(DISPOSITION, json={"code": "to_senior"})
    assert (passed_on.status_code, passed_on.json()["agent"]) == (200, "8001")
    assert (await second.get("/api/calls/c1/conversation")).json()["disposition"] == "answered"


async def test_a_late_note_is_taken_for_a_day(talking: Talking) -> None:
    """What was typed when the wrap-up ran out is saved all the same; history is not rewritten."""
    agent = await talking.agent()
    talking.live.at -= 23 * 3600
    talking.answers("c1")
    await talking.leaves("c1")
    talking.live.at -= 2 * 3600
    talking.answers("c2")
    await talking.leaves("c2")
    for call, status in (("c1", 200), ("c2", 409)):
        answer = await agent.put(f"/api/calls/{call}/disposition", json={"code": "answered"})
        assert answer.status_code == status, call


async def test_a_note_may_come_before_the_journal_is_in_the_database(talking: Talking) -> None:
    """A database that was away for a moment refuses nobody's wrap-up."""
    agent = await talking.agent()
    talking.answers()
    talking.live.hang_up("c1", "o-c1-leg")
    await talking.desk.writer.close(seconds=0.0)
    answer = await agent.put(DISPOSITION, json={"code": "answered"})
    assert (answer.status_code, answer.json()["disposition"]) == (200, "answered")
