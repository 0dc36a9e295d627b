"""Who talked with whom just now: agents may note something before the journal's facts have reached the database."""

from collections import OrderedDict
from collections.abc import Sequence

from cti.floor.changes import CallAnswered, Change
from cti.floor.events import FloorEvent

REMEMBERED = 5_000


class RecentTalks:
    """Subscribe `note` to the floor; `(call, agent) in talks`."""

    def __init__(self) -> None:
        self._talks: OrderedDict[tuple[str, str], None] = OrderedDict()

    def __contains__(self, talk: tuple[str, str]) -> bool:
        return talk in self._talks

    def note(self, _: FloorEvent, changes: Sequence[Change]) -> None:
        """Something happened on the floor."""
        for change in changes:
            if isinstance(change, CallAnswered):
                self._talks[change.call, change.agent] = None
                if len(self._talks) > REMEMBERED:
                    self._talks.popitem(last=False)
