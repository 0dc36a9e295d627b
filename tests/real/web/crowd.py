"""The people of a test, each in a browser context of their own; those who speak apart have a Chromium each."""

import os
import signal
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Playwright

from faultline.toolbox.chromium import find_chromium, flags
from tests.real.web.ears import KEEP_CONNECTIONS
from tests.real.web.person import Person
from tests.real.web.voices import write_voice
from tests.waiting import until

SIZE = {"width": 1366, "height": 768}


class Crowd:
    """Starts a Chromium for each voice when it is first needed; `close` ends them all."""

    def __init__(self, playwright: Playwright, folder: Path, origin: str) -> None:
        self._playwright, self._folder, self._origin = playwright, folder, origin
        self._browsers: dict[float, Browser] = {}
        self.people: list[Person] = []

    async def come(self, login: str, *, pitch: float = 440.0, language: str = "zh-CN") -> Person:
        """Somebody opens a browser whose microphone beeps at `pitch` Hz."""
        context = await (await self.browser(pitch)).new_context(
            viewport={"width": SIZE["width"], "height": SIZE["height"]},
            locale=language,
            permissions=["microphone"],
        )
        return await self.back(login, context)

    async def back(self, login: str, context: BrowserContext) -> Person:
        """Somebody opens a page in a context that is there."""
        await context.add_init_script(KEEP_CONNECTIONS)
        context.set_default_timeout(15_000)
        person = Person(context, await context.new_page(), self._origin, login)
        self.people.append(person)
        return person

    async def browser(self, pitch: float) -> Browser:
        """The Chromium of a voice."""
        if pitch not in self._browsers or not self._browsers[pitch].is_connected():
            voice = write_voice(self._folder / f"{pitch:g}.wav", pitch)
            self._browsers[pitch] = await self._playwright.chromium.launch(
                executable_path=str(find_chromium()), args=flags(voice)
            )
        return self._browsers[pitch]

    async def kill(self, pitch: float) -> None:
        """Pull the plug of a voice's Chromium: kill -9, with everybody who sits at it."""
        _kill_whoever_uses(self._folder / f"{pitch:g}.wav")
        browser = self._browsers.pop(pitch)

        async def gone() -> bool:
            return not browser.is_connected()

        await until(gone)

    async def leave(self) -> list[str]:
        """Everybody closes the browser; what went wrong in any page."""
        complaints = [line for person in self.people for line in person.unforgiven()]
        for person in self.people:
            if person.context.browser and person.context.browser.is_connected():
                await person.context.close()
        self.people.clear()
        return complaints

    async def close(self) -> None:
        """End every Chromium."""
        for browser in self._browsers.values():
            await browser.close()


def _kill_whoever_uses(voice: Path) -> None:
    wanted = f"--use-file-for-fake-audio-capture={voice}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        words = _words(process)
        if wanted in words and not any(word.startswith(b"--type=") for word in words):
            os.kill(int(process.name), signal.SIGKILL)


def _words(process: Path) -> list[bytes]:
    """The command line of a process; empty when it has gone."""
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
