"""What pages of other sites, odd requests and other people's ids get (CSRF, S10, S12, S13)."""

import json
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from cti.api.guard import SAFE, Acting
from tests.real.api.site import HERE, PASSWORD, Site

pytestmark = pytest.mark.real

EVIL = "https://evil.example"
CROSS: list[tuple[str, dict[str, str], int]] = [
    ("our own page", {"origin": HERE}, 200),
    ("another site's page", {"origin": EVIL}, 403),
    ("a sandboxed frame", {"origin": "null"}, 403),
    ("no Origin at all", {}, 403),
    ("a form of another site", {"sec-fetch-site": "cross-site"}, 403),
    ("a form of another site that names us", {"origin": HERE, "sec-fetch-site": "cross-site"}, 403),
]


async def test_only_our_own_pages_act_by_cookie(small_site: Site) -> None:
    user = await small_site.user("administrator")
    browser = await small_site.signed_in(user)
    del browser.headers["origin"]
    for reason, headers, status in CROSS:
        change = {"team": reason[:64]}
        answer = await browser.patch(f"/api/users/{user.id}", json=change, headers=headers)
        assert answer.status_code == status, reason
        shown = (await browser.get(f"/api/users/{user.id}")).json()
        assert (shown["team"] == reason) is (status == 200), reason


async def test_another_site_signs_nobody_in(small_site: Site) -> None:
    """Login CSRF: a browser would work under the attacker's name."""
    user = await small_site.user("junior_agent")
    body = {"login": user.login, "password": PASSWORD}
    assert (await small_site.browser(origin=EVIL).post("/api/session", json=body)).status_code == 403
    assert (await small_site.browser(origin=None).post("/api/session", json=body)).status_code == 201


async def test_a_token_needs_no_origin_because_no_page_can_send_it(small_site: Site) -> None:
    browser = await small_site.signed_in(await small_site.user("administrator"))
    made = await browser.post("/api/tokens", json={"name": "Sample", "scopes": ["users:write"]})
    programme = small_site.browser(origin=None)
    programme.headers["authorization"] = f"Bearer {made.json()['secret']}"
    draft = {"login": "sample", "display_name": "Sample", "roles": ["field"]}
    assert (await programme.post("/api/users", json=draft)).status_code == 201


NO_SECRETS = [
    {},
    {"cookie": "faultline_session="},
    {"cookie": "faultline_session=" + "A" * 43},
    {"cookie": "faultline_session=" + "A" * 9000},
    {"authorization": "Bearer "},
    {"authorization": "Bearer flt_" + "A" * 43},
    {"authorization": "Bearer flt_\\u0000' OR 1=1 --"},
    {"authorization": "Basic YWRtaW46YWRtaW4="},
]


async def test_nobody_gets_in_without_a_secret(small_site: Site) -> None:
    for headers in NO_SECRETS:
        answer = await small_site.browser().get("/api/users", headers=headers)
        assert answer.status_code == 401, headers
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_ids_of_others_and_of_nobody_are_not_found(site: Site) -> None:
    """S10: another one's token is as absent as one that never was."""
    owner = await site.signed_in(await site.user("junior_agent"))
    token = (await owner.post("/api/tokens", json={"name": "Sample", "scopes": ["tokens:own"]})).json()[
        "token"
    ]
    stranger = await site.signed_in(await site.user("senior_agent"))
    foreign = await stranger.delete(f"/api/tokens/{token['id']}")
    absent = await stranger.delete("/api/tokens/999999")
    assert (foreign.status_code, foreign.json()) == (404, absent.json())
    assert [kept["id"] for kept in (await owner.get("/api/tokens")).json()] == [token["id"]]
    admin = await site.signed_in(await site.user("administrator"))
    for path in ("999999", str(2**63 - 1)):
        assert (await admin.get(f"/api/users/{path}")).status_code == 404
    for path in ("0", "-1", str(2**63), "1%00", "..%2f..%2fetc%2fpasswd", "1;DROP TABLE users"):
        assert (await admin.get(f"/api/users/{path}")).status_code in {404, 422}


