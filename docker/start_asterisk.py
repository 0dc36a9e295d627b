#!/usr/bin/env python
"""Lay out Asterisk's configuration in the data folder and become Asterisk; it outlives the service (R7)."""

import os

from faultline.asterisk.install import install
from faultline.asterisk.places import Places
from faultline.settings import Settings
from faultline.toolbox import find_asterisk


def main() -> None:
    """Replace this process by Asterisk in the foreground."""
    settings = Settings()
    program = find_asterisk(settings.asterisk)
    install(settings, program)
    words = [*program.command, "-f", "-C", str(Places(settings.folder).main_file)]
    # The dialplan can read the environment: settings are not for it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAULTLINE_")}
    os.execve(words[0], words, environment)  # noqa: S606 - no shell, words of our own


if __name__ == "__main__":
    main()
