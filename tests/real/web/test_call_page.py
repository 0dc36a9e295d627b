"""Issue 4, page 6: a newcomer calls the hotline from a page, hears it, keys, and reads clause by clause what happens."""

import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.async_api import expect

from tests.real.served import Served
from tests.real.web.crowd import Crowd
from tests.real.web.person import Person
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

SAMPLE = "55500199"
"""In the sample data and in the data of these tests."""
ALL_CLAUSES = ["F1.2", "F1.8", "F1.9", "F1.10", "F1.11", "F1.12", "F1.13"]
SPOKEN_SECONDS = 3
REFUSES_MICROPHONE = """navigator.mediaDevices.getUserMedia =
  () => Promise.reject(new DOMException('no', 'NotAllowedError'))"""
ENERGY = """async () => {
  const stats = await Promise.all(window.connectionsOfTheTest.map((one) => one.getStats()))
  const all = stats.flatMap((one) => [...one.values()])
  return Math.max(0, ...all.filter((s) => s.type === 'inbound-rtp').map((s) => s.totalAudioEnergy ?? 0))
}"""


async def calls(newcomer: Person, number: str) -> None:
    """Open the page without an account, and call."""
    await newcomer.opens("/call")
    await newcomer.at(f"dial-{number}").click()
    await is_at(newcomer, "talking")


async def is_at(newcomer: Person, state: str) -> None:
    """Wait until the call is in this state."""
    await expect(newcomer.at("call-state")).to_have_attribute("data-state", state)


async def hears_the_hotline(newcomer: Person) -> None:
    """Sound arrives, and the page's own meter shows it."""

    async def energy() -> Any:
        return await newcomer.page.evaluate(ENERGY) > 0

    async def shown() -> bool:
        return float(await newcomer.at("heard").locator("meter").get_attribute("value") or 0) > 0.3

    await until(energy)
    await until(shown)


async def is_heard(newcomer: Person) -> None:
    """The microphone gives sound: a browser sends keys in the stream of what is spoken (RFC 4733)."""

    async def shown() -> bool:
        return float(await newcomer.at("spoken").locator("meter").get_attribute("value") or 0) > 0.1

    await until(shown)


async def follows_the_hint(newcomer: Person, step: str) -> None:
    """Once the call is in a step, press what the page proposes."""
    await expect(newcomer.at("now")).to_contain_text(step)
    await newcomer.at("hint-keys").click()


async def speaks(newcomer: Person) -> None:
    """Be recorded for a while, by the call's own clock."""
    await expect(newcomer.at("awaits")).to_have_text("正在录音")
    clock = newcomer.page.locator("[data-test=call-state] + time")
    begun = _seconds(await clock.inner_text())

    async def long_enough() -> bool:
        return _seconds(await clock.inner_text()) - begun >= SPOKEN_SECONDS

    await until(long_enough)
    await newcomer.at("hint-keys").click()


def _seconds(clock: str) -> int:
    minutes, seconds = clock.split(":")
    return int(minutes) * 60 + int(seconds)


async def test_a_report_from_the_page_is_heard_read_and_stored(served: Served, crowd: Crowd) -> None:
    """F1.2-F1.13: by keyboard and by what the page proposes; the caller's words arrive, the report is stored."""
    newcomer = await crowd.come("newcomer")
    await calls(newcomer, "112")
    await hears_the_hotline(newcomer)
    await is_heard(newcomer)
    await expect(newcomer.at("hint-keys")).to_contain_text(f"{SAMPLE}#")
    await newcomer.page.keyboard.type(f"{SAMPLE}#")
    await expect(newcomer.at("keyed")).to_have_text(f"{SAMPLE}#")
    await follows_the_hint(newcomer, "确认故障号码")
    await follows_the_hint(newcomer, "联系电话")
    await speaks(newcomer)
    for step in ("故障类别", "确认申告内容", "是否给查修员留言", "其它需要"):
        await follows_the_hint(newcomer, step)
    await is_at(newcomer, "over")
    says = newcomer.at("left-says")
    await expect(says).to_contain_text("已保存并确认")
    [report] = [row for row in served.rows("fault_reports") if row["line_number"] == SAMPLE]
    assert await says.get_attribute("data-report") == report["number"]
    assert report["confirmed"]
    told = await newcomer.at("transcript").locator("[data-test^=clause-]").all_inner_texts()
    assert list(dict.fromkeys(told)) == ALL_CLAUSES
    assert loudest(served.house.settings.folder / report["symptom_recording"]) > 1000, (
        "the microphone was heard"
    )
    await expect(newcomer.at("open-report")).to_have_attribute("href", f"/reports/{report['number']}")


def loudest(recording: Path) -> int:
    """The loudest sample, of 32,768."""
    with wave.open(str(recording)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
    return int(np.abs(samples.astype(np.int32)).max())


async def test_without_a_microphone_one_listens_and_keys(served: Served, crowd: Crowd) -> None:
    """A page that gets no microphone says so, sends silence, and everything else works."""
    newcomer = await crowd.come("newcomer")
    await newcomer.context.add_init_script(REFUSES_MICROPHONE)
    await calls(newcomer, "1000")
    await expect(newcomer.at("without-microphone")).to_contain_text("浏览器未获允许")
    await hears_the_hotline(newcomer)
    await expect(newcomer.at("awaits")).to_have_text("等待按键")
    await newcomer.at("key-9").click()
    await expect(newcomer.at("turn-caller").locator("p")).to_have_text("9")
    await expect(newcomer.at("transcript")).to_contain_text("You are now served in English.")
    await newcomer.at("hang-up").click()
    await is_at(newcomer, "over")
    await expect(newcomer.at("left-says")).to_have_text("没有产生申告。")


async def test_the_sign_in_page_leads_to_it(served: Served, crowd: Crowd) -> None:
    """Whoever has no account finds the page."""
    newcomer = await crowd.come("newcomer")
    await newcomer.opens("/")
    await newcomer.at("to-call-page").click()
    await expect(newcomer.at("dial-112")).to_be_visible()
