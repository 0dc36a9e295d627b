"""Desktops that go: silent ones, pages that are closed or loaded anew, and what the floor makes of it (R15)."""

import asyncio
from pathlib import Path

from cti.floor import events as e
from tests.waiting import until
from tests.wire.cti.live.stage import Stage, beat, opened


async def test_beats_go_both_ways(quick: Stage) -> None:
    agent = await quick.hire("one", "junior_agent", "8001")
    async with quick.desktop(agent) as desktop:
        beating = asyncio.create_task(beat(desktop))
        for _ in range(8):  # well past the limit of silence
            assert await desktop.next("beat") == {"type": "beat"}
        beating.cancel()


async def test_a_silent_desktop_is_gone_and_the_supervisor_sees_it(quick: Stage) -> None:
    agent = await quick.hire("one", "junior_agent", "8001")
    async with quick.desktop(agent) as desktop:
        assert quick.floor.floor.agents["8001"].desktop
        assert await desktop.closed() == 4408

    async def gone() -> bool:
        return not quick.floor.floor.agents["8001"].desktop

    await until(gone, seconds=5)
    assert quick.floor.floor.agents["8001"].state == "paused", "never offered a call that nobody would see"


async def test_a_browser_that_vanishes_while_talking_leaves_the_call(stage: Stage) -> None:
    agent = await stage.hire("one", "junior_agent", "8001")
    async with stage.desktop(agent) as desktop:
        stage.floor.call()
        stage.floor.offer()
        stage.floor.answer()
        desktop.socket.transport.abort()

        async def gone() -> bool:
            return not stage.floor.floor.agents["8001"].desktop

        await until(gone, seconds=5)
    assert stage.floor.floor.agents["8001"].state == "talking"
    assert stage.floor.floor.calls["c1"].stage == "talking"
    stage.floor.hang_up("c1", "o1-leg")
    assert stage.floor.floor.agents["8001"].state != "ready", "never silently ready again"


async def test_a_page_that_is_loaded_anew_is_not_gone(tmp_path: Path) -> None:
    async with opened(tmp_path, grace=30.0) as stage:
        agent = await stage.hire("one", "junior_agent", "8001")
        for _ in range(3):
            async with stage.desktop(agent) as desktop:
                await desktop.next("full")
    seen = [event.present for event in stage.floor.log if isinstance(event, e.DesktopSeen)]
    assert seen == [True]
