"""What agents note while they talk and after it, by hand in a real browser (F2.3, H7, K16, wrap-up)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect
from sqlalchemy import insert

from cti.floor import events as e
from desk.models import CallRow, ConversationRow, CustomerRow, FaultReportRow
from tests.real.desk.rows import rows, stored
from tests.real.web.crowd import Crowd
from tests.real.web.hand_moved import HandMoved, hand_moved
from tests.real.web.person import Person
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

CALLER = "55500100"
LATE_LINE, LATE_REPORT = "55510133", "2611010001"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[HandMoved]:
    """A service whose agent 8001 is hired."""
    async with hand_moved(tmp_path_factory.mktemp("place")) as place:
        await place.site.user("junior_agent", login="one", extension="8001", skills={"junior": 1})
        yield place


@pytest_asyncio.fixture(loop_scope="module")
async def one(place: HandMoved, tmp_path: Path) -> AsyncIterator[Person]:
    """The agent at the desktop, ready; the page may complain of nothing."""
    expect.set_options(timeout=15_000)
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        crowd = Crowd(playwright, tmp_path, place.origin)
        one = await crowd.come("one")
        await one.signs_in("/desk")
        place.hand.agent("8001")
        await one.is_in("ready")
        yield one
        complaints = await crowd.leave()
        await crowd.close()
        assert not complaints, "\n".join(complaints)


async def test_an_unknown_caller_is_saved_once_and_known_from_then_on(place: HandMoved, one: Person) -> None:
    """H7: an empty form with the number in it; at the next call it is filled in. Digits choose the wrap-up."""
    place.hand.talks("c1", "8001", caller=CALLER)
    await one.is_in("talking")
    await one.at("tab-customer").click()
    await expect(one.at("customer-numbers")).to_have_value(CALLER)
    await expect(one.at("customer-save")).to_be_disabled()
    await one.at("customer-name").fill("<b>样例客户</b>")
    await one.at("customer-save").dblclick()
    await expect(one.at("customer-name")).to_have_value("<b>样例客户</b>")
    await expect(one.at("pop-customer")).to_have_text("<b>样例客户</b>")
    place.hand.ends("c1")
    await one.is_in("wrap_up")
    await expect(one.at("dispositions")).to_be_focused()
    await one.page.keyboard.press("4")
    await one.page.keyboard.press("Enter")
    await one.is_in("ready")
    place.hand.talks("c2", "8001", caller=CALLER)
    await one.is_in("talking")
    await one.at("tab-customer").click()
    await expect(one.at("customer-name")).to_have_value("<b>样例客户</b>")
    await expect(one.at("pop-customer")).to_have_text("<b>样例客户</b>")
    await expect(one.at("pop-owner")).to_have_text("样例丙")
    place.hand.ends("c2")
    place.hand.say(e.WantsReady, agent="8001", by="one")
    await one.is_in("ready")
    await stored(place.desk)
    assert [row["name"] for row in await rows(place.desk.database, CustomerRow)] == ["<b>样例客户</b>"]
    noted = {row["call"]: row["disposition"] for row in await rows(place.desk.database, ConversationRow)}
    assert noted == {"c1": "answered", "c2": None}


async def test_a_mismatch_changes_what_to_say_and_how_the_call_ended(place: HandMoved, one: Person) -> None:
    """F2.3, K16: in the caller's language; a reload in the wrap-up loses nothing that was typed."""
    place.hand.talks("c3", "8001", caller="55500101", language="en")
    await one.is_in("talking")
    await expect(one.at("phrase-to-say")).to_contain_text("Hello, fault reports")
    await one.at("tab-customer").click()
    await one.at("identity-mismatch").click()
    await expect(one.at("identity-closed")).to_be_visible()
    await expect(one.at("phrase-to-say")).to_contain_text("the owner of the line")
    place.hand.ends("c3")
    await one.is_in("wrap_up")
    await expect(one.at("disposition-identity_mismatch")).to_have_attribute("aria-selected", "true")
    await one.at("wrap-up-note").fill("机主出差")
    await one.page.reload()
    await one.is_in("wrap_up")
    await one.at("tab-wrap_up").click()
    await expect(one.at("wrap-up-note")).to_have_value("机主出差")
    await one.at("wrap-up-save").click()
    await one.is_in("ready")
    await stored(place.desk)
    calls = {row["call"]: row["outcome"] for row in await rows(place.desk.database, CallRow)}
    assert (calls["c1"], calls["c3"]) == ("answered", "identity_mismatch")
    noted = {row["call"]: row for row in await rows(place.desk.database, ConversationRow)}
    assert (noted["c3"]["disposition"], noted["c3"]["note"]) == ("identity_mismatch", "机主出差")


