"""The ports of this instance: free, or held by this very instance; anything else stops the start."""

import socket
from collections.abc import Iterator
from pathlib import Path

from faultline.asterisk.ports import Needed, is_free
from faultline.doctor.finding import Finding, fail, ok
from faultline.ports import all_ports, holder, open_files, owner
from faultline.settings import Settings


def check_ports(settings: Settings) -> Iterator[Finding]:
    """Every port that Asterisk and the service listen on."""
    wanted = all_ports(settings)
    clashes = list(_clashes(wanted))
    taken = [needed for needed in wanted if not is_free(needed)]
    troubles = [finding for needed in taken if (finding := _judge(needed, settings)) is not None]
    yield from clashes
    yield from troubles
    if not clashes and not troubles:
        yield ok("ports", f"{len(wanted) - len(taken)} are free, {len(taken)} are in use by this instance")


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
    kind = "UDP" if needed.kind is socket.SOCK_DGRAM else "TCP"
    says = f"{kind} port {needed.port} ({needed.setting}) is held by {owner(needed)}"
    return fail("ports", says, f"stop that program, or set {needed.setting} to a free port")


def _works_in(pid: int, folder: Path) -> bool:
    """Whether the process is part of this instance: both parts have files of its data folder open."""
    return any(name.startswith(f"{folder}/") for name in open_files(pid))
