"""`python -m faultline.toolbox fetch [--again]`: bring the toolbox up to date; `where`: say what is used.

`chromium [--again]`: fetch the browser of the tests.
"""

import os
import sys
from pathlib import Path

from faultline.toolbox.asterisk_install import find_asterisk
from faultline.toolbox.fetch import bring_chromium, fetch
from faultline.toolbox.folders import toolbox
from faultline.toolbox.progress import say
from faultline.toolbox.tools import find_tool
from faultline.toolbox.trouble import ToolboxError, explain


def main(words: list[str]) -> int:
    """Carry out one command; 0, or 1 with one line on standard error."""
    try:
        match words:
            case ["fetch"]:
                fetch(toolbox())
            case ["fetch", "--again"]:
                fetch(toolbox(), again=True)
            case ["chromium"]:
                bring_chromium(toolbox())
            case ["chromium", "--again"]:
                bring_chromium(toolbox(), again=True)
            case ["where"]:
                _where()
            case _:
                raise ToolboxError(str(__doc__))
    except ToolboxError as trouble:
        say(f"toolbox: {trouble}")
        return 1
    except OSError as trouble:
        say(f"toolbox: {explain(str(trouble), Path.cwd())}")
        return 1
    return 0


def _where() -> None:
    named = os.environ.get("FAULTLINE_ASTERISK")
    asterisk = find_asterisk(Path(named) if named else None)
    print(f"asterisk {'.'.join(map(str, asterisk.version))} {asterisk.executable}")
    for name in ("espeak-ng", "sipp"):
        print(f"{name} {find_tool(name)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
