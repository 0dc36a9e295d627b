"""Ports that are taken are named with their setting and their holder before anything starts."""

import os
import socket
from collections.abc import Iterator

import pytest

from faultline.asterisk.trouble import PortTakenError
from faultline.ports import require_service_ports, taken
from faultline.settings import Settings

PORTS = ("http_port", "agi_port", "ami_port", "sip_port", "ws_port")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def settings() -> Settings:
    return Settings(**{name: free_port() for name in PORTS})  # type: ignore[arg-type]


@pytest.fixture
def udp() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as holder:
        yield holder


def test_nothing_is_taken_on_an_idle_machine(settings: Settings) -> None:
    assert taken(settings) == []


@pytest.mark.parametrize("name", PORTS)
def test_a_taken_tcp_port_names_setting_port_and_holder(settings: Settings, name: str) -> None:
    with socket.create_server(("127.0.0.1", getattr(settings, name))):
        (found,) = taken(settings)
    assert (found.name, found.port) == (f"FAULTLINE_{name.upper()}", getattr(settings, name))
    assert found.owner.endswith(f"(process {os.getpid()})")


def test_a_taken_udp_port_is_found(settings: Settings, udp: socket.socket) -> None:
    udp.bind(("127.0.0.1", settings.sip_port))
    (found,) = taken(settings)
    assert found.name == "FAULTLINE_SIP_PORT"
    assert found.owner.endswith(f"(process {os.getpid()})")


@pytest.mark.parametrize("name", ["http_port", "agi_port"])
def test_the_service_says_in_one_line_that_it_can_t_listen(settings: Settings, name: str) -> None:
    require_service_ports(settings)
    expected = rf"^TCP port {getattr(settings, name)} .* \(process {os.getpid()}\).*FAULTLINE_{name.upper()}"
    with (
        socket.create_server(("127.0.0.1", getattr(settings, name))),
        pytest.raises(PortTakenError, match=expected),
    ):
        require_service_ports(settings)


def test_a_closed_connection_in_time_wait_does_not_count(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", settings.http_port)) as server:
        caller = socket.create_connection(("127.0.0.1", settings.http_port))
        answered, _ = server.accept()
        answered.close()
        caller.close()
    assert taken(settings) == []
