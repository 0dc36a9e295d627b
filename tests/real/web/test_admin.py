"""The administration in a real browser: people, hours, imports, prompts, each in force at once (H15, H16, S14)."""

import asyncio
import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import pytest_asyncio
import soundfile
from playwright.async_api import expect

from tests.real.served import Served
from tests.real.staff import hire
from tests.real.web.crowd import Crowd
from tests.real.web.person import Person
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

FAULTY = "line_number,owner,address,key_account\n55500101,样例甲,,yes\n55x,样例乙,,no\n"
MENDED = FAULTY.replace("55x", "55500102")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hired(served: Served) -> None:
    """Somebody who may do all of this."""
    await hire(served.house, "boss", "administrator", "operations")


@pytest_asyncio.fixture(loop_scope="module")
async def boss(hired: None, crowd: Crowd) -> Person:
    """The administrator, at the administration."""
    boss = await crowd.come("boss")
    await boss.signs_in("/admin/users")
    return boss


async def test_a_user_is_added_and_signs_in_with_the_password_shown_once(
    served: Served, crowd: Crowd, boss: Person
) -> None:
    """H16: the field that does not fit is named, what was typed stays; the new user comes in at once."""
    await boss.at("add-user").click()
    await boss.at("user-login").fill("New One")
    await boss.at("user-name").fill("样例新人")
    await boss.at("user-extension").fill("8101")
    await boss.at("user-roles").click()
    await boss.page.get_by_role("option", name="初级话务员").click()
    await boss.at("user-name").click()
    await boss.at("add-skill").click()
    await boss.at("user-save").click()
    await expect(boss.at("user-form").locator(".el-form-item__error")).to_have_text(re.compile("格式不对"))
    await boss.page.reload()
    await boss.at("add-user").click()
    await expect(boss.at("user-name")).to_have_value("样例新人")
    await boss.at("user-login").fill("new.one")
    await boss.at("user-save").click()
    password = await boss.at("issued-password").inner_text()
    await expect(boss.at("issued-telephone_password")).to_be_visible()
    await boss.at("issued-done").click()
    await expect(boss.at("users")).to_contain_text("new.one")
    await expect(boss.page.get_by_text(password)).to_have_count(0)
    new = await crowd.come("new.one", language="en-US")
    await new.opens("/me")
    await new.at("login").fill("new.one")
    await new.at("password").fill(password)
    await new.at("sign-in").click()
    await expect(new.at("person")).to_be_visible()
    await expect(new.at("nav-admin")).to_have_count(0)


async def test_hours_are_changed_once_and_asterisk_follows(
    served: Served, crowd: Crowd, boss: Person
) -> None:
    """H15: closed within seconds without a restart; who was slower is told so and loses nothing of the other's."""
    slow = await crowd.come("boss")
    await slow.signs_in("/admin/queues")
    await boss.opens("/admin/queues")
    for one in (boss, slow):
        await one.at("queue-english").click()
        await one.at("always").click()
        await expect(one.at("span-mon")).to_have_value("00:00-24:00")
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        await boss.at(f"span-{day}").fill("")
    await boss.at("span-mon").fill("8：30–8:31, later")
    await boss.at("span-tue").click()
    await expect(boss.at("week").get_by_role("alert")).to_have_count(1)
    await boss.at("span-mon").fill("8：30–8:31")
    await boss.at("queue-save").click()
    await expect(boss.at("queue-english")).to_contain_text("boss")
    await expect(boss.at("span-mon")).to_have_value("08:30-08:31")

    async def closed() -> bool:
        shown = await asyncio.to_thread(served.house.asterisk.rx, "dialplan show globals")
        return "QUEUE_english_STATE=closed" in shown

    await until(closed, seconds=15)
    slow.forgives("409")
    await slow.at("span-sun").fill("09:00-12:00")
    await slow.at("queue-save").click()
    await expect(slow.at("conflict")).to_be_visible()
    await slow.at("reload").click()
    await slow.at("queue-english").click()
    await expect(slow.at("span-mon")).to_have_value("08:30-08:31")
    await slow.at("queue-back").click()
    await slow.page.get_by_role("button", name="确定").click()
    await expect(slow.at("queue-english")).to_contain_text("默认")


async def test_a_holiday_of_the_site_closes_every_queue_that_keeps_them(served: Served, boss: Person) -> None:
    """H15: one calendar for all queues, in force without a restart; a queue may say otherwise."""
    today = datetime.now(ZoneInfo(served.house.settings.site_zone)).date().isoformat()
    await boss.opens("/admin/queues")
    await boss.at("queue-manager").click()
    await boss.at("site-holidays-hold").click()
    await boss.at("queue-save").click()
    await expect(boss.at("queue-manager")).to_contain_text("boss")
    await boss.at("site-holidays").click()
    await expect(boss.at("no-holidays")).to_be_visible()
    await boss.at("holiday-first").locator("input").fill(today)
    await boss.page.keyboard.press("Enter")
    await boss.at("holiday-name").fill("样例节")
    await boss.at("holiday-add").click()
    await boss.at("holidays-save").click()
    await expect(boss.at("site-holidays")).to_contain_text("1 天")
    await _states(served, senior="closed", manager="open")
    await boss.at(f"holiday-{today}").get_by_role("button", name="删除").click()
    await boss.at("holidays-save").click()
    await expect(boss.at("site-holidays")).to_contain_text("0 天")
    await _states(served, senior="open")


async def _states(served: Served, **wanted: str) -> None:
    """Wait until Asterisk has queues in these states; a queue without agents counts as open here."""

    async def there() -> bool:
        shown = await asyncio.to_thread(served.house.asterisk.rx, "dialplan show globals")
        closed = {name: f"QUEUE_{name}_STATE=closed" in shown for name in wanted}
        return all(closed[name] is (state == "closed") for name, state in wanted.items())

    await until(there, seconds=15)


