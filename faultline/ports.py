"""Which of an instance's ports another program holds, and which program that is if the system tells."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from faultline.asterisk.ports import Needed, is_free, needed_ports
from faultline.settings import Settings

_LISTENING = {socket.SOCK_STREAM: ("tcp", "0A"), socket.SOCK_DGRAM: ("udp", "07")}
"""The table below /proc/net, and the state that a socket waiting for peers has there (proc_net_tcp)."""


class Taken(NamedTuple):
    """A port that can't be had: the setting's name, the port, its holder such as `asterisk (process 12)`."""

    name: str
    port: int
    owner: str


def taken(settings: Settings) -> list[Taken]:
    """Every port of this instance that is held already; empty when all of it can start."""
    held = [needed for needed in _all_ports(settings) if not is_free(needed)]
    return [Taken(needed.setting, needed.port, owner(needed)) for needed in held]


def _all_ports(settings: Settings) -> Iterator[Needed]:
    """Asterisk's ports and the service's own; dialogs are on loopback always."""
    yield from needed_ports(settings)
    yield Needed("FAULTLINE_AGI_PORT", socket.SOCK_STREAM, "127.0.0.1", settings.agi_port)
    yield Needed("FAULTLINE_HTTP_PORT", socket.SOCK_STREAM, str(settings.bind), settings.http_port)


def owner(needed: Needed) -> str:
    """Name and number of the process that holds the port; other users' processes don't show their sockets."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(needed)}
    for process in Path("/proc").glob("[0-9]*"):
        if sockets & _open_files(process):
            return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return "another user's process" if sockets else "unknown"


def _inodes(needed: Needed) -> Iterator[str]:
    table, state = _LISTENING[needed.kind]
    for path in (Path("/proc/net") / table, Path("/proc/net") / f"{table}6"):
        for line in path.read_text().splitlines()[1:] if path.is_file() else ():
            fields = line.split()
            if fields[1].endswith(f":{needed.port:04X}") and fields[3] == state:
                yield fields[9]


def _open_files(process: Path) -> set[str]:
    """What the process holds open; nothing when it ended meanwhile or belongs to somebody else."""
    found: set[str] = set()
    with suppress(OSError):
        for link in (process / "fd").iterdir():
            with suppress(FileNotFoundError):
                found.add(str(link.readlink()))
    return found
