"""The service was started again: durations go on over it, also where the machine itself began anew (R18)."""

from cti.floor.changes import Change
from cti.floor.events import ServiceStarted
from cti.floor.state import Floor


def service_started(floor: Floor, event: ServiceStarted) -> list[Change]:
    """The clock that never steps begins at 0 with the machine: what it told before is carried over."""
    began_anew = event.machine != floor.machine or event.mono < floor.mono
    if floor.at and began_anew:
        _shift(floor, event.mono - floor.mono - max(0.0, event.at - floor.at))
        floor.at, floor.mono = event.at, event.mono
    floor.machine = event.machine
    return []


def _shift(floor: Floor, by: float) -> None:
    for leg in floor.legs.values():
        leg.since += by
    for agent in floor.agents.values():
        agent.since += by
        agent.ready_since += by
    for offer in floor.offers.values():
        offer.made += by
        offer.until += by
    for transfer in floor.transfers.values():
        transfer.began += by
    for call in floor.calls.values():
        call.began += by
        call.stage_since += by
        call.queued_since = None if call.queued_since is None else call.queued_since + by
        call.talked_since = None if call.talked_since is None else call.talked_since + by
        call.recording_pauses = [(since + by, until + by) for since, until in call.recording_pauses]
        call.recording_paused = None if call.recording_paused is None else call.recording_paused + by
        call.refused_by = {agent: when + by for agent, when in call.refused_by.items()}
