"""The ports of this instance: free, or held by this very instance; anything else stops the start."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

from faultline.asterisk.ports import Needed, is_free, needed_ports
from faultline.doctor.finding import Finding, fail, ok
from faultline.settings import Settings

_TABLES = {socket.SOCK_STREAM: ("tcp", "tcp6"), socket.SOCK_DGRAM: ("udp", "udp6")}
_LISTENING = {"0A", "07"}
"""TCP_LISTEN, and TCP_CLOSE, which stands for an unconnected UDP socket (proc(5),
include/net/tcp_states.h).
"""


def check_ports(settings: Settings) -> Iterator[Finding]:
    """Every port that Asterisk and the service listen on."""
    wanted = [*needed_ports(settings), *_service_ports(settings)]
    clashes = list(_clashes(wanted))
    taken = [needed for needed in wanted if not is_free(needed)]
    troubles = [finding for needed in taken if (finding := _judge(needed, settings)) is not None]
    yield from clashes
    yield from troubles
    if not clashes and not troubles:
        yield ok("ports", f"{len(wanted) - len(taken)} are free, {len(taken)} are in use by this instance")


def _service_ports(settings: Settings) -> Iterator[Needed]:
    yield Needed("FAULTLINE_AGI_PORT", socket.SOCK_STREAM, "127.0.0.1", settings.agi_port)
    yield Needed("FAULTLINE_HTTP_PORT", socket.SOCK_STREAM, str(settings.bind), settings.http_port)


def _clashes(wanted: list[Needed]) -> Iterator[Finding]:
    seen: dict[tuple[socket.SocketKind, int], str] = {}
    for needed in wanted:
        other = seen.setdefault((needed.kind, needed.port), needed.setting)
        if other != needed.setting:
            says = f"{other} and {needed.setting} are both {needed.port}"
            yield fail("ports", says, f"set {needed.setting} to another port")


def _judge(needed: Needed, settings: Settings) -> Finding | None:
    pid = holder(needed)
    if pid is not None and _works_in(pid, settings.folder):
        return None
    words = _command(pid) if pid is not None else ""
    kind = "UDP" if needed.kind is socket.SOCK_DGRAM else "TCP"
    who = f"process {pid} ({Path(words.split()[0]).name})" if words else "another program"
    says = f"{kind} port {needed.port} ({needed.setting}) is held by {who}"
    return fail("ports", says, f"stop that program, or set {needed.setting} to a free port")


def holder(needed: Needed) -> int | None:
    """The process that listens on a port; None when it belongs to somebody else or nobody."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(needed)}
    for process in Path("/proc").glob("[0-9]*"):
        if sockets & _open_files(int(process.name)):
            return int(process.name)
    return None


def _works_in(pid: int, folder: Path) -> bool:
    """Whether the process is part of this instance: it has a file of its data folder open, as both parts
    have.
    """
    return any(name.startswith(f"{folder}/") for name in _open_files(pid))


def _open_files(pid: int) -> set[str]:
    """What the process has open; nothing when it is gone, or somebody else's."""
    names = set()
    with contextlib.suppress(OSError):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                names.add(str(handle.readlink()))
    return names


def _inodes(needed: Needed) -> Iterator[str]:
    for table in _TABLES[needed.kind]:
        try:
            lines = Path("/proc/net", table).read_text().splitlines()[1:]
        except OSError:
            continue
        for columns in map(str.split, lines):
            if columns[3] in _LISTENING and int(columns[1].rpartition(":")[2], 16) == needed.port:
                yield columns[9]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""
