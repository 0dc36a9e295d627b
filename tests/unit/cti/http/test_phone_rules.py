"""Where a page may telephone to: the address goes into its content security policy (S12)."""

import pytest

from cti.http.phone_rules import IceServer, PhoneRules

OWN_HOST = {
    "desk.example:8112": ("ws://desk.example:8088",),
    "127.0.0.1:8112": ("ws://127.0.0.1:8088",),
    "[::1]:8112": ("ws://[::1]:8088",),
    "desk.example": ("ws://desk.example:8088",),
    "desk.example; script-src *": (),
    "desk.example 'unsafe-inline'": (),
    "user@desk.example": (),
    "": (),
}


@pytest.mark.parametrize(("host", "sources"), OWN_HOST.items())
def test_without_a_proxy_it_is_asterisk_s_port_on_the_page_s_own_host(
    host: str, sources: tuple[str, ...]
) -> None:
    assert PhoneRules().origins(host) == sources


def test_behind_a_proxy_it_is_the_site_s_address_whatever_host_was_asked() -> None:
    rules = PhoneRules("wss://desk.example:8443/ws")
    assert rules.origins("elsewhere.example") == ("wss://desk.example:8443",)


@pytest.mark.parametrize(
    "address", ["https://turn.example", "turn:turn.example;x", "turn:a b", "javascript:1"]
)
def test_only_stun_and_turn_help_the_sound_through(address: str) -> None:
    with pytest.raises(ValueError, match="urls"):
        IceServer(urls=address)
