"""Everything around a conversation that agents reach over HTTP, put together: notes, customers, phrases, figures."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter

from cti.api import call_records, code_lists, customers, phrases
from cti.api.conversations import conversations_router
from cti.api.figures import figures_router
from cti.routing.queues import Queues
from cti.steering.live_floor import LiveFloor
from desk.call_log import CallLog


def conversation_routers(
    live: LiveFloor, call_log: CallLog, zone: ZoneInfo, queues: Queues
) -> tuple[APIRouter, ...]:
    """The routes. `zone`: the site's."""
    return (
        conversations_router(live, call_log),
        code_lists.router,
        customers.router,
        call_records.router,
        phrases.router,
        figures_router(zone, queues),
    )