async def test_a_reason_to_pause_is_offered_as_soon_as_it_is_kept(
    served: Served, crowd: Crowd, boss: Person
) -> None:
    """H16: an agent chooses from the site's own list, without a restart and without loading the page anew."""
    one = await crowd.come("one")
    await one.works()
    await one.at("pause").click()
    await expect(one.at("pause-training")).to_be_visible()
    await one.at("pause").click()
    await expect(one.at("pause-training")).to_be_hidden()
    await boss.opens("/admin/codes")
    await boss.at("list-pause_reason").click()
    await boss.at("new-code").fill("stretch")
    await boss.at("add-code").click()
    entry = boss.at("code-stretch")
    await entry.get_by_test_id("words-zh").fill("工间操")
    await entry.get_by_test_id("words-en").fill("Stretching")
    await entry.get_by_test_id("up").click()
    await boss.at("code-training").get_by_test_id("active").click()
    await boss.at("codes-save").click()
    await expect(boss.at("list-pause_reason")).to_contain_text("6 项可选")
    await one.at("pause").click()
    await expect(one.at("pause-training")).to_have_count(0)
    await one.at("pause-stretch").click()
    await one.is_in("paused")
    await expect(one.at("agent-state")).to_contain_text("工间操")


async def test_a_queue_of_the_sites_own_reaches_asterisks_parachute(served: Served, boss: Person) -> None:
    """R7, H16: served while the service is away, and nobody wrote a section by hand; the log says what differs."""
    await boss.opens("/admin/queues")
    await boss.at("new-queue").fill("night")
    await boss.at("new-queue").press("Enter")
    await boss.at("queue-title").fill("夜班")
    await boss.at("queue-save").click()
    await expect(boss.at("queue-night")).to_contain_text("boss")

    async def there() -> bool:
        shown = await asyncio.to_thread(served.house.asterisk.rx, "queue show night")
        return shown.startswith("night ")

    await until(there, seconds=15)
    await boss.opens("/admin/audit")
    await boss.at("audit-person").fill("boss")
    await boss.at("audit-search").click()
    entry = boss.at("audit").locator("tbody", has_text="queue night")
    await entry.get_by_test_id("audit-open").click()
    await expect(boss.at("audit-difference")).to_contain_text("夜班")


async def test_a_faulty_file_changes_nothing_and_the_mended_one_is_taken(
    served: Served, boss: Person
) -> None:
    """S14: row and column of each error; checked first, taken by a second word."""
    await boss.opens("/admin/imports")
    for text, state in (("a,b\n", "import-refused"), (FAULTY, "import-faulty"), (MENDED, "import-checked")):
        file = {"name": "机主.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")}
        await boss.at("import-file").set_input_files(file)
        await boss.at("import-check").click()
        await expect(boss.at(state)).to_be_visible()
    await expect(boss.at("import-reason")).to_have_text(re.compile("首行应有这些列名.*缺少"))
    row = boss.at("import-errors").locator("tbody tr")
    await expect(row).to_have_text(re.compile("3.*line_number.*3 至 20 位数字.*55x"))
    async with boss.page.expect_download() as saving:
        await boss.at("import-csv").click()
    listed = await (await saving.value).path()
    assert '"3","line_number","应为 3 至 20 位数字，实际是“55x”"' in listed.read_text("utf-8-sig")
    await boss.at("import-take").click()
    await expect(boss.at("import-done")).to_be_visible()


async def test_a_prompt_is_replaced_and_heard_by_the_next_call(served: Served, boss: Person) -> None:
    """Levelled and in force at once; who recorded it is shown, and the rendered voice comes back."""
    sound = served.house.settings.folder / "prompts" / "zh" / "V3.wav16"
    before = await asyncio.to_thread(sound.read_bytes)
    await boss.opens("/admin/prompts")
    await boss.at("prompt-search").fill("V3")
    await boss.at("prompt-zh-V3").click()
    form = boss.at("prompt-form")
    for name, content in (("notes.wav", b"no sound"), ("take.flac", _voice())):
        file = {"name": name, "mimeType": "audio/flac", "buffer": content}
        await boss.at("prompt-file").set_input_files(file)
        await boss.at("prompt-voice").fill("样例配音")
        await form.get_by_test_id("prompt-replace").click()
        shown = boss.at("trouble") if name == "notes.wav" else boss.at("prompt-history")
        await expect(shown).to_contain_text("需要可以读取的" if name == "notes.wav" else "样例配音")
    assert await asyncio.to_thread(sound.read_bytes) != before
    await boss.at("prompt-restore").click()
    await boss.page.get_by_role("button", name="确定").click()
    await expect(boss.at("prompt-history").locator("li")).to_have_count(2)
    assert await asyncio.to_thread(sound.read_bytes) == before


async def test_health_and_settings_are_shown(served: Served, boss: Person) -> None:
    """R12, H16: every part says how it is; where each setting comes from."""
    await boss.opens("/admin/health")
    await expect(boss.at("health-asterisk")).to_contain_text("正常")
    await expect(boss.at("health-prompts")).to_contain_text("齐全")
    await boss.opens("/admin/settings")
    await expect(boss.at("settings")).to_contain_text("FAULTLINE_HTTP_PORT")


def _voice() -> bytes:
    moments = np.arange(44100) / 44100
    stream = io.BytesIO()
    soundfile.write(stream, 0.1 * np.sin(2 * np.pi * 220 * moments), 44100, format="FLAC")
    return stream.getvalue()
