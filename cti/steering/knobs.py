"""Operations' knobs of the dialplan that the service goes by, read from Asterisk itself so that both agree."""

import asyncio
import contextlib

from cti.ami.actions import Getvar
from cti.ami.errors import AmiError
from cti.ami.link import AmiLink

READ_EVERY = 5.0
"""Seconds; a changed knob takes effect after so long at most."""

LIMITS = {"RING_SECONDS": (1, 3600, 20), "WRAPUP_SECONDS": (0, 3600, 10)}
"""Name → least, most, default."""


class Knobs:
    """Seconds. Defaults until Asterisk was asked."""

    def __init__(self) -> None:
        self.ring_seconds = 20.0
        self.wrapup_seconds = 10.0

    def take(self, name: str, value: str) -> None:
        """A knob's value as Asterisk has it; what is no number in its range counts as the default."""
        least, most, default = LIMITS[name]
        number = int(value) if value.isascii() and value.isdigit() else default
        setattr(self, name.lower(), float(number if least <= number <= most else default))

    async def read(self, link: AmiLink) -> None:
        """Ask Asterisk. Raises AmiError."""
        for name in LIMITS:
            answer = await link.actions.act(Getvar(name))
            self.take(name, str(answer.value).strip())

    async def run(self, link: AmiLink) -> None:
        """Keep up with Asterisk until cancelled."""
        while True:
            await link.actions.ready.wait()
            with contextlib.suppress(AmiError):
                await self.read(link)
            await asyncio.sleep(READ_EVERY)
