"""How a dialog ended and where the dialplan takes the caller next."""

from dataclasses import dataclass
from enum import StrEnum


class Next(StrEnum):
    """The value of `IVR_NEXT`: the dialplan's next stop for the caller (asterisk_conf/extensions.conf)."""

    HOTLINE = "hotline"
    FAULT_REPORT = "fault_report"
    TECHNICIAN_MESSAGE = "technician_message"
    AGENT = "agent"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict of one dialog.

    `result` is stored for statistics (F1.14), `reason` says why in a few fixed words, `queue` names the
    agents' queue when `next` is AGENT (empty: the dialplan's default for the caller's language).
    """

    result: str
    next: Next
    reason: str = ""
    queue: str = ""


def to_agent(reason: str, *, result: str = "to_agent", queue: str = "") -> Outcome:
    """End the dialog; the caller goes to an agent."""
    return Outcome(result, Next.AGENT, reason, queue)


def to_hotline(result: str) -> Outcome:
    """End the dialog; the caller goes back to the hotline's menu."""
    return Outcome(result, Next.HOTLINE)


def goodbye(result: str, reason: str = "") -> Outcome:
    """End the dialog; the caller has heard goodbye and the call ends."""
    return Outcome(result, Next.GOODBYE, reason)
