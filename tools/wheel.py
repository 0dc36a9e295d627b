"""Hatchling's hook: the built browser desktop goes into the wheel, as faultline/_web."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Desktop(BuildHookInterface[Any]):
    """Asked by hatchling before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`make wheel` builds the desktop first; an editable install finds it in build/web itself."""
        built = Path(self.root) / "build" / "web"
        if version != "editable" and (built / "index.html").is_file():
            build_data["force_include"][str(built)] = "faultline/_web"
