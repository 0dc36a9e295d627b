"""The call page's telephone: its name in Asterisk, and what a page needs to place a call with it."""

from dataclasses import dataclass, field

from cti.http.phone_rules import PhoneRules

ENDPOINT = "call-page"
"""Of asterisk_conf/pjsip.conf's [call-page-template]."""


@dataclass(frozen=True, slots=True)
class CallPageRules:
    """`asked_for`: operations said that the page is on; without that it is there for loopback alone.

    `ha1`: digest of the telephone (RFC 2617); it opens nothing but calls to the hotline's numbers.
    """

    on: bool = False
    asked_for: bool = False
    ha1: str = field(default="", repr=False)
    phone: PhoneRules = field(default_factory=PhoneRules)
    numbers: tuple[str, ...] = ("112", "1000")
