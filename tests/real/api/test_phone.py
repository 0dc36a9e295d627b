"""One's own telephone over the API: the digest for its owner alone, and each reading in the audit log (S9, H16)."""

import pytest

from cti.people.telephone_secret import digest
from desk.models import AuditRow
from tests.real.api.site import PASSWORD, Site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real


async def test_a_browser_telephone_gets_its_digest_and_each_time_is_noted(whole: Site) -> None:
    user = await whole.user("junior_agent", extension="8001", browser_phone=True)
    answer = await (await whole.signed_in(user)).get("/api/phone")
    told = answer.json()
    assert (told["kind"], told["uri"], told["realm"]) == ("browser", "sip:8001@faultline", "faultline")
    assert told["ha1"] == digest("8001", PASSWORD)
    assert PASSWORD not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    [noted] = [row for row in await rows(whole.database, AuditRow) if row["action"] == "phone.read"]
    assert (noted["subject"], noted["outcome"]) == ("agent 8001", "done")
    assert told["ha1"] not in str(noted)


async def test_a_telephone_on_the_desk_is_told_no_digest(whole: Site) -> None:
    user = await whole.user("junior_agent", extension="8002", browser_phone=False)
    told = (await (await whole.signed_in(user)).get("/api/phone")).json()
    assert (told["kind"], told["extension"], told["ha1"]) == ("desk telephone", "8002", None)


async def test_whoever_listens_in_has_a_telephone_as_well(whole: Site) -> None:
    user = await whole.user("inspector", extension="8004", browser_phone=True)
    told = (await (await whole.signed_in(user)).get("/api/phone")).json()
    assert (told["kind"], told["extension"]) == ("browser", "8004")


async def test_who_has_no_telephone_is_told_so(whole: Site) -> None:
    agent = await whole.signed_in(await whole.user("junior_agent"))
    assert (await agent.get("/api/phone")).status_code == 409
    other = await whole.signed_in(await whole.user("statistician"))
    assert (await other.get("/api/phone")).status_code == 403


async def test_transfer_targets_are_the_queues_and_the_others_at_work(whole: Site) -> None:
    user = await whole.user("junior_agent", extension="8003")
    told = (await (await whole.signed_in(user)).get("/api/transfer-targets")).json()
    assert [queue["name"] for queue in told["queues"]] == ["junior", "senior", "english", "manager"]
    assert told["agents"] == []
