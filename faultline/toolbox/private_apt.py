"""An apt of our own: its state, cache and sources lie in one folder, the machine's system stays untouched.

It believes that nothing is installed, so every dependency down to the C library is fetched; it needs no root.
The machine's own settings for fetching (proxies, certificates, credentials) stay in force; signatures are
always checked.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from faultline.toolbox.apt_sources import Source
from faultline.toolbox.progress import Counter, follow, say
from faultline.toolbox.trouble import ToolboxError

_OWN = """
Dir::State "{base}/state";
Dir::State::status "{base}/status";
Dir::Cache "{base}/cache";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "{base}/sources";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "{base}/none";
Dir::Etc::main "/dev/null";
Dir::Etc::parts "{base}/none";
APT::Architecture "{architecture}";
APT::Architectures {{ "{architecture}"; }};
APT::Sandbox::User "root";
APT::Install-Recommends "false";
APT::Update::Error-Mode "any";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One package as apt resolved it."""

    name: str
    version: str
    architecture: str

    @property
    def file(self) -> str:
        """The name that apt gives to the downloaded package."""
        return f"{self.name}_{self.version.replace(':', '%3a')}_{self.architecture}.deb"


class PrivateApt:
    """Resolves and downloads packages into `base`; the log of everything goes to `log`."""

    def __init__(self, base: Path, log: Path) -> None:
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            raise ToolboxError(
                "this system has no apt: install asterisk (20 or newer), espeak-ng and sipp by hand, "
                "or use docker/"
            )
        self._base, self._log = base.resolve(), log

    def configure(self, sources: Iterable[Source]) -> None:
        """Write the configuration and the sources."""
        for name in ("state/lists/partial", "cache/archives/partial", "sources", "none"):
            (self._base / name).mkdir(parents=True, exist_ok=True)
        (self._base / "status").touch()
        text = "\n".join(source.deb822() for source in sources)
        (self._base / "sources" / "toolbox.sources").write_text(text)
        architecture = _output("dpkg", "--print-architecture").strip()
        own = _OWN.format(base=self._base, architecture=architecture)
        (self._base / "apt.conf").write_text(_machine_settings() + own)

    def update(self) -> None:
        """Fetch the archive's lists; without a network those fetched before serve."""
        say("toolbox: reading the archive's lists")
        try:
            self._run("apt-get", "update")
        except ToolboxError as trouble:
            if not any((self._base / "state" / "lists").glob("*Packages*")):
                raise
            say(f"toolbox: going on with the lists of last time ({trouble})")

    def resolve(self, names: Sequence[str]) -> list[Package]:
        """The packages and all their dependencies, in the versions that the archive has now."""
        output = self._run("apt-get", "-s", "--no-install-recommends", "install", *names)
        found = re.findall(r"^Inst (\S+) \((\S+) .*\[(\w+)\]\)", output, re.MULTILINE)
        return [Package(*fields) for fields in found]

    def download(self, names: Sequence[str], packages: Sequence[Package]) -> list[Path]:
        """Fetch what is not in the cache yet and return every package's file, in the order of `packages`."""
        archives = self._base / "cache" / "archives"
        files = [archives / package.file for package in packages]
        missing = sum(not file.is_file() for file in files)
        counter = Counter("toolbox: packages downloaded", missing)
        # `-d` only downloads, but checks the names, sizes and hashes against the signed lists.
        self._run("apt-get", "-y", "-d", "--no-install-recommends", "install", *names, on_get=counter.step)
        counter.close()
        lost = [file.name for file in files if not file.is_file()]
        if lost:
            raise ToolboxError(f"apt did not deliver {lost[0]} (details: {self._log})")
        return files

    def _run(self, *command: str, on_get: Callable[[], None] = lambda: None) -> str:
        def on_line(line: str) -> None:
            if line.startswith("Get:"):
                on_get()

        environment = {**os.environ, "APT_CONFIG": str(self._base / "apt.conf"), "LC_ALL": "C"}
        return follow(command, self._log, on_line=on_line, environment=environment)


def _machine_settings() -> str:
    """The machine's own `Acquire` settings; its hooks that run after an update are left out."""
    lines = _output("apt-config", "dump").splitlines()
    return "\n".join(line for line in lines if line.startswith("Acquire::")) + "\n"


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
