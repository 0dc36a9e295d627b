"""Are the ports free that Asterisk is about to take? Said beforehand, with the setting's name."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

from faultline.asterisk.trouble import PortTakenError
from faultline.settings import Settings


@dataclass(frozen=True, slots=True)
class Needed:
    """A port that Asterisk listens on, and the setting it comes from."""

    setting: str
    kind: socket.SocketKind
    address: str
    port: int


def needed_ports(settings: Settings) -> Iterator[Needed]:
    """Every port but those of RTP, of which the range holds plenty."""
    bind = str(settings.bind)
    yield Needed("FAULTLINE_SIP_PORT", socket.SOCK_DGRAM, bind, settings.sip_port)
    yield Needed("FAULTLINE_SIP_PORT", socket.SOCK_STREAM, bind, settings.sip_port)
    yield Needed("FAULTLINE_AMI_PORT", socket.SOCK_STREAM, "127.0.0.1", settings.ami_port)
    yield Needed("FAULTLINE_WS_PORT", socket.SOCK_STREAM, bind, settings.ws_port)
    if settings.sip_tls_port is not None:
        yield Needed("FAULTLINE_SIP_TLS_PORT", socket.SOCK_STREAM, bind, settings.sip_tls_port)


def check_ports(settings: Settings) -> None:
    """Raise PortTakenError for the first port that another program holds."""
    for needed in needed_ports(settings):
        if not is_free(needed):
            name = "UDP" if needed.kind is socket.SOCK_DGRAM else "TCP"
            raise PortTakenError(
                f"{name} port {needed.port} on {needed.address} is taken by another program: "
                f"stop it, or set {needed.setting} to a free port"
            )


def is_free(needed: Needed) -> bool:
    """Whether the port can be bound now."""
    family = socket.AF_INET6 if ":" in needed.address else socket.AF_INET
    with socket.socket(family, needed.kind) as probe:
        if needed.kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((needed.address, needed.port))
        except OSError:
            return False
    return True
