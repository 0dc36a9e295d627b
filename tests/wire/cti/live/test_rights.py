"""Rights that change while a desktop is connected close it, and it alone (S13)."""

import asyncio

from cti.people.permissions import Role
from tests.wire.cti.live.stage import Stage, beat


async def test_a_demoted_supervisor_is_closed_and_comes_back_without_the_board(stage: Stage) -> None:
    supervisor = await stage.hire("chief", "shift_supervisor")
    await stage.rights.look()
    async with stage.desktop(supervisor) as desktop:
        await desktop.next("full")
        stream, last = desktop.welcome["stream"], desktop.last
        await stage.change("chief", roles=frozenset({Role.SURVEYOR}))
        await stage.rights.look()
        stage.floor.call()
        stage.room.news.refresh()
        assert await desktop.closed() == 4403
    again = await stage.person("chief")
    async with stage.desktop(again, stream=stream, last=last) as desktop:
        assert desktop.welcome["resumed"] is False
        assert "board" not in desktop.welcome["topics"]
        assert (await desktop.next())["board"] is None


async def test_signing_out_closes_this_session_alone(stage: Stage) -> None:
    one = await stage.hire("one", "junior_agent", "8001")
    other = await stage.person("one")
    await stage.rights.look()
    async with stage.desktop(one) as here, stage.desktop(other) as there:
        await here.next("full")
        await there.next("full")
        await stage.people.sign_out(one)
        await stage.rights.look()
        assert await here.closed() == 4403
        await there.say(type="full_please")
        await there.next("full")


async def test_what_no_audit_row_tells_is_found_by_routine(quick: Stage) -> None:
    """A session that ended by itself, or behind our back."""
    one = await quick.hire("one", "junior_agent", "8001")
    async with quick.desktop(one) as desktop:
        await desktop.next("full")
        await quick.people.store.write(
            lambda connection: connection.exec_driver_sql("DELETE FROM sessions").rowcount
        )
        beating = asyncio.create_task(beat(desktop))
        assert await desktop.closed() == 4403
        beating.cancel()
