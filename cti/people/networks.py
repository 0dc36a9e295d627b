"""From which networks a person, or a role, may be used (H16)."""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv6Address, ip_address, ip_network

from cti.people.permissions import Role

RoleNetworks = Mapping[Role, Sequence[str]]
"""CIDR by role; a role that is not named may be used from anywhere."""


def within(address: str, networks: Sequence[str]) -> bool:
    """Whether the address lies in one of the networks; none named: from anywhere.

    An IPv4 address in IPv6 clothes (RFC 4291, 2.5.5.2) counts as what it is. Not an address: nowhere.
    """
    if not networks:
        return True
    try:
        place = ip_address(address)
    except ValueError:
        return False
    if isinstance(place, IPv6Address) and place.ipv4_mapped is not None:
        place = place.ipv4_mapped
    return any(place in ip_network(network, strict=False) for network in networks)


def roles_in_force(roles: Iterable[Role], address: str, limits: RoleNetworks) -> frozenset[Role]:
    """The roles that may be used from this address."""
    return frozenset(role for role in roles if within(address, limits.get(role, ())))
