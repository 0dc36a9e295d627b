"""Signing in and out: who may, what a browser keeps, when a session ends (ASVS 5.0 V6, V7; S13)."""

import pytest

from tests.real.api.site import PASSWORD, Site

pytestmark = pytest.mark.real


async def test_somebody_signs_in_works_and_signs_out(site: Site) -> None:
    user = await site.user("senior_agent", extension="8001", team="North")
    browser = await site.signed_in(user)
    me = (await browser.get("/api/session")).json()
    assert (me["login"], me["extension"], me["team"], me["via"]) == (user.login, "8001", "North", "session")
    assert "calls:own" in me["permissions"]
    assert "users:write" not in me["permissions"]
    assert (await browser.delete("/api/session")).status_code == 204
    assert (await browser.get("/api/session")).status_code == 401
