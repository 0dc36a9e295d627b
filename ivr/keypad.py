"""Keys that came before they were asked for, so that what a caller types ahead is never lost (F1.2).

A key that cuts a prompt short is the first key of the next entry; this value holds such keys between two
entries.
"""

from collections.abc import Awaitable, Callable

from ivr.line import Entry, Keys


class TypedAhead:
    """What was typed before it was asked for."""

    __slots__ = ("_late_end", "waiting")

    def __init__(self) -> None:
        self.waiting = ""
        """Keys for the next entry, oldest first."""
        self._late_end = ""

    def add(self, keys: str) -> None:
        """Keep keys that cut a prompt short."""
        self.waiting += keys

    def forget(self) -> None:
        """Drop everything: a recording begins, the keys were not meant for what follows it."""
        self.waiting = ""
        self._late_end = ""

    async def read(self, keys: Keys, entry: Callable[[str], Awaitable[Entry]]) -> Entry:
        """The next entry, from waiting keys or by `entry(typed so far)`, which says the prompt if none."""
        if complete := self._complete(keys):
            return self._ended(complete, keys)
        begun, self.waiting = self.waiting, ""
        found = await entry(begun)
        if self._late_end and self._late_end == found.digits + (keys.end if found.ended == "end" else ""):
            found = await entry("")
        return self._ended(found, keys)

    def _complete(self, keys: Keys) -> Entry | None:
        """An entry that the waiting keys complete; what goes beyond it stays."""
        if self._late_end and self.waiting:
            self.waiting = self.waiting.removeprefix(self._late_end)
            self._late_end = ""
        end = self.waiting.find(keys.end) if keys.end else -1
        if 0 <= end < keys.max_digits:
            entry = Entry(self.waiting[:end], "end")
            self.waiting = self.waiting[end + 1 :]
            return entry
        if len(self.waiting) >= keys.max_digits:
            entry = Entry(self.waiting[: keys.max_digits], "full")
            self.waiting = self.waiting[keys.max_digits :]
            return entry
        return None

    def _ended(self, entry: Entry, keys: Keys) -> Entry:
        """After a full entry the caller may still press its end key: it means nothing more."""
        self._late_end = keys.end if entry.ended == "full" and keys.max_digits > 1 else ""
        return entry
