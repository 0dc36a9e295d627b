"""Users through the API: added, changed, listed; each change in the audit log, before and after (H16)."""

import asyncio

import pytest

from desk.models import AuditRow, UserRow
from tests.real.api.site import Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real

DRAFT = {
    "login": "sample.agent",
    "display_name": "样例",
    "roles": ["junior_agent", "surveyor"],
    "extension": "8001",
    "skills": {"junior": 1, "english": 2},
    "team": "North",
}


async def test_a_user_is_added_with_secrets_shown_once(site: Site) -> None:
    admin = await site.signed_in(await site.user("administrator", login="admin"))
    made = await admin.post("/api/users", json=DRAFT)
    assert made.status_code == 201
    issued = made.json()
    shown = (await admin.get(f"/api/users/{issued['user']['id']}")).json()
    assert shown == issued["user"]
    assert {name: shown[name] for name in DRAFT} == DRAFT
    assert (await site.tries("sample.agent", issued["password"])).status_code == 201
    stored = str(await rows(site.database, UserRow)) + str(await rows(site.database, AuditRow))
    assert issued["password"] not in stored
    assert issued["telephone_password"] not in stored


async def test_what_is_taken_or_makes_no_sense_is_refused_and_changes_nothing(site: Site) -> None:
    boss = await site.user("administrator", login="admin")
    admin = await site.signed_in(boss)
    await admin.post("/api/users", json=DRAFT)
    before = await rows(site.database, UserRow)
    refused = [
        ("the name is taken", DRAFT | {"extension": "8002"}, 409),
        ("the extension is taken", DRAFT | {"login": "other"}, 409),
        ("no such superior", DRAFT | {"login": "other", "extension": "8002", "superior_id": 99}, 422),
        ("no role", DRAFT | {"login": "other", "extension": None, "roles": []}, 422),
        ("a role that is none", DRAFT | {"login": "other", "extension": None, "roles": ["king"]}, 422),
        ("an extension of nobody's", DRAFT | {"login": "other", "extension": "8000"}, 422),
        ("a dial string", DRAFT | {"login": "other", "extension": "8002&8003"}, 422),
        ("a line of its own in Asterisk's file", DRAFT | {"login": "other", "extension": "8002\n[x]"}, 422),
        (
            "a queue with a line break",
            DRAFT | {"login": "other", "extension": None, "skills": {"a\nb": 1}},
            422,
        ),
        ("a network that is none", DRAFT | {"login": "other", "extension": None, "networks": ["home"]}, 422),
        ("a password of one's own choice", DRAFT | {"login": "other", "password": "x"}, 422),
    ]
    for reason, draft, status in refused:
        assert (await admin.post("/api/users", json=draft)).status_code == status, reason
    assert await rows(site.database, UserRow) == before


async def test_a_change_is_logged_with_what_differs_and_in_the_same_transaction(site: Site) -> None:
    boss = await site.user("administrator", login="admin")
    admin = await site.signed_in(boss, address="192.0.2.9")
    user = await site.user("junior_agent", team="North", skills={"junior": 1})
    change = {
        "team": "South",
        "roles": ["senior_agent"],
        "skills": {"senior": 1},
        "display_name": "Sample Person",
    }
    assert (await admin.patch(f"/api/users/{user.id}", json=change)).status_code == 200
    entry = (await rows(site.database, AuditRow))[-1]
    assert (entry["person"], entry["via"], entry["address"]) == ("admin", "session", "192.0.2.9")
    assert (entry["action"], entry["subject"], entry["outcome"]) == (
        "users.change",
        f"user {user.id}",
        "done",
    )
    assert entry["before"] == {"team": "North", "roles": ["junior_agent"], "skills": {"junior": 1}}
    assert entry["after"] == {"team": "South", "roles": ["senior_agent"], "skills": {"senior": 1}}
    stale = await admin.patch(f"/api/users/{user.id}", json={"team": "East", "version": user.version})
    assert stale.status_code == 409
    last = (await rows(site.database, AuditRow))[-1]
    assert (last["outcome"], last["before"], last["after"]) == ("refused", None, None)


async def test_who_may_not_is_refused_and_the_log_says_so(site: Site) -> None:
    user = await site.user("shift_supervisor", login="lead")
    lead = await site.signed_in(user)
    assert (await lead.get("/api/users")).status_code == 200
    for method, path in (
        ("POST", "/api/users"), ("PATCH", f"/api/users/{user.id}"), ("POST", f"/api/users/{user.id}/password"),
        ("POST", f"/api/users/{user.id}/telephone"),
    ):  # fmt: skip
        body = DRAFT if path == "/api/users" else {"roles": ["administrator"]}
        assert (await lead.request(method, path, json=body)).status_code == 403, path
        entry = (await rows(site.database, AuditRow))[-1]
        assert (entry["person"], entry["subject"], entry["outcome"]) == ("lead", path, "refused")
    assert (await lead.get("/api/audit")).status_code == 403
    assert (await lead.get("/api/session")).json()["roles"] == ["shift_supervisor"]


