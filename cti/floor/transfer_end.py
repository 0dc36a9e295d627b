"""The end of a transfer: its time is what K3 is measured by (answered within 15 s of the agent's transfer)."""

from cti.floor.changes import Change, TransferEnded
from cti.floor.events import FloorEvent
from cti.floor.state import Call, Floor


def end_transfer(floor: Floor, call: Call, result: str, event: FloorEvent) -> list[Change]:
    """End the transfer that is under way, if there is one."""
    transfer = floor.transfers.pop(call.transfer, None)
    call.transfer = ""
    if transfer is None:
        return []
    lasted = max(0.0, event.mono - transfer.began)
    return [TransferEnded(transfer=transfer.id, call=call.id, to=transfer.to, result=result, lasted=lasted)]
