"""R11: room on the disk, and recordings that do not grow, judged by a clock of the test's own."""

import asyncio
import logging
from pathlib import Path

import pytest

from desk.disk_watch import DiskWatch

ENDLESS = 10**18
"""More room than any disk has."""


class Time:
    """Monotonic seconds that go on when told."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


async def _looked(watch: DiskWatch) -> None:
    """Let it look once."""
    watch.start()
    async with asyncio.timeout(10):
        while not watch.free:  # noqa: ASYNC110 - polled with a deadline
            await asyncio.sleep(0.01)
    await watch.close()


@pytest.mark.parametrize(
    ("least", "alarm"),
    [
        pytest.param(0, False, id="enough"),
        pytest.param(ENDLESS, True, id="less than the site wants"),
    ],
)
async def test_too_little_room_is_an_alarm(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, least: int, alarm: bool
) -> None:
    watch = DiskWatch(tmp_path, least_free=least, now=Time())
    with caplog.at_level(logging.CRITICAL):
        await _looked(watch)
    assert bool(watch.alarm) is alarm
    assert bool(caplog.records) is alarm
    if alarm:
        assert watch.alarm.endswith(f"free in {tmp_path.name}")


async def test_a_recording_that_does_not_grow_is_counted_once(tmp_path: Path) -> None:
    """A caller whose network sends nothing; the house stays ready, and the recording is not called cut short."""
    time, take = Time(), tmp_path / "take.wav"
    watch = DiskWatch(tmp_path, least_free=0, now=time)
    watch.begun(take)
    take.write_bytes(bytes(44))
    await _looked(watch)
    for _ in range(3):
        time.seconds += 6.0
        watch.free = 0
        await _looked(watch)
    assert (watch.stalled, watch.alarm) == (1, "")
    assert not watch.finished(take)
    assert watch.truncated == 0


async def test_one_that_grows_is_not(tmp_path: Path) -> None:
    time, take = Time(), tmp_path / "take.wav"
    watch = DiskWatch(tmp_path, least_free=0, now=time)
    watch.begun(take)
    for seconds in range(1, 4):
        time.seconds += 6.0
        take.write_bytes(bytes(44 + 96_000 * seconds))
        watch.free = 0
        await _looked(watch)
    assert watch.stalled == 0
    assert not watch.finished(take)


def test_what_never_began_has_not_been_cut_short(tmp_path: Path) -> None:
    assert not DiskWatch(tmp_path, least_free=0, now=Time()).finished(tmp_path / "take.wav")
