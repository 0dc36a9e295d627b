"""Fault reports over the API: taken down by agents, found, mended (F1.5, F2.5-F2.7), on both engines."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, update

from desk.models import AuditRow, ExchangeRow, FaultReportRow, FloorEventRow, PlannedWorksRow, ReportEventRow
from tests.real.api.report_house import HEAD, House
from tests.real.desk.rows import CONTACT, LINE, SECOND_LINE, confirmed_report, end, enter, rows, stored, visit

pytestmark = pytest.mark.real

THIRD_LINE, ELSEWHERE = "87650003", "87990001"


async def test_a_new_report_is_taken_down_once(house: House) -> None:
    """F2.7: stored, dispatched, open towards callers; the same request again gives the same number."""
    body = {
        "request_id": str(uuid4()),
        "line_number": LINE,
        "contact_number": CONTACT,
        "symptom_class": "2",
        "note": "  crackles <b>loudly</b>\nsince \u202eyesterday\x07 ",
        "handling": "dispatch",
        "call": "node1-1.1",
    }
    first, again = [await house.agent.post("/api/reports", json=body) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201), first.text
    number = first.json()["number"]
    assert again.json() == {"number": number}
    report = await house.whole(number)
    assert report["note"] == "crackles <b>loudly</b>\nsince yesterday"
    assert (report["taken_by"], report["handling"], report["status"]) == ("agent.one", "dispatch", "open")
    assert (report["progress"], report["branch"]) == ("in_time", "North")
    assert report["subscriber"]["owner"] == "Sample Owner"
    assert [moment["kind"] for moment in report["timeline"]] == ["taken"]
    view = await visit(house.desk, "c-next").look_up(LINE)
    assert view.open_report is not None
    assert view.open_report.number == number
    audited = [row for row in await rows(house.desk.database, AuditRow) if row["action"] == "reports.new"]
    assert {(row["person"], row["subject"]) for row in audited} >= {("agent.one", f"report {number}")}


async def test_what_the_caller_left_becomes_part_of_it(house: House) -> None:
    """F1.14, F2.7: one report a call and line; the symptom spoken in the automatic flow stays."""
    caller = visit(house.desk, "node1-2.1")
    take = enter(caller)
    end(caller, "queue")
    await stored(house.desk)
    number = await house.new(call="node1-2.1", note="as told")
    (row,) = await rows(house.desk.database, FaultReportRow)
    assert (row["number"], row["confirmed"], row["contact_number"]) == (number, True, CONTACT)
    assert row["symptom_recording"] == house.desk.relative(take)
    report = await house.whole(number)
    assert [one["kind"] for one in report["timeline"]] == ["visit", "kept_unconfirmed", "taken"]
    assert report["timeline"][0]["steps"] == [{"step": "V1", "seconds": 1.0}]
    assert "recordings/" not in str(report)


async def test_its_transfers_are_in_the_timeline(house: House) -> None:
    """F2.8: to whom, by whom, why; those of other calls are not."""
    began = datetime.now(UTC) - timedelta(minutes=5)
    call = "node1-9.1"
    house.desk.call_log.started(call, caller=CONTACT, dialled="112", at=began)
    number = await house.new(call=call)
    passed = {
        "leg": call,
        "agent": "8001",
        "to": "queue",
        "target": "manager",
        "mode": "blind",
        "reason": "overdue",
    }
    names = {
        "node": "node1",
        "boot": "b",
        "mono": 1.0,
        "linkedid": "",
        "agent": "8001",
        "kind": "transferred",
    }
    events = [
        {**names, "sequence": 1, "at": began + timedelta(minutes=1), "data": passed},
        {**names, "sequence": 2, "at": began + timedelta(minutes=1), "data": {**passed, "leg": "node1-9.2"}},
        {**names, "sequence": 3, "at": began - timedelta(hours=1), "data": passed},
    ]
    async with house.desk.database.writing() as connection:
        await connection.execute(insert(FloorEventRow), events)
    told = [one for one in (await house.whole(number))["timeline"] if one["kind"] == "transfer"]
    assert [(one["person"], one["data"]["target"], one["data"]["reason"]) for one in told] == [
        ("8001", "manager", "overdue")
    ]


REFUSED: list[tuple[str, dict[str, Any], int]] = [
    ("F1.4: a number of no exchange", {"line_number": "12345"}, 422),
    ("S12: a note of more than 2,000 characters", {"note": "x" * 2001}, 422),
    ("no such handling", {"handling": "forget"}, 422),
    ("no such class", {"symptom_class": "9"}, 422),
    ("a field that nobody knows", {"status": "closed"}, 422),
    ("a request without a name", {"request_id": "1"}, 422),
]


async def test_what_is_refused(small_house: House) -> None:
    for why, change, status in REFUSED:
        answer = await small_house.save(
            "/api/reports", **{"line_number": LINE, "handling": "dispatch", **change}
        )
        assert answer.status_code == status, why
    number = await small_house.new()
    second = await small_house.save("/api/reports", line_number=LINE, handling="dispatch")
    assert (second.status_code, number in second.json()["detail"]) == (409, True)
    assert len(await rows(small_house.desk.database, FaultReportRow)) == 1


async def test_answered_on_the_spot_is_closed_and_leaves_the_line_free(small_house: House) -> None:
    number = await small_house.new(handling="answered", answer="plug it in again")
    report = await small_house.whole(number)
    assert (report["status"], report["answer"], report["progress"]) == (
        "closed",
        "plug it in again",
        "closed",
    )
    view = await visit(small_house.desk, "c-next").look_up(LINE)
    assert (view.open_report, view.mended) == (None, False)
    assert await small_house.new() != number


async def test_a_repeat_says_what_to_tell(house: House) -> None:
    """F2.5: in time, overdue, mended; counted once a call and never on what is mended."""
    number = await confirmed_report(house.desk)
    path = f"/api/reports/{number}/repeats"
    told = (await house.save(path, call="c-second", note="still dead")).json()
    assert (told["progress"], told["report"]["line_number"]) == ("in_time", LINE)
    await house.save(path, call="c-second")
    async with house.desk.database.writing() as connection:
        long_ago = datetime.now(UTC) - timedelta(hours=25)
        await connection.execute(update(FaultReportRow).values(created_at=long_ago))
    assert (await house.save(path, call="c-third")).json()["progress"] == "overdue"
    assert await house.found(overdue=True) == [number]
    await house.agent.post(f"/api/reports/{number}/mended", json={})
    assert (await house.save(path, call="c-fourth")).json()["progress"] == "mended"
    report = await house.whole(number)
    assert report["repeat_count"] == 2
    said = [
        (one["data"]["told"], one["data"]["counted"])
        for one in report["timeline"]
        if one["kind"] == "repeated"
    ]
    assert said == [("in_time", True), ("in_time", False), ("overdue", True), ("mended", False)]
    assert (await house.save("/api/reports/999/repeats")).status_code == 404


async def test_a_supplement(house: House) -> None:
    """F2.6: added to the history with what is made of it; not over what somebody else has changed."""
    number = await house.new()
    path = f"/api/reports/{number}/supplements"
    seen = (await house.whole(number))["version"]
    body = {"handling": "follow_up", "note": "the neighbour too", "version": seen, "request_id": str(uuid4())}
    answers = [await house.agent.post(path, json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    stale = await house.save(path, handling="senior", version=seen)
    assert (stale.status_code, "meanwhile" in stale.json()["detail"]) == (409, True)
    report = await house.whole(number)
    assert [one["kind"] for one in report["timeline"]] == ["taken", "supplemented"]
    assert report["timeline"][1]["data"]["note"] == "the neighbour too"
    assert report["handling"] == "follow_up"


async def test_mended_and_closed(house: House) -> None:
    """F1.5: callers hear so from then on; twice is no error, and what has changed meanwhile is told."""
    number = await house.new()
    await house.save(f"/api/reports/{number}/supplements", handling="senior")
    stale = await house.agent.post(f"/api/reports/{number}/mended", json={"version": 0})
    assert stale.status_code == 409
    for body in ({"note": "new wire"}, {}):
        answer = await house.agent.post(f"/api/reports/{number}/mended", json=body)
        assert (answer.status_code, answer.json()["status"]) == (200, "mended")
    assert (await visit(house.desk, "c-next").look_up(LINE)).mended
    closed = await house.agent.post(f"/api/reports/{number}/closed", json={})
    assert (closed.json()["status"], closed.json()["progress"]) == ("closed", "closed")
    kinds = [row["kind"] for row in await rows(house.desk.database, ReportEventRow)]
    assert kinds == ["taken", "supplemented", "mended", "closed"]
    refused = await house.save(f"/api/reports/{number}/supplements", handling="senior")
    assert refused.status_code == 409


async def test_the_list(house: House) -> None:
    first = await confirmed_report(house.desk)
    await stored(house.desk)
    second = await house.new(SECOND_LINE, symptom_class="3", contact_number="55500001")
    third = await house.new(ELSEWHERE, language="en", handling="senior")
    left = visit(house.desk, "c-left")
    enter(left, THIRD_LINE)
    end(left)
    await stored(house.desk)
    (fourth,) = await house.found(confirmed=False)
    await house.save(f"/api/reports/{second}/repeats")
    table: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [fourth, third, second, first]),
        ({"sort": "created_at"}, [first, second, third, fourth]),
        ({"sort": "-repeat_count", "limit": 1}, [second]),
        ({"text": "5550"}, [second]),
        ({"text": second}, [second]),
        ({"line_number": LINE}, [first]),
        ({"branch": "South"}, [third]),
        ({"branch": "North", "by": "agent.one"}, [second]),
        ({"branch": "Nowhere"}, []),
        ({"exchange": "8799"}, [third]),
        ({"by": "automatic"}, [fourth, first]),
        ({"language": "en"}, [third]),
        ({"symptom_class": "3"}, [second]),
        ({"outcome": "left"}, [fourth]),
        ({"handling": "senior"}, [third]),
        ({"repeats": 1}, [second]),
        ({"since": "2100-01-01T00:00:00Z"}, []),
        ({"overdue": True}, []),
        ({"status": "mended"}, []),
    ]
    for filters, wanted in table:
        assert await house.found(**filters) == wanted, filters
    page = (await house.agent.get("/api/reports", params={"limit": 3, "sort": "number"})).json()
    rest = {"limit": 3, "sort": "number", "cursor": page["next"]}
    assert [*(one["number"] for one in page["items"]), *await house.found(**rest)] == sorted(
        [first, second, third, fourth]
    )
    assert (await house.agent.get("/api/reports", params={"sort": "note"})).status_code == 422


async def test_a_line_and_its_test(small_house: House) -> None:
    """F1.8: tested from the page, stored with the call; a busy or failing head says what to do."""
    await stored(small_house.desk)
    asked = {"line_number": LINE, "call": "node1-3.1"}
    test = await small_house.agent.post("/api/line-tests", json=asked)
    assert (test.status_code, test.json()["person"]) == (201, "agent.one")
    await stored(small_house.desk)
    line = (await small_house.agent.get(f"/api/lines/{LINE}")).json()
    assert line["last_test"] == test.json()
    assert (line["exchange"]["branch"], line["open_report"], line["mended"]) == ("North", None, False)
    number = await small_house.new(call="node1-3.1")
    line = (await small_house.agent.get(f"/api/lines/{LINE}")).json()
    assert (line["open_report"]["number"], [one["number"] for one in line["reports"]]) == (number, [number])
    moments = (await small_house.whole(number))["timeline"]
    assert [(one["kind"], one["person"]) for one in moments] == [
        ("line_test", "agent.one"),
        ("taken", "agent.one"),
    ]
    assert moments[0]["test"]["verdict"] == test.json()["verdict"]
    HEAD.stage(LINE, busy_tests=99)
    assert "busy" in (await small_house.agent.post("/api/line-tests", json=asked)).json()["detail"]
    HEAD.stage(LINE, failing=True)
    assert (await small_house.agent.post("/api/line-tests", json=asked)).status_code == 503
    HEAD.stage(LINE)
    assert (await small_house.agent.post("/api/line-tests", json={"line_number": "123"})).status_code == 404


async def test_planned_works_are_shown(small_house: House) -> None:
    async with small_house.desk.database.writing() as connection:
        now = datetime.now(UTC)
        works = {"prefix": "8765", "starts": now, "ends": now + timedelta(hours=2)}
        await connection.execute(insert(PlannedWorksRow).values(**works, text_zh="施工", text_en="Works"))
    line = (await small_house.agent.get(f"/api/lines/{LINE}")).json()
    assert line["works"]["text_en"] == "Works"


async def test_a_database_that_is_away_loses_nothing(small_house: House) -> None:
    """R10: saved without a number while the database is locked; stored once it is free, once."""
    house = small_house
    name = str(uuid4())
    async with house.desk.database.writing() as connection:
        await connection.execute(update(ExchangeRow).values(branch="Held"))
        answer = await house.save("/api/reports", request_id=name, line_number=LINE, handling="dispatch")
    assert (answer.status_code, answer.json()) == (201, {"number": None})
    await stored(house.desk)
    again = await house.save("/api/reports", request_id=name, line_number=LINE, handling="dispatch")
    (row,) = await rows(house.desk.database, FaultReportRow)
    assert again.json()["number"] == row["number"]


MAY: list[tuple[str, str, str, int]] = [
    ("statistician", "GET", "/api/reports", 200),
    ("statistician", "POST", "/api/reports", 403),
    ("statistician", "POST", "/api/line-tests", 403),
    ("statistician", "POST", "/api/reports/1/message-for-caller", 403),
    ("operations", "GET", "/api/reports", 403),
    ("operations", "GET", "/api/lines/87650001", 403),
    ("operations", "GET", "/api/reports/1/sound/symptom", 403),
    ("field", "GET", "/api/reports/1", 404),
    ("field", "POST", "/api/reports/1/mended", 422),
]


async def test_who_may_what(small_house: House) -> None:
    browsers = {role: await small_house.site.signed_in(await small_house.site.user(role)) for role, *_ in MAY}
    answers = await asyncio.gather(*(browsers[role].request(method, path) for role, method, path, _ in MAY))
    for row, answer in zip(MAY, answers, strict=True):
        assert answer.status_code == row[3], (row, answer.text)
