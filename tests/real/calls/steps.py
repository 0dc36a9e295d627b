"""Steps that calls have in common, each as a caller takes them, and what the service has stored of a call.

Keys are pressed as soon as a prompt is recognised: a key cuts it short and counts (F1.2).
"""

import asyncio
import os
import sys
from typing import Any

import numpy as np

from testcalls.handset import Handset
from tests.real.house import House
from tests.real.served import Served, environment
from tests.real.sipp import SippCaller
from tests.waiting import until

STORED_SECONDS = 30.0
AWAY = "Local/s@end/n"
"""An agent of no telephone: signed in and paused, so that callers wait in the queue and nobody answers."""


def speech(seconds: float = 3.0) -> np.ndarray:
    """Somebody's words (8 kHz) that sound like nothing in the catalogue."""
    t = np.arange(int(seconds * 8000)) / 8000
    swell = np.sin(2 * np.pi * 3 * t) ** 2
    return (9000 * swell * np.sin(2 * np.pi * (300 + 200 * t) * t)).astype(np.int16)


async def key_number(phone: Handset, number: str, *, language: str = "") -> None:
    """F1.2: key the line number at V1, hear it read back to the end, and confirm."""
    await phone.hears("V1", language=language)
    await phone.press(f"{number}#")
    await phone.hears("V2", language=language)
    await phone.hears(number, language=language)
    await phone.hears("V2_confirm", language=language)
    await phone.press("1")


async def key_number_at_once(phone: Handset, number: str, *, language: str = "") -> None:
    """The same by a caller in a hurry, who confirms as soon as V2 begins."""
    await phone.hears("V1", language=language)
    await phone.press(f"{number}#")
    await phone.hears("V2", language=language)
    await phone.press("1")


async def tell_details(phone: Handset, *, kind: str = "#") -> str:
    """F1.9: the calling number as contact, spoken words, and a class key; the id of the words when played back."""
    await phone.hears("V5", within=30)
    await phone.press("#")
    await phone.hears("beep")
    spoken = await phone.speak(speech())
    await phone.press("#")
    await phone.hears("V5_class")
    await phone.press(kind)
    return spoken


async def report_fault(phone: Handset, number: str) -> None:
    """A whole first report by a caller who knows the way, from V1 to goodbye (F1.2-F1.13)."""
    await key_number_at_once(phone, number)
    await phone.hears("testing")
    await phone.press("#")  # typed ahead: the calling number is the contact number
    await phone.hears("V5_symptom")
    await phone.press("#")
    await phone.hears("beep")
    await phone.speak(speech(1.5))
    await phone.press("#")
    await phone.hears("V5_class")
    await phone.press("#")
    await phone.hears("V6")
    await phone.press("1")
    await phone.hears("report_number")
    await phone.press("2")
    await phone.hears("V11")
    await phone.press("2")
    await phone.hears("goodbye")
    await phone.ended()


async def visits(served: Served, phone: SippCaller, count: int = 1) -> list[Any]:
    """The call's visits in their order, once so many have ended."""

    async def ended() -> list[Any]:
        rows = sorted(served.of_call("visits", phone.number), key=lambda row: row["n"])
        return rows if len([row for row in rows if row["ended_at"]]) >= count else []

    return await until(ended, seconds=STORED_SECONDS)


async def visit(served: Served, phone: SippCaller) -> Any:
    """The only visit of a call, once it has ended."""
    (found,) = await visits(served, phone)
    return found


async def reports(served: Served, phone: SippCaller, count: int = 1) -> list[Any]:
    """The fault reports that a call has left, once there are so many."""

    async def stored() -> list[Any]:
        rows = served.of_call("fault_reports", phone.number)
        return rows if len(rows) >= count else []

    return await until(stored, seconds=STORED_SECONDS)


async def faultline(served: Served, *words: str) -> None:
    """What the field side types: `faultline …` on the house's data."""
    environ = {**os.environ, **environment(served.house)}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "faultline", *words, env=environ)
    assert await process.wait() == 0


class Away:
    """An agent who is signed in to a queue and away from the desk: `async with Away(house): …`."""

    def __init__(self, house: House, queue: str = "junior") -> None:
        self._rx, self._queue = house.asterisk.rx, queue

    async def __aenter__(self) -> None:
        await asyncio.to_thread(self._rx, f"queue add member {AWAY} to {self._queue}")
        await asyncio.to_thread(self._rx, f"queue pause member {AWAY} queue {self._queue}")

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._rx, f"queue remove member {AWAY} from {self._queue}")
