"""From which networks a person and a role may be used (H16)."""

import pytest

from cti.people.networks import roles_in_force, within
from cti.people.permissions import Role

WITHIN: list[tuple[str, str, list[str], bool]] = [
    ("no list: from anywhere", "198.51.100.1", [], True),
    ("inside", "192.0.2.77", ["192.0.2.0/24"], True),
    ("outside", "192.0.3.77", ["192.0.2.0/24"], False),
    ("the second of two", "198.51.100.1", ["192.0.2.0/24", "198.51.100.1/32"], True),
    ("host bits set", "192.0.2.77", ["192.0.2.5/24"], True),
    ("IPv6", "2001:db8::5", ["2001:db8::/32"], True),
    ("IPv4 in IPv6 clothes", "::ffff:192.0.2.77", ["192.0.2.0/24"], True),
    ("another family", "2001:db8::5", ["192.0.2.0/24"], False),
    ("no address at all", "unix", ["0.0.0.0/0"], False),
    ("empty", "", ["0.0.0.0/0", "::/0"], False),
]


@pytest.mark.parametrize(("reason", "address", "networks", "inside"), WITHIN, ids=[row[0] for row in WITHIN])
def test_within(reason: str, address: str, networks: list[str], inside: bool) -> None:
    assert within(address, networks) is inside


def test_a_role_bound_to_a_network_is_left_out_elsewhere() -> None:
    roles = {Role.ADMINISTRATOR, Role.JUNIOR_AGENT}
    limits = {Role.ADMINISTRATOR: ("192.0.2.0/24",)}
    assert roles_in_force(roles, "192.0.2.1", limits) == roles
    assert roles_in_force(roles, "198.51.100.1", limits) == {Role.JUNIOR_AGENT}
