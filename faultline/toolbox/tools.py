"""Finding the other programs of the toolbox: the voice of the prompts and the test caller."""

import shutil
from pathlib import Path

from faultline.toolbox.folders import Folders, toolbox
from faultline.toolbox.trouble import ToolboxError

TOOLBOX_FIRST = frozenset({"espeak-ng"})
"""Another version of the voice would render other prompts on every machine."""


def find_tool(name: str, tools: Folders | None = None) -> Path:
    """The program `espeak-ng` or `sipp`: the system's one, else the toolbox's.

    The voice is taken from the toolbox first. Raises ToolboxError when the machine has neither.
    """
    wrapper = (tools or toolbox()).bin / name
    private = wrapper if wrapper.is_file() else None
    found = shutil.which(name)
    system = Path(found) if found else None
    tool = (private or system) if name in TOOLBOX_FIRST else (system or private)
    if tool is None:
        raise ToolboxError(f"{name} is not on this machine: run `make setup`, which fetches it")
    return tool
