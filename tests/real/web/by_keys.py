"""A person who has no mouse: keys, and the way of the focus from field to field."""

from playwright.async_api import Locator, expect

from tests.real.web.person import Person

FARTHEST = 25
"""Presses of Tab from a form's first field to its last, with room to spare."""


async def press(person: Person, *keys: str) -> None:
    """Keys of the keyboard, as KeyboardEvent.key names them."""
    for key in keys:
        await person.page.keyboard.press(key)


async def tabs_to(person: Person, wanted: Locator) -> None:
    """Press Tab until `wanted` (or what it holds) has the focus. Raises AssertionError when it is not on the way."""
    for _ in range(FARTHEST):
        if await wanted.evaluate("(one) => one.contains(document.activeElement)"):
            return
        await person.page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} was not reached by Tab")


async def has_focus(wanted: Locator) -> None:
    """Wait until `wanted`, or what it holds, has the focus."""
    await expect(
        wanted.locator("visible=true").and_(wanted.page.locator(":focus, :focus-within"))
    ).to_have_count(1)
