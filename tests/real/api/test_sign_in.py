"""Signing in and out: who may, what a browser keeps, when a session ends (ASVS 5.0 V6, V7; S13)."""

import logging
from datetime import timedelta

import httpx
import pytest

from cti.people.people import PeopleRules
from cti.people.sessions import SessionRules
from desk.database.database import Database
from desk.models import AuditRow, SessionRow, SignInLockRow, UserRow
from tests.real.api.site import PASSWORD, Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real

NEW = "other words of the tests"


async def status(client: httpx.AsyncClient) -> int:
    return (await client.get("/api/session")).status_code


async def test_somebody_signs_in_works_and_signs_out(site: Site) -> None:
    user = await site.user("senior_agent", extension="8001", team="North")
    browser = site.browser()
    await browser.post("/api/session", json={"login": user.login, "password": PASSWORD})
    me = (await browser.get("/api/session")).json()
    assert (me["login"], me["extension"], me["team"], me["via"]) == (user.login, "8001", "North", "session")
    assert "calls:own" in me["permissions"]
    assert "users:write" not in me["permissions"]
    secret = browser.cookies["faultline_session"]
    assert secret not in str(await rows(site.database, SessionRow)), "only a hash is kept"
    assert (await browser.delete("/api/session")).status_code == 204
    assert "faultline_session" not in browser.cookies
    browser.cookies.set("faultline_session", secret)
    assert await status(browser) == 401, "the secret is worth nothing any more"
    assert await rows(site.database, SessionRow) == []


