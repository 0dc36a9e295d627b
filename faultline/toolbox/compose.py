"""Finding Docker Compose (2 or newer), which checks docker/compose.yaml; checking needs no engine."""

import shutil
import subprocess

from faultline.toolbox.folders import Folders, toolbox
from faultline.toolbox.trouble import ToolboxError


def installed_compose() -> list[str] | None:
    """The words that start the system's own Compose, None without one; edition 1 knows another format."""
    for words in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(words[0]):
            asked = subprocess.run([*words, "version", "--short"], capture_output=True, text=True)
            answer = asked.stdout.strip().lstrip("v")
            if asked.returncode == 0 and not answer.startswith(("0.", "1.")):
                return words
    return None


def find_compose(tools: Folders | None = None) -> list[str]:
    """The words that start Compose: the system's, else the toolbox's. Raises ToolboxError without either."""
    private = (tools or toolbox()).bin / "docker-compose"
    words = installed_compose() or ([str(private)] if private.is_file() else None)
    if words is None:
        raise ToolboxError("Docker Compose is not on this machine: run `make setup`, which fetches it")
    return words
