"""Which of an instance's ports another program holds, and which program that is if the system tells."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from faultline.asterisk.ports import Needed, is_free, needed_ports
from faultline.asterisk.trouble import PortTakenError
from faultline.settings import Settings

_TABLES = {socket.SOCK_STREAM: ("tcp", "tcp6"), socket.SOCK_DGRAM: ("udp", "udp6")}
_LISTENING = {"0A", "07"}
"""TCP_LISTEN, and TCP_CLOSE, which stands for an unconnected UDP socket (include/net/tcp_states.h)."""


class Taken(NamedTuple):
    """A port that can't be had: the setting's name, the port, its holder such as `asterisk (process 12)`."""

    name: str
    port: int
    owner: str


def all_ports(settings: Settings) -> list[Needed]:
    """Every port that Asterisk and the service listen on."""
    return [*needed_ports(settings), *service_ports(settings)]


def service_ports(settings: Settings) -> Iterator[Needed]:
    """The service's own ports; dialogs are on loopback always."""
    yield Needed("FAULTLINE_AGI_PORT", socket.SOCK_STREAM, "127.0.0.1", settings.agi_port)
    yield Needed("FAULTLINE_HTTP_PORT", socket.SOCK_STREAM, str(settings.bind), settings.http_port)


def taken(settings: Settings) -> list[Taken]:
    """Every port of this instance that is held already, by whomever; empty when all of it can start."""
    held = [needed for needed in all_ports(settings) if not is_free(needed)]
    return [Taken(needed.setting, needed.port, owner(needed)) for needed in held]


def require_service_ports(settings: Settings) -> None:
    """Raise PortTakenError, with the holder and the way out, when the service could not listen."""
    for needed in service_ports(settings):
        if not is_free(needed):
            raise PortTakenError(
                f"TCP port {needed.port} on {needed.address} is taken by {owner(needed)}: "
                f"stop it, or set {needed.setting} to a free port"
            )


def owner(needed: Needed) -> str:
    """Name and number of the process that holds the port; other users' processes don't show their sockets."""
    pid = holder(needed)
    with suppress(OSError):
        if pid is not None:
            return f"{Path(f'/proc/{pid}/comm').read_text().strip()} (process {pid})"
    return "another program"


def holder(needed: Needed) -> int | None:
    """The process that listens on a port; None when it belongs to somebody else or nobody."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(needed)}
    for process in Path("/proc").glob("[0-9]*"):
        if sockets & open_files(int(process.name)):
            return int(process.name)
    return None


def open_files(pid: int) -> set[str]:
    """What the process has open; nothing when it is gone, or somebody else's."""
    names: set[str] = set()
    with suppress(OSError):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                names.add(str(handle.readlink()))
    return names


def _inodes(needed: Needed) -> Iterator[str]:
    for table in _TABLES[needed.kind]:
        with suppress(OSError):
            for columns in map(str.split, Path("/proc/net", table).read_text().splitlines()[1:]):
                if columns[3] in _LISTENING and int(columns[1].rpartition(":")[2], 16) == needed.port:
                    yield columns[9]
