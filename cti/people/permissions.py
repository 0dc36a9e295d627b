"""Roles of the specification and what each may do, in one table (H16, spec/README: who uses what).

The rights to listen to recordings, to export them and to administer are apart (PIPL, GB/T 35273). A skill, such as
English, is no role: it is a queue with a level at the user. docs/operations.md shows the same table; a test
compares them.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """Who works here; callers have no role."""

    JUNIOR_AGENT = "junior_agent"
    SENIOR_AGENT = "senior_agent"
    SURVEYOR = "surveyor"
    MANAGER_HOTLINE = "manager_hotline"
    RECORDS_CLERK = "records_clerk"
    STATISTICIAN = "statistician"
    INSPECTOR = "inspector"
    SHIFT_SUPERVISOR = "shift_supervisor"
    FIELD = "field"
    OPERATIONS = "operations"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing that a person may do. `own`: with the calls, pops and state of one's own alone."""

    TOKENS_OWN = "tokens:own"
    """Personal API tokens."""
    AGENT_OWN = "agent:own"
    """Sign in to queues, be ready, pause; get and acknowledge pops."""
    CALLS_OWN = "calls:own"
    """Hold, mute, transfer, three-way, keys, pause of the recording."""
    CALLS_DIAL = "calls:dial"
    """Call out to a customer by click."""
    FLOOR_READ = "floor:read"
    """Live calls, queues and agents of everybody: the wallboard."""
    FLOOR_STEER = "floor:steer"
    """Change other agents' state, move and end calls."""
    QUEUES_WRITE = "queues:write"
    """Working hours, holidays, duty numbers, announcements, weights."""
    SITE_READ = "site:read"
    """Exchanges, planned works, prompts as they are."""
    EXCHANGES_WRITE = "exchanges:write"
    WORKS_WRITE = "works:write"
    """Planned works: what callers of an exchange or a line are told, and when."""
    SUBSCRIBERS_IMPORT = "subscribers:import"
    PROMPTS_WRITE = "prompts:write"
    """Put studio recordings in the place of prompts."""
    CALLS_READ = "calls:read"
    """Records of past calls, of everybody."""
    LISTEN_IN = "listen_in:listen"
    WHISPER = "listen_in:whisper"
    BARGE_IN = "listen_in:barge"
    RECORDINGS_SEARCH = "recordings:search"
    RECORDINGS_LISTEN = "recordings:listen"
    RECORDINGS_EXPORT = "recordings:export"
    RECORDINGS_KEEP = "recordings:keep"
    """Legal hold, and deletion before the time."""
    RECORDINGS_AUDIT = "recordings:audit"
    """The list of missing, short, silent and orphaned recordings."""
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    REPORTS_READ = "reports:read"
    """Fault reports and their work orders."""
    REPORTS_WRITE = "reports:write"
    STATISTICS_READ = "statistics:read"
    QUALITY_WRITE = "quality:write"
    """Sample and score conversations."""
    HEALTH_READ = "health:read"
    """Discrepancies between floor and Asterisk, gaps, state of the nodes."""
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    AUDIT_READ = "audit:read"


_EVERYBODY = {Permission.TOKENS_OWN}
_PHONE = _EVERYBODY | {
    Permission.AGENT_OWN,
    Permission.CALLS_OWN,
    Permission.CALLS_DIAL,
    Permission.CUSTOMERS_READ,
    Permission.CUSTOMERS_WRITE,
    Permission.REPORTS_READ,
    Permission.REPORTS_WRITE,
}
_LISTENING = {
    Permission.FLOOR_READ,
    Permission.CALLS_READ,
    Permission.LISTEN_IN,
    Permission.WHISPER,
    Permission.BARGE_IN,
    Permission.RECORDINGS_SEARCH,
    Permission.RECORDINGS_LISTEN,
    Permission.REPORTS_READ,
    Permission.STATISTICS_READ,
    Permission.QUALITY_WRITE,
}
"""Supervisors and inspectors listen, whisper and barge in, and change between the three (§5)."""

_SITE = {
    Permission.SITE_READ,
    Permission.QUEUES_WRITE,
    Permission.EXCHANGES_WRITE,
    Permission.WORKS_WRITE,
    Permission.SUBSCRIBERS_IMPORT,
    Permission.PROMPTS_WRITE,
}

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.JUNIOR_AGENT: frozenset(_PHONE),
        Role.SENIOR_AGENT: frozenset(_PHONE | {Permission.FLOOR_READ}),
        Role.SURVEYOR: frozenset(_PHONE),
        Role.MANAGER_HOTLINE: frozenset(
            _PHONE
            | {
                Permission.FLOOR_READ,
                Permission.CALLS_READ,
                Permission.RECORDINGS_SEARCH,
                Permission.RECORDINGS_LISTEN,
            }
        ),
        Role.RECORDS_CLERK: frozenset(
            _EVERYBODY
            | {
                Permission.CALLS_READ,
                Permission.CUSTOMERS_READ,
                Permission.REPORTS_READ,
                Permission.RECORDINGS_SEARCH,
                Permission.RECORDINGS_EXPORT,
                Permission.RECORDINGS_KEEP,
            }
        ),
        Role.STATISTICIAN: frozenset(
            _EVERYBODY
            | {
                Permission.FLOOR_READ,
                Permission.CALLS_READ,
                Permission.REPORTS_READ,
                Permission.STATISTICS_READ,
            }
        ),
        Role.INSPECTOR: frozenset(_EVERYBODY | _LISTENING),
        Role.SHIFT_SUPERVISOR: frozenset(
            _PHONE
            | _LISTENING
            | {
                Permission.FLOOR_STEER,
                Permission.QUEUES_WRITE,
                Permission.SITE_READ,
                Permission.WORKS_WRITE,
                Permission.RECORDINGS_AUDIT,
                Permission.USERS_READ,
            }
        ),
        Role.FIELD: frozenset(_EVERYBODY | {Permission.REPORTS_READ, Permission.REPORTS_WRITE}),
        Role.OPERATIONS: frozenset(
            _EVERYBODY
            | _SITE
            | {
                Permission.FLOOR_READ,
                Permission.RECORDINGS_AUDIT,
                Permission.HEALTH_READ,
            }
        ),
        Role.ADMINISTRATOR: frozenset(
            _EVERYBODY
            | _SITE
            | {
                Permission.HEALTH_READ,
                Permission.USERS_READ,
                Permission.USERS_WRITE,
                Permission.AUDIT_READ,
            }
        ),
    }
)


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that somebody with these roles may do."""
    return frozenset().union(*(GRANTS[role] for role in roles))
