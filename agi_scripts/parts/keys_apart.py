"""Entries that are no number, ended by `#` or not: kept apart with the call, as keys that nobody has taken (F1.14)."""

from collections.abc import Awaitable, Callable

from desk.call_desk import CallDesk
from ivr import dialplan_variables as dv
from ivr.line import Line


def keeps_apart(line: Line, desk: CallDesk) -> Callable[[str], Awaitable[None]]:
    """What `ask` is to do with an entry that it refuses."""

    async def keep(entry: str) -> None:
        before = ""
        try:
            before = await line.get(dv.KEYS_LEFT)
        finally:
            desk.keys_left(before + entry)  # also when the caller has left just now
        await line.set(dv.KEYS_LEFT, before + entry)  # the dialplan adds those of an entry that is broken off

    return keep