async def test_the_phrase_follows_the_conversation(place: HandMoved, one: Person) -> None:
    """F2.5, F2.8, K16: overdue as the pop and the report panel have it; then the test, the note and the transfer."""
    long_ago = datetime.now(UTC) - timedelta(days=5)
    async with place.desk.database.writing() as connection:
        await connection.execute(insert(FaultReportRow).values(_late_report(long_ago)))
    place.hand.talks("c5", "8001", caller="55500103", line=LATE_LINE)
    await one.is_in("talking")
    phrase = one.at("phrase-to-say")
    await expect(one.at("pop-reports")).to_contain_text("已超时")
    await one.at("identity-matches").click()
    await expect(phrase).to_contain_text("已超过承诺时限")
    await expect(one.at("told")).to_have_attribute("data-tell", "overdue")
    await one.at("open-transfer").click()
    await expect(phrase).to_contain_text("由高级话务员为您处理")
    await one.at("to-manager").click()
    await expect(phrase).to_contain_text("经理热线")
    place.hand.ends("c5")
    await one.is_in("wrap_up")
    place.hand.say(e.WantsReady, agent="8001", by="one")
    await one.is_in("ready")
    place.hand.talks("c6", "8001", caller="55500104")
    await one.is_in("talking")
    await expect(phrase).to_contain_text("请问有什么可以帮您")
    await expect(one.at("pop-customer")).to_have_text("新用户")
    await expect(one.at("pop-owner")).to_have_text("样例丙")
    await one.at("identity-matches").click()
    await expect(phrase).to_contain_text("请问具体是什么现象")
    await one.at("note").fill("有杂音")
    await expect(phrase).to_contain_text("维修人员怎样联系您")
    place.hand.ends("c6")
    await one.is_in("wrap_up")
    await expect(phrase).to_contain_text("请问还有其它")
    place.hand.say(e.WantsReady, agent="8001", by="one")
    await one.is_in("ready")


def _late_report(at: datetime) -> dict[str, object]:
    names = {"number": LATE_REPORT, "line_number": LATE_LINE, "call": "long-ago", "created_at": at}
    told = {"language": "zh", "outcome": "reported", "last_step": "what_else", "confirmed": True}
    return names | told


async def test_a_pop_that_came_without_a_network_is_there_with_it(place: HandMoved, one: Person) -> None:
    """F2.2: the page says that it knows nothing newer; then the next caller stands where the last one stood."""
    place.hand.talks("c7", "8001", caller="55500105")
    await one.is_in("talking")
    await one.loses_network()
    await expect(one.at("live-off")).to_be_visible()
    place.hand.ends("c7")
    place.hand.say(e.WantsReady, agent="8001", by="one")
    place.hand.talks("c8", "8001", caller="55500106")
    await expect(one.at("pop-caller")).to_have_text("5550 0105")
    await one.has_network()
    await expect(one.at("live-on")).to_be_visible()
    await expect(one.at("pop-caller")).to_have_text("5550 0106")
    await one.is_in("talking")
    place.hand.ends("c8")
    place.hand.say(e.WantsReady, agent="8001", by="one")
    await one.is_in("ready")


async def test_what_was_chosen_when_the_wrap_up_runs_out_is_saved(place: HandMoved, one: Person) -> None:
    """Nothing entered is ever lost: the agent is ready by the clock, and the service has it."""
    place.wrap_up(3)
    await one.page.reload()
    place.hand.talks("c4", "8001", caller="55500102")
    await one.is_in("talking")
    await one.at("tab-wrap_up").click()
    await one.at("disposition-enquiry").click()
    await one.at("wrap-up-note").fill("问资费")
    place.hand.ends("c4")
    await one.is_in("ready")

    async def saved() -> bool:
        found = {row["call"]: row for row in await rows(place.desk.database, ConversationRow)}
        return (found["c4"]["disposition"], found["c4"]["note"]) == ("enquiry", "问资费")

    await until(saved)
