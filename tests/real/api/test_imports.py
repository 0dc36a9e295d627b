"""Imports by upload: checked first, errors with row and column, taken whole and once (H15, S14)."""

import asyncio
import csv
import io
import json
import uuid
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from desk.models import ExchangeRow, SubscriberRow
from tests.real.api.site import Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real

HEAD = "line_number,owner,address,key_account\n"
GOOD = HEAD + "55500101,样例一,Sample Road 1,yes\n55500102,样例二,,否\n"
BAD = HEAD + '55500101,样例一,,yes\n55x,Sample,,no\n55500103,"=1+1",,perhaps\n55500101,Twice,,no\n'


async def upload(
    browser: httpx.AsyncClient, kind: str, content: bytes, *, run: str = "", **asked: Any
) -> dict[str, Any]:
    """Send a file and wait until it is through."""
    asked = {"request_id": run or str(uuid.uuid4()), "file": "sample.csv"} | asked
    answer = await browser.post(f"/api/imports/{kind}", params=asked, content=content)
    assert answer.status_code == 202, answer.text
    return await over(browser, asked["request_id"])


async def over(browser: httpx.AsyncClient, run: str) -> dict[str, Any]:
    """An import once it is through."""
    async with asyncio.timeout(30):
        while True:
            shown: dict[str, Any] = (await browser.get(f"/api/imports/{run}")).json()
            if shown["ended_at"] is not None:
                return shown
            await asyncio.sleep(0.05)


async def test_a_file_is_checked_and_then_taken_once(whole: Site) -> None:
    browser = await whole.signed_in(await whole.user("operations"))
    run = str(uuid.uuid4())
    checked = await upload(browser, "subscribers", GOOD.encode(), run=run, dry_run=True)
    assert (checked["state"], checked["rows"], checked["by"]) == ("checked", 2, "person1")
    assert checked["changes"] == {"added": 2, "updated": 0, "unchanged": 0, "removed": 0}
    assert await rows(whole.database, SubscriberRow) == []
    again = await upload(browser, "subscribers", GOOD.encode(), run=run, dry_run=True)
    assert again == checked, "the same upload said twice"
    taken = await asyncio.gather(*(browser.post(f"/api/imports/{run}/take") for _ in range(2)))
    assert sorted(answer.status_code for answer in taken) == [202, 409]
    done = await over(browser, run)
    assert (done["state"], done["changes"]["added"]) == ("done", 2)
    numbers = [row["line_number"] for row in await rows(whole.database, SubscriberRow)]
    assert numbers == ["55500101", "55500102"]
    one = GOOD.rsplit("\n", 2)[0].encode()
    shorter = await upload(browser, "subscribers", one, dry_run=True, replace=True)
    assert shorter["changes"] == {"added": 0, "updated": 0, "unchanged": 1, "removed": 1}
    assert len(await rows(whole.database, SubscriberRow)) == 2


async def test_errors_have_row_and_column_and_nothing_is_taken(whole: Site) -> None:
    browser = await whole.signed_in(await whole.user("administrator"))
    found = await upload(browser, "subscribers", BAD.encode("gb18030"))
    assert (found["state"], found["bad_rows"], found["changes"]) == ("faulty", 3, None)
    assert [(error["line"], error["column"], error["code"]) for error in found["first_errors"]] == [
        (3, "line_number", "digits"), (4, "key_account", "flag"), (5, "line_number", "repeated"),
    ]  # fmt: skip
    assert found["first_errors"][0]["params"] == {"least": 3, "most": 20, "found": "55x"}
    answer = await browser.get(f"/api/imports/{found['id']}/errors.csv")
    listed = list(csv.reader(io.StringIO(answer.text)))
    assert listed[0] == ["line", "column", "reason", "code", "params"]
    assert len(listed) == 4
    assert (listed[1][3], json.loads(listed[1][4])["found"]) == ("digits", "55x")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in listed for cell in row)
    assert await rows(whole.database, SubscriberRow) == []


async def test_a_workbook_is_read_like_a_csv_file(whole: Site) -> None:
    browser = await whole.signed_in(await whole.user("operations"))
    book, stream = Workbook(), io.BytesIO()
    table = (("test_centre", "prefix", "branch"), ("North centre", 5550, "North"), ("South", 5551.0, "South"))
    for row in table:
        book.active.append(row)
    book.save(stream)
    done = await upload(browser, "exchanges", stream.getvalue(), file="exchanges.xlsx")
    assert (done["state"], done["changes"]["added"]) == ("done", 2)
    assert [row["prefix"] for row in await rows(whole.database, ExchangeRow)] == ["5550", "5551"]


@pytest.mark.parametrize(
    ("content", "says", "code"),
    [
        (b"a,b\n1,2\n", "the header row", "columns_missing"),
        (b"PK\x03\x04 not a workbook" + b"PK\x05\x06" + bytes(18), "workbook", "not_workbook"),
        (b"\xff\xfe\x00\xff\xff", "UTF-8", "encoding"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    whole: Site, content: bytes, says: str, code: str
) -> None:
    browser = await whole.signed_in(await whole.user("operations"))
    refused = await upload(browser, "works", content, dry_run=True)
    assert refused["state"] == "refused"
    assert says in refused["reason"]
    assert refused["reason_code"] == code


async def test_who_may_not_bring_subscribers_in_sees_nothing_of_them(whole: Site) -> None:
    operations = await whole.signed_in(await whole.user("operations"))
    found = await upload(operations, "subscribers", GOOD.encode())
    supervisor = await whole.signed_in(await whole.user("shift_supervisor"))
    asked = {"request_id": str(uuid.uuid4()), "file": "sample.csv"}
    sent = await supervisor.post("/api/imports/subscribers", params=asked, content=GOOD.encode())
    assert sent.status_code == 403
    assert (await supervisor.get(f"/api/imports/{found['id']}")).status_code == 404
    assert (await supervisor.get("/api/imports")).json() == []
