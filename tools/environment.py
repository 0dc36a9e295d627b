"""`python -m tools.environment`: make `.venv` with the locked packages and this project.

Runs on the standard library alone. Every package is checked against its hash in requirements.lock; the
project's own build tool is one of them, so nothing is fetched beyond the lock.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from faultline.toolbox.folders import project
from faultline.toolbox.progress import Counter, follow, say
from faultline.toolbox.trouble import ToolboxError, explain, require_space

SPACE = 900_000_000
"""Bytes: the installed packages with pip's cache."""
INPUTS = ("requirements.lock", "pyproject.toml", "tools/environment.py")
COMPILERS = ("cc", "gcc", "clang")


def bring_up_to_date(root: Path) -> None:
    """Make or mend `.venv` below `root`. Raises ToolboxError with one line saying what is missing."""
    venv = root / ".venv"
    if not _works(venv):
        _create(venv)
    stamp = venv / "faultline.stamp"
    fingerprint = _fingerprint(root, venv)
    if stamp.is_file() and stamp.read_text() == fingerprint and (venv / "bin" / "faultline").is_file():
        return
    require_space(root, SPACE)
    _install_locked(root, venv)
    _pip(root, venv, "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(root))
    stamp.write_text(fingerprint)


def _works(venv: Path) -> bool:
    python = venv / "bin" / "python"
    asked = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", asked], capture_output=True).returncode == 0
    except OSError:
        return False


def _create(venv: Path) -> None:
    say(f"setup: making {venv.name} with Python {sys.version.split()[0]}")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", venv], capture_output=True, text=True)
    if made.returncode:
        output = made.stdout + made.stderr
        if "ensurepip" in output:
            raise ToolboxError("Python's venv module is missing: install the package python3-venv")
        raise ToolboxError(f"{venv} can't be made: {explain(output, venv.parent)}")


def _install_locked(root: Path, venv: Path) -> None:
    """Ready-made wheels only; a package that has none for this machine is built with a C compiler."""
    say("setup: installing the locked packages")
    locked = ("--require-hashes", "--requirement", str(root / "requirements.lock"))
    try:
        _pip(root, venv, "--only-binary", ":all:", *locked)
    except ToolboxError as trouble:
        if "no build of it" not in str(trouble):
            raise
        if not any(shutil.which(name) for name in COMPILERS):
            raise ToolboxError(
                "no C compiler, and a package has no ready-made wheel here (or there is no network): "
                "install gcc (package build-essential)"
            ) from trouble
        say("setup: a package has no ready-made wheel for this machine, building it from source")
        _pip(root, venv, *locked)


def _pip(root: Path, venv: Path, *words: str) -> None:
    log = root / "build" / "setup.log"
    log.parent.mkdir(exist_ok=True)
    counter = Counter("setup: packages looked at")

    def on_line(line: str) -> None:
        if line.startswith(("Collecting", "Requirement already")):
            counter.step()

    command = [str(venv / "bin" / "python"), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    follow([*command, *words], log, on_line=on_line)
    counter.close()


def _fingerprint(root: Path, venv: Path) -> str:
    """What the environment was made from: the lock, the project's description, its place, the Python."""
    digest = hashlib.sha256(bytes(root))
    for path in (*(root / name for name in INPUTS), venv / "pyvenv.cfg"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> int:
    """Bring the checkout's environment up to date; 0, or 1 with one line on standard error."""
    try:
        bring_up_to_date(project())
    except ToolboxError as trouble:
        say(f"setup: {trouble}")
        return 1
    except OSError as trouble:
        say(f"setup: {explain(str(trouble), Path.cwd())}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
