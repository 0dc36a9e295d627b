"""From which address a request comes when a proxy of ours stands in front (H16)."""

from collections.abc import Sequence

from cti.people.networks import within


def client_address(peer: str, forwarded_for: Sequence[str], proxies: Sequence[str]) -> str:
    """The nearest address that is not one of our proxies; only what they wrote is believed.

    `forwarded_for`: values of X-Forwarded-For in the order received; `proxies`: networks of ours (CIDR).
    """
    steps = [step.strip() for value in forwarded_for for step in value.split(",")]
    address = peer
    while proxies and steps and within(address, proxies):
        address = steps.pop()
    return address[:45]