async def test_a_body_over_64_kb_is_refused_announced_or_not(small_site: Site) -> None:
    """S12."""
    admin = await small_site.signed_in(await small_site.user("administrator"))

    async def pieces() -> Any:
        for _ in range(80):
            yield b" " * 1024

    draft = {"login": "sample", "display_name": "Sample", "roles": ["field"], "team": "x" * 70_000}
    assert (await admin.post("/api/users", json=draft)).status_code == 413
    unannounced = await admin.post(
        "/api/users", content=pieces(), headers={"content-type": "application/json"}
    )
    assert unannounced.status_code == 413
    negative = await admin.post("/api/users", content=b"{}", headers={"content-length": "-1"})
    assert negative.status_code == 413


NAMES = [
    ("right-to-left override", "Sample\u202e nosreP", "Sample nosreP"),
    ("control characters", "Sam\u0000ple\u001b[2J", "Sample[2J"),
    ("markup is text", "<script>1</script>", "<script>1</script>"),
]


async def test_names_are_kept_without_what_cannot_be_seen(site: Site) -> None:
    """S12."""
    admin = await site.signed_in(await site.user("administrator"))
    for n, (reason, name, kept) in enumerate(NAMES):
        draft = {"login": f"sample{n}", "display_name": name, "roles": ["field"]}
        made = await admin.post("/api/users", json=draft)
        assert (made.status_code, made.json()["user"]["display_name"]) == (201, kept), reason
        assert "default-src 'none'" in made.headers["content-security-policy"]


async def test_names_that_are_none_are_refused(small_site: Site) -> None:
    admin = await small_site.signed_in(await small_site.user("administrator"))
    for name in ("", "\u200b", "x" * 65, None, 7, ["x"], "\ud800"):
        body = json.dumps({"login": "sample", "roles": ["field"], "display_name": name})
        made = await admin.post("/api/users", content=body, headers={"content-type": "application/json"})
        assert made.status_code == 422, name
        assert "x" * 65 not in made.text


OPEN = {
    ("POST", "/api/session"),
    ("GET", "/api/live/schema.json"),
    ("GET", "/api/site"),
    ("GET", "/api/call-page"),
    ("POST", "/api/call-page"),
    ("GET", "/api/call-page/{follow}"),
}
"""Routes for people who are not signed in: what every page needs to know, and the calls of newcomers (loopback)."""
NOTED_BY_ITSELF = {
    ("POST", "/api/session"),
    ("DELETE", "/api/session"),
    ("PUT", "/api/session/password"),
    ("POST", "/api/live/ticket"),  # changes nothing that anybody could look for
    ("POST", "/api/call-page"),  # nobody is signed in; the call itself is on record
}


def routes(site: Site) -> list[tuple[str, str, APIRoute]]:
    every = [route for router in site.api.all_routers for route in router.routes]
    found = [route for route in every if isinstance(route, APIRoute)]
    return [(method, route.path, route) for route in found for method in sorted(route.methods)]


async def test_the_description_has_every_route_and_all_are_below_api(whole: Site) -> None:
    described = (await whole.browser().get("/api/openapi.json")).json()["paths"]
    told = {(method.upper(), path) for path, methods in described.items() for method in methods}
    found = {(method, path) for method, path, _ in routes(whole)}
    assert found == {(method, path) for method, path in told if path.startswith("/api/")}
    assert len(found) >= 40


async def test_every_route_of_every_room_wants_somebody_signed_in(whole: Site) -> None:
    client: httpx.AsyncClient = whole.browser()
    for method, path, _ in routes(whole):
        if (method, path) not in OPEN:
            answer = await client.request(method, path.replace("{", "").replace("}", ""), json={})
            assert answer.status_code == 401, (method, path, answer.text)


async def test_every_route_that_does_something_is_in_the_audit_log(whole: Site) -> None:
    """An unsafe route has the dependency `acting(…)`, or is known to write the log itself."""
    for method, path, route in routes(whole):
        if method not in SAFE and (method, path) not in NOTED_BY_ITSELF:
            calls = [dependency.call for dependency in route.dependant.dependencies]
            assert [call for call in calls if isinstance(call, Acting)], (method, path)
