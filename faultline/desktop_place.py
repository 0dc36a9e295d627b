"""Where the built browser desktop lies: as the settings say, in the checkout, or in the installed package."""

from pathlib import Path

from faultline.settings import Settings
from faultline.toolbox.folders import project

PACKAGED = Path(__file__).parent / "_web"


def desktop_folder(settings: Settings) -> Path:
    """The folder; it need not exist."""
    if settings.desktop_files is not None:
        return settings.desktop_files.expanduser()
    return PACKAGED if PACKAGED.is_dir() else project() / "build" / "web"
