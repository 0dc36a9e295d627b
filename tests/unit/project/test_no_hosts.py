"""No tracked file names the package servers or the folders of the machine it was written on.

What must not stand there is taken from the machine's own settings while the test runs.
"""

import configparser
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from faultline.toolbox.apt_sources import read_sources
from faultline.toolbox.folders import project

PIP_SETTINGS = ("index-url", "extra-index-url", "find-links", "proxy")


def pip_values() -> Iterator[str]:
    """Every address that pip would use here, by file or environment."""
    for path in ("/etc/pip.conf", "/etc/xdg/pip/pip.conf", "~/.config/pip/pip.conf", "~/.pip/pip.conf"):
        settings = configparser.ConfigParser(interpolation=None, strict=False)
        settings.read(Path(path).expanduser())
        for section in settings.sections():
            yield from (settings.get(section, name, fallback="") for name in PIP_SETTINGS)
    yield from (os.environ.get(f"PIP_{name.replace('-', '_').upper()}", "") for name in PIP_SETTINGS)


def registry_hosts() -> set[str]:
    """Hosts of apt's archives and of pip's indexes as this machine has them set."""
    addresses = [uri for source in read_sources(Path("/etc/apt")) for uri in source.uris]
    addresses += [word for value in pip_values() for word in value.split()]
    hosts = {urlsplit(address).hostname or "" for address in addresses}
    return {host for host in hosts if "." in host}


def machine_paths() -> set[str]:
    """The checkout and the home folder, as far as they are more than a system's ordinary folder."""
    places = {str(project()), str(Path.home())}
    return {place for place in places if place.count("/") > 1}


def tracked() -> Iterator[tuple[str, str]]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=project(), check=True, capture_output=True, text=True
    )
    for name in names.stdout.split("\0"):
        path = project() / name
        if name and path.is_file():
            yield name, path.read_text(errors="replace")


def test_no_tracked_file_names_a_package_server_or_a_folder_of_this_machine() -> None:
    unwanted = registry_hosts() | machine_paths()
    assert machine_paths(), "the checkout itself is a place to look for"
    pattern = re.compile("|".join(rf"(?<![\w.-]){re.escape(word)}(?![\w-])" for word in sorted(unwanted)))
    found = [(name, match[0]) for name, text in tracked() for match in pattern.finditer(text)]
    assert found == []