async def test_no_log_tells_what_was_typed_or_given_out(
    small_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """S19: passwords, names that nobody has, secrets of sessions, tokens and tickets."""
    caplog.set_level(logging.DEBUG)
    user = await small_site.user("junior_agent")
    browser = small_site.browser()
    await browser.post("/api/session", json={"login": user.login, "password": PASSWORD})
    await small_site.tries("canary-typed-as-name", "canary-typed-as-password")
    token = (await browser.post("/api/tokens", json={"name": "Sample", "scopes": ["tokens:own"]})).json()[
        "secret"
    ]
    ticket = (await browser.post("/api/live/ticket")).json()["ticket"]
    secrets = [PASSWORD, "canary", browser.cookies["faultline_session"], token, ticket]
    assert [secret for secret in secrets if secret in caplog.text] == []


async def test_capitals_and_spaces_around_a_name_do_no_harm(small_site: Site) -> None:
    await small_site.user("field", login="sample")
    assert (await small_site.tries(" Sample ", PASSWORD)).status_code == 201


async def test_nobody_is_told_why_it_was_refused(site: Site) -> None:
    """An unknown name, a wrong password and a user who is disabled: same answer, word for word."""
    known = await site.user("junior_agent")
    gone = await site.user("junior_agent")
    admin = await site.signed_in(await site.user("administrator"))
    assert (await admin.patch(f"/api/users/{gone.id}", json={"active": False})).status_code == 200
    answers = [
        await site.tries(known.login, "the wrong password"),
        await site.tries("nobody", PASSWORD),
        await site.tries(gone.login, PASSWORD),
        await site.tries("no such\u0000login", PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert len({tuple(answer.headers.items()) for answer in answers}) == 1


async def test_wrong_passwords_lock_a_name_for_longer_and_longer(small_site: Site) -> None:
    """Five are free; then not even the right one is looked at, and others sign in as ever."""
    user, other = await small_site.user("junior_agent"), await small_site.user("junior_agent")
    for n in range(5):
        assert (await small_site.tries(user.login, "wrong", address=f"192.0.2.{n}")).status_code == 401
    locked = await small_site.tries(user.login, PASSWORD)
    assert locked.status_code == 429
    assert 14 <= int(locked.headers["retry-after"]) <= 16
    assert (await small_site.tries(other.login)).status_code == 201
    small_site.clock.wait(seconds=16)
    assert (await small_site.tries(user.login, "wrong")).status_code == 401
    assert 29 <= int((await small_site.tries(user.login, PASSWORD)).headers["retry-after"]) <= 31
    small_site.clock.wait(seconds=31)
    assert (await small_site.tries(user.login)).status_code == 201
    assert (await small_site.tries(user.login, "wrong")).status_code == 401, "a right one wipes the slate"


async def test_a_name_that_nobody_has_is_locked_just_the_same(site: Site) -> None:
    user = await site.user("junior_agent")
    for login in (user.login, "nobody"):
        answers = [(await site.tries(login, "wrong")).status_code for _ in range(6)]
        assert answers == [401] * 5 + [429]
    kept = str(await rows(site.database, SignInLockRow)) + str(await rows(site.database, AuditRow))
    assert "nobody'" not in kept, "it may be a password in the wrong field"


async def test_one_address_trying_many_names_is_locked(small_site: Site) -> None:
    user = await small_site.user("junior_agent")
    answers = [(await small_site.tries(f"name{n}", "wrong")).status_code for n in range(26)]
    assert answers == [401] * 25 + [429]
    assert (await small_site.tries(user.login, PASSWORD)).status_code == 429
    assert (await small_site.tries(user.login, PASSWORD, address="198.51.100.4")).status_code == 201


async def test_the_cookie_is_for_this_site_and_no_script(small_site: Site) -> None:
    user = await small_site.user("junior_agent")
    set_cookie = (await small_site.tries(user.login, PASSWORD)).headers["set-cookie"]
    words = {word.strip().lower() for word in set_cookie.split(";")[1:]}
    assert words == {"httponly", "path=/", "samesite=strict"}


async def test_over_tls_the_cookie_belongs_to_the_very_host(database: Database) -> None:
    site = Site(database, public_url="https://desk.example/")
    user = await site.user("junior_agent")
    answer = await site.tries(user.login, PASSWORD, origin="https://desk.example")
    name, *words = answer.headers["set-cookie"].split(";")
    assert name.startswith("__Host-faultline_session=")
    assert {word.strip().lower() for word in words} == {"httponly", "path=/", "samesite=strict", "secure"}
    plain = await site.tries(user.login, PASSWORD, origin="http://desk.example")
    assert plain.status_code == 403, "the page has to be the public one"
    site.close()


async def test_a_sign_in_ends_the_session_that_the_browser_had(site: Site) -> None:
    """ASVS 5.0 V7.2.4."""
    user = await site.user("junior_agent")
    browser = await site.signed_in(user)
    await browser.post("/api/session", json={"login": user.login, "password": PASSWORD})
    assert len(await rows(site.database, SessionRow)) == 1
    assert await status(browser) == 200


ENDS = [
    ("without a request for an hour", [{"minutes": 59}, {"minutes": 61}], [200, 401]),
    ("requests keep it alive, to the end of the shift", [{"minutes": 50}] * 15, [200] * 14 + [401]),
]


@pytest.mark.parametrize(("reason", "waits", "answers"), ENDS, ids=[row[0] for row in ENDS])
async def test_a_session_ends_by_time(
    database: Database, reason: str, waits: list[dict[str, float]], answers: list[int]
) -> None:
    site = Site(database, PeopleRules(SessionRules(timedelta(hours=1), timedelta(hours=12))))
    browser = await site.signed_in(await site.user("junior_agent"))
    seen = []
    for wait in waits:
        site.clock.wait(**wait)
        seen.append(await status(browser))
    assert seen == answers, reason
    await site.people.tidy()
    assert await rows(database, SessionRow) == []
    site.close()


async def test_signing_out_everywhere(small_site: Site) -> None:
    user, other = await small_site.user("junior_agent"), await small_site.user("junior_agent")
    browsers = [await small_site.signed_in(user) for _ in range(3)]
    bystander = await small_site.signed_in(other)
    assert (await browsers[0].delete("/api/session?everywhere=true")).status_code == 204
    assert [await status(browser) for browser in [*browsers, bystander]] == [401, 401, 401, 200]


async def test_a_changed_password_ends_the_other_sessions(site: Site) -> None:
    user = await site.user("junior_agent")
    mine, other = await site.signed_in(user), await site.signed_in(user)
    before = (await rows(site.database, UserRow))[0]["password_hash"]
    wrong = await mine.put("/api/session/password", json={"old": "wrong", "new": NEW})
    easy = await mine.put("/api/session/password", json={"old": PASSWORD, "new": "short"})
    assert (wrong.status_code, easy.status_code) == (403, 422)
    assert (await rows(site.database, UserRow))[0]["password_hash"] == before
    assert (await mine.put("/api/session/password", json={"old": PASSWORD, "new": NEW})).status_code == 204
    assert [await status(mine), await status(other)] == [200, 401]
    assert (await site.tries(user.login, PASSWORD)).status_code == 401
    assert (await site.tries(user.login, NEW)).status_code == 201
    assert PASSWORD not in str(await rows(site.database, AuditRow))
    assert NEW not in str(await rows(site.database, AuditRow))


RIGHTS = [
    ("a demoted user", {"roles": ["junior_agent"]}, 401),
    ("a promoted user: a session is as old as its rights", {"roles": ["senior_agent", "inspector"]}, 401),
    ("a disabled user", {"active": False}, 401),
    ("other networks", {"networks": ["192.0.2.0/24"]}, 401),
    ("another name changes no right", {"display_name": "Another Sample"}, 200),
    ("nor does a skill", {"skills": {"junior": 2}}, 200),
]


async def test_sessions_end_with_the_rights_they_had(site: Site) -> None:
    """S13."""
    admin = await site.signed_in(await site.user("administrator"))
    for reason, change, answer in RIGHTS:
        user = await site.user("senior_agent")
        browser = await site.signed_in(user)
        assert (await admin.patch(f"/api/users/{user.id}", json=change)).status_code == 200
        assert await status(browser) == answer, reason


async def test_a_reset_password_ends_sessions_and_tokens(site: Site) -> None:
    user = await site.user("junior_agent")
    browser = await site.signed_in(user)
    made = await browser.post("/api/tokens", json={"name": "Sample", "scopes": ["tokens:own"]})
    admin = await site.signed_in(await site.user("administrator"))
    issued = (await admin.post(f"/api/users/{user.id}/password")).json()
    assert await status(browser) == 401
    programme = site.browser()
    programme.headers["authorization"] = f"Bearer {made.json()['secret']}"
    assert await status(programme) == 401
    assert (await site.tries(user.login, issued["password"])).status_code == 201
