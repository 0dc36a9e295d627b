"""`python -m tools.check_compose`: have Docker Compose read docker/compose.yaml; needs no engine."""

import subprocess
import sys

from faultline.toolbox.compose import find_compose
from faultline.toolbox.folders import project
from faultline.toolbox.progress import say
from faultline.toolbox.trouble import ToolboxError


def main() -> int:
    """Check the file with the example's values; 0 when it is right."""
    docker = project() / "docker"
    try:
        words = find_compose()
    except ToolboxError as trouble:
        say(f"check: {trouble}")
        return 1
    files = ["--env-file", str(docker / "example.env"), "--file", str(docker / "compose.yaml")]
    return subprocess.run([*words, *files, "config", "--quiet"]).returncode


if __name__ == "__main__":
    sys.exit(main())
