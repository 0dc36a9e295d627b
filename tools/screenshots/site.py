"""A made-up site to take pictures of: its exchanges, lines, works and people."""

from zoneinfo import ZoneInfo

from cti.people.drafts import UserDraft
from cti.people.issuing import add_user
from cti.people.people import CLI
from cti.people.permissions import Role
from cti.routing.holidays import Holiday
from cti.site.kept_holidays import keep_calendar
from desk.database import schema
from desk.database.database import Database
from desk.imports.importing import import_file
from desk.imports.sheets import SHEETS
from faultline.staff import opened_people
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House
from tests.real.staff import PASSWORD
from tools.screenshots.history import remember

ROWS = {
    "exchanges": (
        "prefix,branch,test_centre\n"
        "5550,城北分局,城北测量中心\n5551,城南分局,城南测量中心\n5552,开发区分局,城南测量中心\n"
    ),
    "subscribers": (
        "line_number,owner,address,key_account\n"
        "55500101,样例甲,样例路 1 号,no\n55500102,样例乙,样例路 2 号 3 单元,no\n"
        "55500199,样例医院总机,样例大道 100 号,yes\n55510107,样例丙,虚构街 7 号,no\n"
        "55510120,样例小学,虚构街 20 号,yes\n55520033,样例超市,杜撰巷 33 号,no\n"
    ),
    "works": (
        "prefix,starts,ends,text_zh,text_en\n"
        "55519,2020-01-01,2099-01-01,城南分局更换配线架,City South: the distribution frame is being replaced\n"
        "55529,2020-01-01,2099-01-01,开发区光缆割接,Development zone: fibre cut-over\n"
    ),
}
FAULTY_ROWS = (
    "line_number,owner,address,key_account\n"
    "55500103,样例丁,样例路 3 号,no\n5550O104,样例戊,样例路 4 号,no\n"
    "55510108,样例己,虚构街 8 号,maybe\n55510109,样例庚,虚构街 9 号,no\n55510109,样例辛,虚构街 9 号,no\n"
)
"""A letter in a number, an answer that is neither yes nor no, a number twice."""
HOLIDAYS = tuple(
    Holiday.model_validate(day)
    for day in (
        *({"day": f"2026-10-0{day}", "name": "国庆节"} for day in range(1, 8)),
        {"day": "2026-10-10", "name": "国庆节调休上班", "hours": ["08:30-12:00", "13:00-17:30"]},
    )
)
SKILLS = {"junior": 1, "senior": 2}
AGENTS = {
    "wang": ("王样例", "8001", True),
    "li": ("李样例", "8002", False),
    "chen": ("陈样例", "8003", False),
    "zhao": ("赵样例", "8004", False),
}
"""Login: name, extension, whether the telephone is in the browser."""
OTHERS = {
    "head": ("周班长", Role.SHIFT_SUPERVISOR, "8009"),
    "admin": ("管理员样例", Role.ADMINISTRATOR, None),
}
"""Login: name, role, extension of a telephone in the browser."""


async def bring_in(house: House) -> None:
    """Everything that a site brings before its first call."""
    database = Database(house.settings.store_url)
    try:
        await schema.upgrade(database)
        for name, text in ROWS.items():
            file = house.settings.folder / f"{name}.csv"
            file.write_text(text, encoding="utf-8")
            await import_file(database, SHEETS[name], file, ZoneInfo("Asia/Shanghai"), bad=_bad)
        await remember(database)
        await _hire(house, database)
    finally:
        await database.close()


async def _hire(house: House, database: Database) -> None:
    drafts = [
        UserDraft(
            login=login,
            display_name=name,
            roles=frozenset({Role.JUNIOR_AGENT}),
            extension=extension,
            browser_phone=browser,
            team="早班",
            skills=SKILLS,
        )
        for login, (name, extension, browser) in AGENTS.items()
    ]
    drafts += [
        UserDraft(
            login=login,
            display_name=name,
            roles=frozenset({role}),
            extension=extension,
            browser_phone=extension is not None,
            team="早班",
        )
        for login, (name, role, extension) in OTHERS.items()
    ]
    async with opened_people(house.settings, database) as people:
        for draft in drafts:
            await add_user(people, people.act(CLI, "users.create"), draft, PASSWORD, AGENT_SECRET)
        now = people.store.now()
        await people.act(CLI, "holidays.change").write(
            lambda connection: keep_calendar(connection, HOLIDAYS, version=0, by=CLI, at=now)
        )


def _bad(row: object) -> None:
    raise ValueError(f"a sample row is refused: {row}")
