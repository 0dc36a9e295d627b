"""What everything that people do to calls is done with: the floor, the link and the router's view."""

from dataclasses import dataclass

from cti.ami.actions import AmiAction
from cti.ami.link import AmiLink
from cti.routing.board import Board
from cti.steering.live_floor import LiveFloor
from cti.steering.once import once


@dataclass(frozen=True, slots=True)
class Tools:
    """One set a node."""

    live: LiveFloor
    link: AmiLink
    board: Board

    async def send(self, *actions: AmiAction) -> bool:
        """Send actions in their order, each once; False as soon as Asterisk did not confirm one."""
        for action in actions:
            if not await once(self.link, action):
                return False
        return True
