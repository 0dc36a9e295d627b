"""What is wrong right now, told to desktops when it changes (R8: agents are told; R10, R11)."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from cti.live.hub import Hub
from cti.live.messages import Alarms, AlarmView
from cti.live.viewer import ALARMS, CAUSES

LOOK_SECONDS = 1.0

Source = Callable[[], Iterable[str]]
"""What is wrong with one part, in sentences without personal data; nothing: all is well."""


class AlarmWatch:
    """`sources`: name of a part → what asks it. Looks every second."""

    def __init__(self, hub: Hub, sources: Mapping[str, Source]) -> None:
        self._hub = hub
        self._sources = sources
        self._alarms: dict[tuple[str, str], AlarmView] = {}

    @property
    def alarms(self) -> list[AlarmView]:
        """Everything that is wrong, the oldest first."""
        return list(self._alarms.values())

    def told(self, *, causes: bool) -> list[AlarmView]:
        """As one is told: with what each part says of it, or once a part and no more."""
        if causes:
            return self.alarms
        parts: dict[str, AlarmView] = {}
        for alarm in self.alarms:
            parts.setdefault(alarm.alarm, AlarmView(alarm=alarm.alarm, text="", since=alarm.since))
        return list(parts.values())

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Ask all parts now."""
        found = [(part, text) for part, ask in self._sources.items() for text in ask()]
        if set(found) == set(self._alarms):
            return
        now = datetime.now(UTC)
        self._alarms = {
            key: self._alarms.get(key) or AlarmView(alarm=key[0], text=key[1], since=now) for key in found
        }
        for topic, causes in ((ALARMS, False), (CAUSES, True)):
            self._hub.tell(topic, Alarms(alarms=self.told(causes=causes)))
