"""H4: notes at a moment of a recording, over HTTP, and finding recordings by them, by team and by customer."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, insert

from cti.api import recording_marks
from cti.api.recordings import recordings_router
from desk.database.database import Database
from desk.models import AuditRow, CustomerNumberRow, CustomerRow, SubscriberRow, table_of
from recordings.room import Recordings
from tests.real.api.site import Site
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import Calls, OpenRoom
from tests.real.recordings.test_api import _filed, _ids

pytestmark = pytest.mark.real


@pytest.fixture
def room(open_room: OpenRoom) -> Recordings:
    """The room."""
    return open_room()


@pytest.fixture
async def site(database: Database, room: Recordings) -> AsyncIterator[Site]:
    """A site with the routes of recordings and marks."""
    site = Site(database)
    site.app.include_router(recordings_router(room))
    site.app.include_router(recording_marks.router)
    yield site
    site.close()


def _note(at: float, text: str, **more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), "at_seconds": at, "text": text, **more}


async def test_noting_and_taking_away(room: Recordings, site: Site, calls: Calls, database: Database) -> None:
    """Twice the same request makes one; the author or a supervisor takes it away; the history keeps it."""
    await _filed(room, calls, "8001", seconds=3.0)
    lead = await site.signed_in(await site.user("shift_supervisor", login="lead", team="a"))
    await site.user("junior_agent", team="a", extension="8001")
    inspector = await site.signed_in(await site.user("inspector", login="inspector"))
    other = await site.signed_in(await site.user("inspector", login="other"))
    path = "/api/recordings/1/marks"
    late, early = _note(2.5, "<b>挂机</b> 前没有道别"), _note(0.4, "greeting missing")
    made = [(await inspector.post(path, json=one)) for one in (late, early, late)]
    assert [answer.status_code for answer in made] == [201, 201, 201]
    assert made[0].json() == made[2].json()
    shown = (await inspector.get(path)).json()
    assert [(one["at_seconds"], one["text"], one["by"], one["by_name"]) for one in shown] == [
        (0.4, "greeting missing", "inspector", "Sample Person"),
        (2.5, "<b>挂机</b> 前没有道别", "inspector", "Sample Person"),
    ]
    assert [one["may_delete"] for one in (await other.get(path)).json()] == [False, False]
    assert (await other.post(path, json=late)).status_code == 403
    ids = [one["id"] for one in shown]
    assert (await other.delete(f"{path}/{ids[0]}")).status_code == 403
    assert (await inspector.delete(f"{path}/{ids[0]}")).status_code == 204
    assert (await inspector.delete(f"{path}/{ids[0]}")).status_code == 404
    assert (await lead.delete(f"{path}/{ids[1]}")).status_code == 204
    assert (await inspector.get(path)).json() == []
    told = (await inspector.get("/api/recordings/1/history")).json()
    assert [(one["kind"], one["who"], one["reason"]) for one in told[1:]] == [
        ("marked", "inspector", "<b>挂机</b> 前没有道别"),
        ("marked", "inspector", "greeting missing"),
        ("unmarked", "inspector", "greeting missing"),
        ("unmarked", "lead", "<b>挂机</b> 前没有道别"),
    ]
    clerk = await site.signed_in(await site.user("records_clerk"))
    assert {one["reason"] for one in (await clerk.get("/api/recordings/1/history")).json()} == {None}
    acts = [(row["person"], row["action"], row["outcome"]) for row in await rows(database, AuditRow)]
    assert acts.count(("inspector", "recordings.mark", "done")) == 3
    assert ("other", "recordings.unmark", "refused") in acts
    assert ("lead", "recordings.unmark", "done") in acts


ODD = [
    ("past the end", _note(4.1, "x"), 422),
    ("before the beginning", _note(-0.1, "x"), 422),
    ("nothing to be seen", _note(1.0, " \u202e "), 422),
    ("too long", _note(1.0, "x" * 501), 422),
    ("no UUID", _note(1.0, "x", request_id="1"), 422),
    ("no number", _note(1.0, "x", at_seconds="nan"), 422),
]


async def test_what_makes_no_sense_is_refused(room: Recordings, site: Site, calls: Calls) -> None:
    """S10–S12."""
    await _filed(room, calls, "8001", seconds=3.0)
    await _filed(room, calls, "8002", seconds=3.0)
    inspector = await site.signed_in(await site.user("inspector"))
    for reason, body, status in ODD:
        assert (await inspector.post("/api/recordings/1/marks", json=body)).status_code == status, reason
    assert (await inspector.post("/api/recordings/3/marks", json=_note(1.0, "x"))).status_code == 404
    lead = await site.signed_in(await site.user("shift_supervisor", extension="8001"))
    assert (await lead.post("/api/recordings/2/marks", json=_note(1.0, "x"))).status_code == 404
    assert (await lead.get("/api/recordings/2/marks")).status_code == 404
    clerk = await site.signed_in(await site.user("records_clerk"))
    assert (await clerk.get("/api/recordings/1/marks")).status_code == 403
    assert (await clerk.get("/api/recordings", params={"marks_text": "x"})).status_code == 403


def _customer(connection: Connection, name: str, number: str) -> None:
    now = datetime.now(UTC)
    row = {"name": name, "address": "", "note": "", "version": 1, "created_at": now, "changed_at": now}
    customers, numbers = table_of(CustomerRow), table_of(CustomerNumberRow)
    made = connection.execute(insert(customers).values(row).returning(customers.c.id)).scalar_one()
    connection.execute(insert(numbers).values(number=number, customer_id=made, position=0))


async def test_finding_by_marks_team_and_customer(
    room: Recordings, site: Site, calls: Calls, database: Database
) -> None:
    await site.user("junior_agent", team="a", extension="8001", login="lin")
    await site.user("junior_agent", team="b", extension="8002")
    await _filed(room, calls, "8001", line_number="87650001")
    await _filed(room, calls, "8002", line_number=None, caller="87650002")
    await _filed(room, calls, "8002", "8001", line_number="87650003")
    owners = {"87650001": "样例商店", "87650002": "Sample 100% Ltd", "87650003": "Sample 1000 Ltd"}
    lines = [
        {"line_number": line, "owner": owner, "address": "", "key_account": False}
        for line, owner in owners.items()
    ]
    await database.write(lambda c: c.execute(insert(table_of(SubscriberRow)), lines))
    await database.write(lambda c: _customer(c, "林晓梅", "87650002"))
    client = await site.signed_in(await site.user("inspector"))
    await client.post("/api/recordings/2/marks", json=_note(1.0, "Rude, 50% of it"))
    await client.post("/api/recordings/2/marks", json=_note(1.5, "apology"))
    table: list[tuple[dict[str, Any], list[int]]] = [
        ({"team": "a"}, [3, 1]),
        ({"team": "b"}, [3, 2]),
        ({"team": "c"}, []),
        ({"customer": "商店"}, [1]),
        ({"customer": "sample"}, [3, 2]),
        ({"customer": "晓梅"}, [2]),
        ({"customer": "100%"}, [2]),
        ({"customer": ""}, [3, 2, 1]),
        ({"marked": True}, [2]),
        ({"marked": False}, [3, 1]),
        ({"marks_text": "rude"}, [2]),
        ({"marks_text": "50% of"}, [2]),
        ({"marks_text": "_"}, []),
        ({"marks_text": "apology", "team": "a"}, []),
    ]
    for wanted, expected in table:
        assert await _ids(client, **wanted) == expected, wanted
    (second,) = (await client.get("/api/recordings", params={"marked": True})).json()["items"]
    assert (second["marks"], [leg["name"] for leg in second["legs"]]) == (2, ["Sample Person"])
