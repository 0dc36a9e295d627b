"""The one customer database: found, added once, changed by one at a time, known to the screen pop (H7, H11)."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from cti.pops.findings import DeskFindings, Question
from desk.models import AuditRow, CustomerRow
from tests.real.api.talking import Talking, talking_site
from tests.real.desk.rows import LINE, rows

pytestmark = pytest.mark.real

URL = "/api/customers"
CALLER, OTHER = "55500100", "55500101"


@pytest.fixture
async def talking(database_url: str, tmp_path: Path) -> AsyncIterator[Talking]:
    """A site with agents."""
    async with talking_site(database_url, tmp_path) as talking:
        yield talking


def draft(*numbers: str, name: str = "样例客户", **fields: object) -> dict[str, object]:
    return {"request_id": str(uuid4()), "numbers": [*numbers], "name": name, **fields}


async def test_a_form_sent_twice_makes_one_customer(talking: Talking) -> None:
    agent = await talking.agent()
    new = draft(CALLER, OTHER, address="1 Sample Road", note="asks for  Ms Sample\u202e")
    made = await agent.post(URL, json=new)
    assert made.status_code == 201, made.text
    assert (await agent.post(URL, json=new)).json() == made.json()
    shown = made.json()
    assert (shown["numbers"], shown["note"]) == ([CALLER, OTHER], "asks for Ms Sample")
    assert len(await rows(talking.desk.database, CustomerRow)) == 1
    audit = str(await rows(talking.desk.database, AuditRow))
    assert "样例客户" not in audit
    assert CALLER not in audit


async def test_a_number_belongs_to_one_customer(talking: Talking) -> None:
    agent = await talking.agent()
    first = (await agent.post(URL, json=draft(CALLER))).json()
    second = (await agent.post(URL, json=draft(OTHER))).json()
    assert (await agent.post(URL, json=draft(CALLER))).status_code == 409
    taken = {"version": second["version"], "numbers": [OTHER, CALLER]}
    assert (await agent.patch(f"{URL}/{second['id']}", json=taken)).status_code == 409
    assert (await agent.get(f"{URL}/{first['id']}")).json() == first
    assert (await agent.get(f"{URL}/{second['id']}")).json() == second


async def test_nobody_undoes_what_they_have_not_seen(talking: Talking) -> None:
    agent = await talking.agent()
    made = (await agent.post(URL, json=draft(CALLER, address="1 Sample Road", line_number=LINE))).json()
    one = f"{URL}/{made['id']}"
    changed = (await agent.patch(one, json={"version": 1, "name": "李样例", "numbers": [OTHER]})).json()
    assert (changed["name"], changed["numbers"], changed["version"]) == ("李样例", [OTHER], 2)
    assert (changed["address"], changed["line_number"]) == ("1 Sample Road", LINE)
    assert (await agent.patch(one, json={"version": 1, "note": "late"})).status_code == 409
    assert (await agent.patch(one, json={"version": 2, "line_number": None})).json()["line_number"] is None
    assert (await agent.patch(f"{URL}/999", json={"version": 1})).status_code == 404


FOUND: list[tuple[str, dict[str, str], list[str]]] = [
    ("the number", {"number": CALLER}, ["A"]),
    ("the line they call about", {"number": LINE}, ["B"]),
    ("part of a number is no number", {"number": CALLER[:5]}, []),
    ("part of the name, whatever the case", {"text": "b"}, ["B"]),
    ("part of the address", {"text": "甲路"}, ["A"]),
    ("the beginning of a number", {"text": CALLER[:7]}, ["A", "B"]),
    ("a sign of the pattern is a letter", {"text": "%"}, []),
    ("all", {}, ["A", "B"]),
]


async def test_finding_customers(talking: Talking) -> None:
    agent = await talking.agent()
    await agent.post(URL, json=draft(OTHER, name="B", line_number=LINE))
    await agent.post(URL, json=draft(CALLER, name="A", address="甲路 1 号"))
    for why, query, names in FOUND:
        page = (await agent.get(URL, params=query)).json()
        assert [one["name"] for one in page["items"]] == names, why


async def test_the_pop_knows_who_is_saved_with_the_calling_number(talking: Talking) -> None:
    """H7: known by the number alone, also where the line is nobody's; a withheld number is nobody's."""
    agent = await talking.agent()
    made = (await agent.post(URL, json=draft(CALLER, note="hard of hearing"))).json()
    look = DeskFindings(talking.desk, repair_hours=24)
    found = await look.find(Question(call="c1", caller=CALLER, line=""))
    assert found.known
    assert found.customer is not None
    assert (found.customer.id, found.customer.note) == (made["id"], "hard of hearing")
    for caller, line, known in (("55500177", "", False), ("", "", False), ("55500177", LINE, True)):
        found = await look.find(Question(call="c1", caller=caller, line=line))
        assert (found.known, found.customer) == (known, None), (caller, line)


async def test_only_whose_work_it_is_sees_customers(talking: Talking) -> None:
    for role, status in (("records_clerk", 200), ("statistician", 403), ("field", 403)):
        browser = await talking.site.signed_in(await talking.site.user(role))
        assert (await browser.get(URL)).status_code == status, role
        assert (await browser.post(URL, json=draft(CALLER))).status_code == 403, role
