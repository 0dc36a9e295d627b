"""A caller with much behind them fits the agent's one screen (1366 × 768), in the midst of the call (F2.2)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect
from sqlalchemy import insert

from cti.floor import events as e
from desk.desk import Desk
from desk.models import CallRow, ExchangeRow, FaultReportRow, LineTestRow, PlannedWorksRow
from tests.real.desk.rows import SECOND_LINE, end, enter, stored, visit
from tests.real.web.crowd import Crowd
from tests.real.web.hand_moved import LINE, HandMoved, hand_moved
from tests.real.web.person import Person
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

CALLER, NEW_LINE, MANY = "55500100", "55510108", 7
OUTCOMES = ("reported", "planned_works", "identity_mismatch", "message_kept", "answered", "abandoned", "left")
HIGHER_THAN_SHOWN = """() => [...document.querySelectorAll('.panel'), document.documentElement]
  .filter((one) => one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth)
  .map((one) => [one.className, one.scrollHeight, one.clientHeight, one.scrollWidth, one.clientWidth].join(' '))"""


async def much_known(desk: Desk) -> None:
    """Seven reports, the last one overdue, as many calls, a line test and planned works."""
    now = datetime.now(UTC)
    works = {
        "prefix": "5551",
        "starts": now - timedelta(hours=3),
        "ends": now + timedelta(hours=3),
        "text_zh": "城南分局更换配线架，部分线路中断",
        "text_en": "City South: a distribution frame is being replaced",
    }
    measured = {"resistance_tip_ring": 9e6, "resistance_tip_ground": 92e3, "resistance_ring_ground": 2e7}
    tested = {"tested_at": now - timedelta(hours=2), "head": "lab", "off_hook": False}
    volts = {"capacitance_nf": 1100, "dc_volts": 0.4, "ac_volts": 0.2, "verdict": "low_insulation"}
    async with desk.database.writing() as connection:
        place = {"prefix": "5551", "branch": "城南分局", "test_centre": "城南测量中心"}
        await connection.execute(insert(ExchangeRow).values(place))
        await connection.execute(insert(PlannedWorksRow).values(works))
        for line in (LINE, NEW_LINE):
            test = {"line_number": line, **tested, **measured, **volts}
            await connection.execute(insert(LineTestRow).values(test))
        for n in range(MANY):
            await connection.execute(
                insert(FaultReportRow).values(_report(n, now - timedelta(days=30 - 4 * n)))
            )
            await connection.execute(insert(CallRow).values(_call(n, now - timedelta(days=30 - 4 * n))))


async def entered(desk: Desk, call: str) -> None:
    """Everything that the automatic flow asks for, in this call: a report of one line, a message for another's."""
    reported = visit(desk, call)
    enter(reported, SECOND_LINE)
    reported.keyed("symptom_class", "2")
    await reported.confirm()
    end(reported, "reported", "what_else")
    again = visit(desk, call)
    again.keyed("line_number", LINE)
    again.keep_message(f"26112000{MANY - 1:02d}", again.take_path("message"))
    end(again, "agent", "technician_message")
    await stored(desk)


def _report(n: int, at: datetime) -> dict[str, object]:
    still_open = n == MANY - 1
    return {
        "number": f"26112000{n:02d}",
        "line_number": LINE,
        "contact_number": CALLER,
        "confirmed": n > 0,
        "status": "open" if still_open or n == 0 else "mended",
        "mended_at": None if still_open or n == 0 else at + timedelta(days=1),
        "repeat_count": n % 4,
        "language": "zh",
        "outcome": "reported",
        "last_step": "V6",
        "created_at": at,
        "call": f"old{n}",
        "symptom_class": str(1 + n % 7),
        "version": 0,
    }


def _call(n: int, at: datetime) -> dict[str, object]:
    return {
        "call": f"old{n}",
        "node": "node1",
        "started_at": at,
        "ended_at": at + timedelta(minutes=2),
        "caller": CALLER if n % 2 else "55500199",
        "dialled": "112",
        "queue": "junior",
        "agent": "8001" if n % 2 else None,
        "outcome": OUTCOMES[n],
        "outcome_final": True,
    }


@pytest_asyncio.fixture(loop_scope="session")
async def place(tmp_path: Path) -> AsyncIterator[HandMoved]:
    """A service whose agent 8001 is hired."""
    async with hand_moved(tmp_path) as place:
        await place.site.user("junior_agent", login="one", extension="8001", skills={"junior": 1})
        await much_known(place.desk)
        yield place


async def fits(one: Person, what: str) -> None:
    """Nothing must be scrolled to, in any part of the desk, once what was clicked is laid out."""

    async def all_shown() -> bool:
        return not await one.page.evaluate(HIGHER_THAN_SHOWN)

    try:
        await until(all_shown, seconds=5)
    except AssertionError:
        pytest.fail(f"{what}: {await one.page.evaluate(HIGHER_THAN_SHOWN)}")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_nothing_is_scrolled_to(place: HandMoved, tmp_path: Path, language: str) -> None:
    expect.set_options(timeout=15_000)
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        crowd = Crowd(playwright, tmp_path, place.origin)
        one = await crowd.come("one")
        await one.context.add_init_script(f"localStorage.setItem('faultline.language', '{language}')")
        await one.signs_in("/desk")
        place.hand.agent("8001")
        await one.is_in("ready")
        await entered(place.desk, "c1")
        place.hand.talks("c1", "8001", caller=CALLER, reason="repeat_report", language=language)
        await one.is_in("talking")
        await expect(one.at("pop-reports").locator("li")).to_have_count(3)
        await expect(one.at("pop-contacts").locator("li")).to_have_count(3)
        await expect(one.at("told")).to_be_visible()
        for sound in ("symptom", "technician-message"):
            await expect(one.at("pop-entered").get_by_test_id(f"sound-{sound}")).to_be_visible()
        await fits(one, "report")
        await one.at("tab-customer").click()
        await expect(one.at("customer-save")).to_be_visible()
        await expect(one.at("phrase-now")).to_be_visible()
        await fits(one, "customer")
        await one.at("identity-mismatch").click()
        await expect(one.at("identity-closed")).to_be_visible()
        await fits(one, "not the subscriber")
        await one.at("identity-matches").click()
        await expect(one.at("identity-matches")).to_have_attribute("aria-pressed", "true")
        await one.at("open-transfer").click()
        await expect(one.at("transfer-blind")).to_be_visible()
        await fits(one, "transfer")
        place.hand.ends("c1")
        await one.is_in("wrap_up")
        await expect(one.at("wrap-up-save")).to_be_visible()
        await fits(one, "wrap-up")
        await one.at("all-reports").click()
        await expect(one.at("pop-reports").locator("li")).to_have_count(MANY + 1)
        place.hand.say(e.WantsReady, agent="8001", by="one")
        await one.is_in("ready")
        place.hand.talks("c2", "8001", caller=CALLER, line=NEW_LINE, language=language)
        await one.is_in("talking")
        await one.at("tab-report").click()
        await one.at("handling-answered").click()
        await expect(one.at("answer")).to_be_visible()
        await fits(one, "a new report")
        complaints = await crowd.leave()
        await crowd.close()
        assert not complaints, "\n".join(complaints)
