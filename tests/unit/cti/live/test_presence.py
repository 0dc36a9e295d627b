"""Who has a desktop (R15), and who may still come back with one after a start of the service (R7)."""

from cti.live.presence import Presence
from tests.waiting import until


class Told:
    """What was told, in order."""

    def __init__(self) -> None:
        self.all: list[tuple[str, bool]] = []

    def __call__(self, agent: str, present: bool) -> None:
        self.all.append((agent, present))

    async def is_now(self, *wanted: tuple[str, bool]) -> None:
        async def same() -> bool:
            return self.all == list(wanted)

        await until(same, seconds=5)


async def test_after_a_start_a_browser_has_time_for_its_next_try() -> None:
    """Its pauses are longest when the service was away for long; who was there all the time is not paused for it."""
    told = Told()
    presence = Presence(told, grace=0.0, to_return=600.0)
    presence.expect(["8001", "8002"])
    presence.come("8002")
    presence.go("8002")
    await told.is_now(("8002", False))
    presence.come("8001")
    assert told.all == [("8002", False)]


async def test_whoever_does_not_come_back_is_gone() -> None:
    told = Told()
    presence = Presence(told, grace=600.0, to_return=0.0)
    presence.expect(["8001"])
    await told.is_now(("8001", False))
    presence.come("8001")
    assert told.all == [("8001", False), ("8001", True)]
