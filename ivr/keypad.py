"""Keys that came before they were asked for, so that what a caller types ahead is never lost (F1.2).

A key that cuts a prompt short is the first key of the next entry; this value holds such keys between two
entries.
"""

from ivr.line import Entry, Keys


class TypedAhead:
    """The keys waiting for the next entry, oldest first."""

    __slots__ = ("_late_end", "waiting")

    def __init__(self) -> None:
        self.waiting = ""
        self._late_end = ""

    def add(self, keys: str) -> None:
        """Keep keys that cut a prompt short."""
        self.waiting += keys

    def forget(self) -> None:
        """Drop everything: a recording begins, the keys were not meant for what follows it."""
        self.waiting = ""
        self._late_end = ""

    def take(self, keys: Keys) -> Entry | None:
        """An entry that the waiting keys already complete; what goes beyond it stays."""
        self._drop_late_end()
        end = self.waiting.find(keys.end) if keys.end else -1
        if 0 <= end <= keys.max_digits:
            entry = Entry(self.waiting[:end], "end")
            self.waiting = self.waiting[end + 1 :]
            return self.finished(entry, keys)
        if len(self.waiting) >= keys.max_digits:
            entry = Entry(self.waiting[: keys.max_digits], "full")
            self.waiting = self.waiting[keys.max_digits :]
            return self.finished(entry, keys)
        return None

    def begun(self) -> str:
        """The waiting keys as the beginning of an entry that is not complete yet; they wait no longer."""
        self._drop_late_end()
        begun, self.waiting = self.waiting, ""
        return begun

    def finished(self, entry: Entry, keys: Keys) -> Entry:
        """Note how an entry ended: after a full one the caller may still press the end key."""
        self._late_end = keys.end if entry.ended == "full" and keys.max_digits > 1 else ""
        return entry

    def is_late_end(self, digits: str) -> bool:
        """Whether these keys are nothing but the end key of the entry before, which was full without it."""
        late = bool(self._late_end) and digits == self._late_end
        self._late_end = ""
        return late

    def _drop_late_end(self) -> None:
        if self._late_end and self.waiting:
            self.waiting = self.waiting.removeprefix(self._late_end)
            self._late_end = ""
