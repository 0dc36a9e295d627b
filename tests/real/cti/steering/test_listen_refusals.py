"""Who may not listen, with a call under way (S8): by permission, team, superior, id, token; nothing rings."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cti.floor.state import AgentState
from tests.real.cti.steering.at_work import AtWork
from tests.real.cti.steering.listeners import Office, office
from tests.real.cti.steering.test_transfers import talk

pytestmark = pytest.mark.real


@pytest.fixture
async def desk(at_work: AtWork, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(at_work, tmp_path) as office_:
        yield office_


async def test_who_may_not_listen(at_work: AtWork, desk: Office) -> None:
    """One call for all of them: a conversation is dear."""
    site = desk.site
    chief = await site.user("shift_supervisor", extension="8006", team="north")
    agent = await site.user("junior_agent", extension="8001", team="north", superior_id=chief.id)
    _, boss = await desk.supervisor("8007", team="north")
    _, other_team = await desk.supervisor("8008", team="south")
    _, without_phone = await desk.supervisor(None, team="north")
    below = await site.user("shift_supervisor", extension="8005", team="north", superior_id=agent.id)
    inspector = await site.signed_in(await site.user("inspector", extension="8004"))
    async with talk(at_work, "55540009") as first:
        call = first.call.id
        asks = [
            (await site.signed_in(agent), call, 403, "an agent has no such permission"),
            (other_team, call, 404, "another team's call"),
            (without_phone, call, 409, "nothing to hear it with"),
            (await site.signed_in(below), call, 403, "a superior's call"),
            (boss, call[:-1], 404, "the beginning of an id"),
            (boss, "node1-1.1", 404, "a call that is not there"),
            (boss, "..%2F..", 404, "no id at all"),
            (boss, call, 201, "one's own team"),
            (inspector, call, 201, "an inspector hears everybody"),
        ]
        for browser, name, status, why in asks:
            answer = await desk.leave(browser, name)
            assert answer.status_code == status, (why, answer.text)
        token = (await desk.leave(boss, call)).json()["token"]
        uses = [
            (inspector, token, 403, "another person's token, used up by the try"),
            (boss, token, 403, "it was used up"),
            (boss, "x" * 43, 403, "no token"),
        ]
        for browser, leave, status, why in uses:
            answer = await browser.post("/api/listen-in", json={"token": leave})
            assert answer.status_code == status, (why, answer.text)
        nothing = await boss.post(f"/api/calls/{call}/listen-in", json={"reason": " "})
        assert nothing.status_code == 422, "a reason is named"
        assert desk.api.listening.active == []
        assert not [c for c in at_work.house.channels() if c.application == "ChanSpy"]
        await first.ringing.hang_up()
        await at_work.is_in("8001", AgentState.WRAP_UP, AgentState.READY)
        assert (await desk.leave(boss, call)).status_code == 404, "it is over"
    refused = [row for row in await desk.audit("listen_in.") if row[1] == "refused"]
    assert len(refused) == 10, refused


async def test_one_may_listen_to_one_s_superiors_where_the_site_says_so(
    at_work: AtWork, tmp_path: Path
) -> None:
    async with office(at_work, tmp_path, spare_superiors=False) as desk:
        chief = await desk.site.user("shift_supervisor", extension="8001", team="north")
        _, boss = await desk.supervisor("8007", team="north", superior_id=chief.id)
        async with talk(at_work, "55540010") as first:
            assert (await desk.leave(boss, first.call.id)).status_code == 201


async def test_an_inspector_changes_between_all_three(at_work: AtWork, desk: Office) -> None:
    """§5; another's listen-in is not known to exist."""
    await desk.site.user("junior_agent", extension="8001", team="north")
    inspector = await desk.site.signed_in(await desk.site.user("inspector", extension="8004"))
    _, boss = await desk.supervisor("8007", team="north")
    async with talk(at_work, "55540011") as first:
        listening = await desk.listens(inspector, first.call.id)
        again = await desk.leave(inspector, first.call.id)
        second = await inspector.post("/api/listen-in", json={"token": again.json()["token"]})
        assert second.status_code == 409, "one conversation at a time"
        path = f"/api/listen-in/{listening}"
        ways = [
            (inspector, "whisper", 200),
            (inspector, "barge", 200),
            (inspector, "listen", 200),
            (inspector, "shout", 422),
            (boss, "listen", 404),
        ]
        for browser, mode, status in ways:
            assert (await browser.put(f"{path}/mode", json={"mode": mode})).status_code == status, mode
        assert (await boss.delete(path)).status_code == 404
        assert (await inspector.delete(path)).status_code == 204
        await at_work.until(lambda: not desk.api.listening.active, "over")
        assert not first.caller.over
