"""Everything of the live floor that people reach over HTTP, put together for one node."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter

from cti.ami.link import AmiLink
from cti.api.agents import agents_router
from cti.api.callbacks import callbacks_router
from cti.api.calls import calls_router
from cti.api.desk_rules import desk_rules_router
from cti.api.floor import floor_router
from cti.api.listening import listening_router
from cti.api.queues import queues_router
from cti.api.transfer_targets import transfer_targets_router
from cti.live.listen_news import ListenNews
from cti.live.live_room import LiveRoom
from cti.people.people import People
from cti.reading.discrepancies import Discrepancy
from cti.steering.listen_rights import ListenRights
from cti.steering.listening import Listening
from cti.steering.live_floor import LiveFloor
from cti.steering.steering import Steering
from cti.steering.stray_listeners import StrayListeners
from cti.steering.tools import Tools
from cti.steering.waiting_callers import WaitingCallers


class FloorApi:
    """`routers` go into the API; `close` ends what listens in, `stray_listeners` what an earlier start left behind.

    `spare_superiors`: nobody listens to those above them; `tell_agents`: an agent's desktop shows that somebody does.
    """

    def __init__(
        self,
        live: LiveFloor,
        link: AmiLink,
        steering: Steering,
        room: LiveRoom,
        people: People,
        discrepancies: Callable[[], Sequence[Discrepancy]],
        *,
        spare_superiors: bool = True,
        tell_agents: bool = False,
    ) -> None:
        rights = ListenRights(people, spare_superiors=spare_superiors)
        news = ListenNews(room.hub, tell_agents=tell_agents)
        self.listening = Listening(live, link, people, rights, news.tell)
        live.subscribe(self.listening.note)
        self.stray_listeners = StrayListeners(live, link, people, self.listening)
        waiting = WaitingCallers(Tools(live, link, steering.board))
        self.routers: tuple[APIRouter, ...] = (
            room.router,
            agents_router(live),
            queues_router(live, room.news, steering, waiting),
            calls_router(live, steering),
            callbacks_router(live),
            desk_rules_router(steering),
            transfer_targets_router(live, steering.board.queues),
            floor_router(room.news, discrepancies),
            listening_router(self.listening),
        )

    def close(self) -> None:
        """Follow no listen-in any more; each ends with the leg that it listens to."""
        self.listening.cancel()
