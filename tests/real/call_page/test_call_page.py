"""Issue 4, page 6: a call from the page, as the page sees it: a pass, the dialogue's clauses, what was stored."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from testcalls.caller import CallFailed, TestCaller
from testcalls.sip_digest import Credentials
from tests.real.calls.steps import key_number_at_once
from tests.real.served import Served

pytestmark = pytest.mark.real

LINE, CALLER = "55500102", "55500100"
ANOTHER_SITE = "http://elsewhere.example"


class Page:
    """A page of the service: its pass, its telephone, and what it was told."""

    def __init__(self, served: Served) -> None:
        self._house = served.house
        self.at = f"127.0.0.1:{served.house.settings.http_port}"
        self.told: list[dict[str, Any]] = []

    async def a_pass(self, **headers: str) -> httpx.Response:
        """What the page asks for before it calls."""
        async with httpx.AsyncClient(headers={"origin": f"http://{self.at}", **headers}) as browser:
            return await browser.post(f"http://{self.at}/api/call-page")

    def telephone(self, follow: str) -> TestCaller:
        """Its telephone, on plain SIP."""
        secret = (self._house.settings.folder / "secrets" / "call-page").read_text().strip()
        headers = (("X-Faultline-Follow", follow),)
        return self._house.caller(credentials=Credentials("call-page", secret), headers=headers)

    @contextlib.asynccontextmanager
    async def following(self, follow: str) -> AsyncIterator["asyncio.Task[None]"]:
        """Its WebSocket; the task ends when the service has told everything."""

        async def listen() -> None:
            async with connect(f"ws://{self.at}/api/call-page/live", origin=self._origin()) as socket:
                await socket.send(follow)
                async for message in socket:
                    self.told.append(json.loads(message)["told"])

        task = asyncio.create_task(listen())
        try:
            yield task
        finally:
            task.cancel()

    def kinds(self) -> list[str]:
        """What it was told, in short."""
        return [_short(moment) for moment in self.told]

    def _origin(self) -> Any:
        return f"http://{self.at}"


def _short(moment: dict[str, Any]) -> str:
    match moment["kind"]:
        case "said":
            return (
                f"{moment['clause']} {' '.join(part['prompt'] or part['text'] for part in moment['parts'])}"
            )
        case "keyed":
            return f"keyed {moment['keys']}"
        case "moved":
            return moment["stage"] + (f" {moment['place']}" if moment["place"] else "")
        case kind:
            return str(kind)


async def test_a_call_from_the_page_is_told_clause_by_clause_and_kept(served: Served) -> None:
    """F1.2-F1.9, F1.14: in order, with what was keyed; what is left of a call that was broken off."""
    page = Page(served)
    given = (await page.a_pass()).json()
    assert given["numbers"] == ["112", "1000"]
    async with page.following(given["follow"]) as all_told, page.telephone(given["follow"]) as phone:
        await phone.dial("112")
        await key_number_at_once(phone, LINE)
        await phone.hears("V5", within=40)
        await phone.hang_up()
        await asyncio.wait_for(all_told, 20)
    said = [moment["clause"] for moment in page.told if moment["kind"] == "said" and moment["clause"]]
    assert list(dict.fromkeys(said)) == ["F1.2", "F1.8", "F1.9"]
    assert page.kinds().index(f"F1.2 V2 {LINE} V2_confirm") == page.kinds().index(f"keyed {LINE}") + 1
    [report] = [row for row in served.rows("fault_reports") if row["line_number"] == LINE]
    over = page.told[-1]
    assert (over["kind"], over["report"], over["confirmed"]) == ("over", report["number"], False)
    assert [call["caller"] for call in served.rows("calls") if call["call"] == report["call"]] == [CALLER]


async def test_what_asterisk_itself_says_is_told_too(served: Served) -> None:
    """F2.1, F1.14: nobody is signed in, and nobody may be called back; a call that is broken off says where the caller
    left."""
    page = Page(served)
    follow = (await page.a_pass()).json()["follow"]
    async with page.following(follow) as all_told, page.telephone(follow) as phone:
        await phone.dial("1000")
        await phone.hears("hotline_menu")
        await phone.press("0")
        await phone.hears("voicemail", within=20)
        await phone.hang_up()
        await asyncio.wait_for(all_told, 20)
    kinds = page.kinds()
    assert [kind.partition(" ")[2] for kind in kinds if "voicemail" in kind] == ["", "voicemail"]
    assert kinds[-2:] == ["ended", "over"]
    assert page.told[-1]["last_step"] == "hotline_menu"


@pytest.mark.parametrize("number", ["8003", "55500199", "113"])
async def test_the_page_reaches_the_hotline_and_nothing_else(served: Served, number: str) -> None:
    """S4: no agent, no number outside, no other service."""
    page = Page(served)
    async with page.telephone("0123456789abcdef") as phone:
        with pytest.raises(CallFailed):
            await phone.dial(number)


async def test_a_page_of_elsewhere_gets_nothing(served: Served) -> None:
    """S13: neither a pass, nor by a name that another's name server gave this machine, nor what is told."""
    page = Page(served)
    assert (await page.a_pass(origin=ANOTHER_SITE)).status_code == httpx.codes.FORBIDDEN
    rebound = await page.a_pass(host="elsewhere.example", origin=ANOTHER_SITE)
    assert rebound.status_code == httpx.codes.NOT_FOUND
    with pytest.raises(InvalidStatus):
        async with connect(f"ws://{page.at}/api/call-page/live", origin=ANOTHER_SITE):  # type: ignore[arg-type]
            pass
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(f"http://{page.at}/api/call-page/{'a' * 32}")
    assert answer.status_code == httpx.codes.NOT_FOUND
