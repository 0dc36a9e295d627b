"""Laying out Asterisk's configuration: ours renewed, the generated rendered, operations' left alone."""

import os
import re
import shutil
from pathlib import Path

from cti.routing.queues import Queues
from faultline.asterisk import render
from faultline.asterisk.ban import ban_jail
from faultline.asterisk.knobs import QueueKnobs, globals_in
from faultline.asterisk.places import Places, product_files
from faultline.asterisk.telephones import AgentEndpoint
from faultline.settings import Settings
from faultline.toolbox import AsteriskInstall

AGENTS_FILE = "pjsip-agents.conf"
SITE_QUEUES_FILE = "site-queues.conf"
_SECTION = re.compile(r"^\[([a-z0-9_]+)\]", re.MULTILINE)


def install(
    settings: Settings, program: AsteriskInstall, agents: tuple[AgentEndpoint, ...] | None = None
) -> bool:
    """Write everything that Asterisk reads at its start; true when a file is not what it was.

    `agents` None: nobody knows just now, and the telephones stay as they are.
    Files of `etc/site/` are created from templates when they are missing and never overwritten. Raises
    AsteriskError for settings that Asterisk could not run with, OSError when the disk refuses.
    """
    places = Places(settings.folder)
    for folder in (places.etc, places.dialplan, places.generated, places.site, *places.written):
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    if not places.keys_written.is_symlink():
        places.keys_written.symlink_to(os.path.relpath(places.keys_left, places.log))
    changed = [_copy(path, places.etc / path.name) for path in sorted(product_files().glob("*.conf"))]
    steps = sorted((product_files() / "dialplan").glob("*.conf"))
    changed += [_copy(path, places.dialplan / path.name) for path in steps]
    _site_templates(product_files() / "site", places.site)
    changed.append(write_private(places.main_file, render.main_file(settings, program)))
    for name, text in render.generated_files(settings, agents or ()).items():
        if agents is None and name == AGENTS_FILE and (places.generated / name).is_file():
            continue
        changed.append(write_private(places.generated / name, text))
    if not (places.generated / SITE_QUEUES_FILE).is_file():
        changed.append(install_site_queues(places, settings.all_queues))
    changed.append(install_queue_knobs(places, QueueKnobs.of(globals_in(places.etc))))
    _install_ban(settings, places)
    return any(changed)


def install_agents(places: Places, agents: tuple[AgentEndpoint, ...]) -> bool:
    """Write generated/pjsip-agents.conf alone; true when its text is not what it was."""
    return write_private(places.generated / AGENTS_FILE, render.agents_file(agents))


def install_queue_knobs(places: Places, knobs: QueueKnobs) -> bool:
    """Write generated/queues.conf alone; true when its text is not what it was."""
    return write_private(places.generated / "queues.conf", render.queue_knobs(knobs, places))


def install_site_queues(places: Places, queues: Queues) -> bool:
    """Write generated/site-queues.conf alone; true when its text is not what it was."""
    own = places.site / "queues.conf"
    by_hand = _SECTION.findall(own.read_text(errors="replace")) if own.is_file() else ()
    return write_private(places.generated / SITE_QUEUES_FILE, render.site_queues(queues, by_hand))


def write_private(path: Path, text: str) -> bool:
    """Put `text` into a file of mode 0600, in one step for whoever reads it; true when it changed."""
    if path.is_file() and path.read_text() == text:
        return False
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
    return True


def _install_ban(settings: Settings, places: Places) -> None:
    """Filter and jail of fail2ban, which Asterisk itself does not read (S9)."""
    for path in (places.ban_filter, places.ban_jail):
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    _copy(product_files() / "fail2ban" / "filter.ini", places.ban_filter)
    write_private(places.ban_jail, ban_jail(settings))


def _copy(source: Path, target: Path) -> bool:
    if target.is_file() and target.read_bytes() == source.read_bytes():
        return False
    shutil.copyfile(source, target)
    return True


def _site_templates(source: Path, target: Path) -> None:
    for template in sorted(source.glob("*.conf")):
        if not (target / template.name).exists():
            write_private(target / template.name, template.read_text())
