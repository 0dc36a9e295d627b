"""A machine that holds the ear up: what came in meanwhile is heard, however late, and what did not come is missed."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from testcalls import handset
from testcalls.g711 import Samples
from testcalls.handset import Handset, NotHeard
from testcalls.media import Media
from testcalls.repertoire import Repertoire
from tests.unit.testcalls.sounds import prompt, voice
from tests.waiting import until

WITHIN = 1.5
SOUND = voice(60, 1.0)


class Listener(Handset):
    """A handset whose call is up as soon as it is entered; somebody speaks at the other end."""

    def __init__(self) -> None:
        super().__init__(Repertoire([prompt("V1", SOUND), prompt("V9", voice(61))]))
        self._far = Media()

    async def __aenter__(self) -> "Listener":
        ours, theirs = await self.media.listen("127.0.0.1"), await self._far.listen("127.0.0.1")
        self.media.talk_to(theirs)
        self._far.talk_to(ours)
        self._start_listening()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stop()
        self._far.close()

    async def told_by_far(self, samples: Samples) -> None:
        """The other end says something."""
        await self._far.speak(samples)


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    """In a call."""
    async with Listener() as one:
        yield one


@pytest.fixture
def held_up() -> Iterator[Callable[[], None]]:
    """Every ear of this process does something else until what is given is called."""
    go_on = threading.Event()
    for _ in range(2):
        handset._EARS.submit(go_on.wait)
    yield go_on.set
    go_on.set()


async def test_what_came_in_time_is_heard_after_the_time(
    listener: Listener, held_up: Callable[[], None]
) -> None:
    """The prompt comes at once; the ear gets to it when the time it was to come within is long over."""
    waits = asyncio.create_task(listener.hears("V1", within=WITHIN))
    await listener.told_by_far(SOUND)
    assert not waits.done()

    async def too_late() -> bool:
        return listener.media.now > 2 * WITHIN

    await until(too_late)
    held_up()
    assert (await waits).at_seconds < WITHIN


async def test_what_did_not_come_is_missed(listener: Listener, held_up: Callable[[], None]) -> None:
    waits = asyncio.create_task(listener.hears("V9", within=WITHIN))
    await listener.told_by_far(SOUND)
    held_up()
    with pytest.raises(NotHeard, match=r"1\.5 s have passed; heard .*V1"):
        await waits
