"""The programs that Faultline stands on: Asterisk, the voice of its prompts, the caller of its tests.

Standard library only: `make setup` runs it before anything is installed.
"""

from faultline.toolbox.asterisk_install import AsteriskInstall, find_asterisk
from faultline.toolbox.tools import find_tool
from faultline.toolbox.trouble import ToolboxError

__all__ = ["AsteriskInstall", "ToolboxError", "find_asterisk", "find_tool"]
