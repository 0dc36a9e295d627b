"""Operations' knobs: changed in the site's own file, in force by `dialplan reload`, without a restart."""

import asyncio

from faultline.asterisk import knobs_followed
from tests.real.house import House


def shown(house: House, name: str) -> str:
    lines = house.asterisk.rx("dialplan show globals").splitlines()
    return next(line.partition("=")[2] for line in lines if line.strip().startswith(f"{name}="))


def test_a_knob_changed_in_the_site_file_holds_after_a_dialplan_reload(house: House) -> None:
    """Issue 2, section 2: knobs in [globals] as in the design; a reload is enough."""
    assert shown(house, "MAX_TRIES") == "3"
    with house.knobs(MAX_TRIES=1, DEFAULT_LANGUAGE="en"):
        assert shown(house, "MAX_TRIES") == "1"
        assert shown(house, "DEFAULT_LANGUAGE") == "en"
        assert shown(house, "ENTRY_SECONDS") == "10"
    assert shown(house, "MAX_TRIES") == "3"


def test_the_queues_follow_their_knobs(house: House) -> None:
    """F2.1: the interval of the question is a knob of the dialplan although app_queue keeps it elsewhere."""
    generated = house.asterisk.places.generated / "queues.conf"
    with house.knobs(OVERFLOW_SECONDS=4, RING_SECONDS=7, WRAPUP_SECONDS=0):
        text = generated.read_text()
        assert "periodic-announce-frequency = 4\n" in text
        assert "timeout = 7\n" in text
        assert "wrapuptime = 0\n" in text
    assert "periodic-announce-frequency = 15\n" in generated.read_text()


async def test_the_service_carries_a_reloaded_knob_over_to_the_queues(house: House) -> None:
    """F2.1: operations type `dialplan reload` and nothing else."""
    generated = house.asterisk.places.generated / "queues.conf"
    site = house.asterisk.places.site / "extensions.conf"
    before = site.read_text()
    async with knobs_followed(house.asterisk):
        site.write_text("[globals](+)\nOVERFLOW_SECONDS = 6\n")
        await asyncio.to_thread(house.asterisk.rx, "dialplan reload")
        await house.until(lambda: "periodic-announce-frequency = 6\n" in generated.read_text())
        site.write_text(before)
        await asyncio.to_thread(house.asterisk.rx, "dialplan reload")
        await house.until(lambda: "periodic-announce-frequency = 15\n" in generated.read_text())
