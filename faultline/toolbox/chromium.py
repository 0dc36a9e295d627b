"""Finding a Chromium for the tests of the browser desktop: a named one, an installed one, or the private copy."""

import os
import shutil
from pathlib import Path

from faultline.toolbox.folders import Folders, toolbox
from faultline.toolbox.trouble import ToolboxError

SETTING = "FAULTLINE_CHROMIUM"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MICROPHONE = (
    "--allow-loopback-in-peer-connection",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
"""A microphone without hardware or question, and telephony between programs of one machine."""
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def find_chromium(tools: Folders | None = None) -> Path:
    """The program to start, by the order above. Raises ToolboxError with the way out when there is none."""
    named = os.environ.get(SETTING)
    if named:
        return _named(Path(named).expanduser().absolute())
    found = installed_chromium()
    private = (tools or toolbox()).chromium / "chromium"
    if found is None and private.is_file():
        found = private
    if found is None:
        raise ToolboxError(f"no Chromium: run `make chromium` (it fetches one), or set {SETTING} to one")
    return found


def installed_chromium() -> Path | None:
    """The system's own; Ubuntu's placeholder that starts a snap can't show what the tests give it."""
    for name in NAMES:
        found = shutil.which(name)
        if found and not _is_snap(Path(found).resolve()):
            return Path(found)
    return None


def flags(microphone: Path | None = None) -> list[str]:
    """What to start it with: nothing leaves the machine. `microphone` is a WAV file to speak over and over.

    The sandbox needs a user who is not root; as root Chromium refuses to start with it.
    """
    words = [*_QUIET, *MICROPHONE]
    if microphone is not None:
        words.append(f"--use-file-for-fake-audio-capture={microphone}")
    return [*words, "--no-sandbox"] if os.geteuid() == 0 else words


def _named(path: Path) -> Path:
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise ToolboxError(f"{SETTING} names {path}, which is not a program that can be run")
    return path


def _is_snap(program: Path) -> bool:
    if "snap" in program.parts or program.name == "snap":
        return True
    with program.open("rb") as file:
        head = file.read(4096)
    return head.startswith(b"#!") and b"/snap/" in head
