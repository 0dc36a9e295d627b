"""How long wrong passwords lock a login or an address: pure, growing, never for ever (ASVS 5.0, V6.3.1).

A login that nobody has is locked just as one that somebody has, so a lock tells nothing. A try that falls into a lock
is not counted: hammering does not make the lock longer.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network


@dataclass(frozen=True, slots=True)
class LockRule:
    """`free` tries go without a lock; the next waits `first` seconds, each further one twice as long."""

    free: int
    first: float = 15.0
    longest: float = 900.0
    forgotten_after: float = 4 * 3600.0
    """Seconds without a wrong try after which all is forgotten."""


LOGIN_RULE = LockRule(free=5)
ADDRESS_RULE = LockRule(free=25)
"""Many people may sit behind one address."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries so far and the time of the last one."""

    failures: int
    failed_at: datetime


def locked_for(rule: LockRule, tries: Tries | None, now: datetime) -> float:
    """Seconds that the lock still lasts; 0: not locked. A clock that went back never makes it longer."""
    if tries is None or tries.failures < rule.free:
        return 0.0
    doubled = min(tries.failures - rule.free, 20)
    wait = min(rule.longest, rule.first * float(1 << doubled))
    passed = max(0.0, (now - tries.failed_at).total_seconds())
    return max(0.0, wait - passed)


def after_one_more(rule: LockRule, tries: Tries | None, now: datetime) -> Tries:
    """The tries with this one; old ones are forgotten."""
    if tries is None or now - tries.failed_at > timedelta(seconds=rule.forgotten_after):
        return Tries(1, now)
    return Tries(tries.failures + 1, now)


def login_subject(login: str) -> str:
    """What a login is counted under: a hash, because people type passwords into the wrong field."""
    return hashlib.sha256(f"login {login}".encode()).hexdigest()


def address_subject(address: str) -> str:
    """What an address is counted under; of IPv6 its /64, which is one customer's."""
    try:
        place = ip_address(address)
    except ValueError:
        return hashlib.sha256(f"address {address}".encode()).hexdigest()
    if isinstance(place, IPv6Address):
        return hashlib.sha256(str(ip_network((place, 64), strict=False)).encode()).hexdigest()
    return hashlib.sha256(f"address {place}".encode()).hexdigest()