async def test_there_is_always_an_administrator(site: Site) -> None:
    """Also when two of them let each other go at the same moment."""
    one, two = await site.user("administrator"), await site.user("administrator")
    first, second = await site.signed_in(one), await site.signed_in(two)
    answers = await asyncio.gather(
        first.patch(f"/api/users/{two.id}", json={"active": False}),
        second.patch(f"/api/users/{one.id}", json={"roles": ["field"]}),
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 401], [200, 409])
    left = first if answers[0].status_code == 200 else second
    last = one if left is first else two
    for change in ({"active": False}, {"roles": ["field"]}):
        answer = await left.patch(f"/api/users/{last.id}", json=change)
        assert (answer.status_code, answer.json()["detail"]) == (409, "this is the last administrator")


async def test_superiors_go_up_and_never_round(site: Site) -> None:
    """S8: nobody listens in on those above."""
    top = await site.user("shift_supervisor")
    middle = await site.user("shift_supervisor", superior_id=top.id)
    low = await site.user("junior_agent", superior_id=middle.id)
    assert await site.people.superiors_of(low.id) == {middle.id, top.id}
    assert await site.people.superiors_of(top.id) == frozenset()
    admin = await site.signed_in(await site.user("administrator"))
    for superior in (low, middle, top):
        answer = await admin.patch(f"/api/users/{top.id}", json={"superior_id": superior.id})
        assert answer.status_code == 422
    assert (await admin.patch(f"/api/users/{low.id}", json={"superior_id": None})).status_code == 200
    assert await site.people.superiors_of(low.id) == frozenset()


async def test_a_telephone_goes_with_its_number(site: Site) -> None:
    admin = await site.signed_in(await site.user("administrator"))
    user = await site.user("junior_agent", extension="8001")
    path = f"/api/users/{user.id}"

    async def sealed() -> str | None:
        return next(
            row["telephone_digest"] for row in await rows(site.database, UserRow) if row["id"] == user.id
        )

    seen = [await sealed()]
    renewed = (await admin.post(f"{path}/telephone")).json()
    seen.append(await sealed())
    moved = (await admin.patch(path, json={"extension": "8002"})).json()
    seen.append(await sealed())
    assert len(set(seen)) == 3
    assert renewed["telephone_password"] != moved["telephone_password"]
    assert (await admin.patch(path, json={"team": "North"})).json()["telephone_password"] is None
    assert (await admin.patch(path, json={"extension": None})).json()["telephone_password"] is None
    assert await sealed() is None
    assert (await admin.post(f"{path}/telephone")).status_code == 409
    assert (await site.people.by_extension("8002")) is None


async def test_lists_in_pages_by_each_key_with_filters(site: Site) -> None:
    admin = await site.signed_in(await site.user("administrator", login="zz"))
    for n in range(7):
        await site.user(
            "junior_agent" if n % 2 else "field", login=f"user{n}", team="North" if n < 3 else None
        )

    async def all_pages(query: str) -> list[str]:
        found: list[str] = []
        following: str | None = ""
        while following is not None:
            page = (
                await admin.get(f"/api/users?limit=3&{query}&cursor={following}".removesuffix("&cursor="))
            ).json()
            assert len(page["items"]) <= 3
            found += [user["login"] for user in page["items"]]
            following = page["next"]
        return found

    names = [f"user{n}" for n in range(7)]
    assert await all_pages("sort=login") == [*names, "zz"]
    assert await all_pages("sort=-login") == ["zz", *names[::-1]]
    assert await all_pages("sort=id") == ["zz", *names]
    assert sorted(await all_pages("sort=-display_name")) == [*names, "zz"]
    assert await all_pages("role=junior_agent") == names[1::2]
    assert await all_pages("team=North") == names[:3]
    assert await all_pages("search=SER5") == ["user5"]
    assert await all_pages("search=%25") == [], "a per cent sign is no wildcard"
    assert await all_pages("active=false") == []


async def test_the_table_of_roles_is_told(site: Site) -> None:
    field = await site.signed_in(await site.user("field"))
    table = (await field.get("/api/roles")).json()
    assert "listen_in:barge" in table["shift_supervisor"]
    assert table["field"] == ["reports:read", "reports:write", "tokens:own"]
