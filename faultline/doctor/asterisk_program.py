"""Is there an Asterisk, is its version fit for use (S6), and has it the modules that we require?"""

import re
from collections.abc import Iterator

from faultline.asterisk.places import product_files
from faultline.asterisk.trouble import AsteriskError
from faultline.doctor.finding import Finding, fail, ok, warn
from faultline.settings import Settings
from faultline.toolbox import AsteriskInstall, ToolboxError, find_asterisk
from faultline.toolbox.asterisk_version import holes

_MODULE = re.compile(r"^\s*(require|load)\s*=>?\s*(\S+\.so)", re.MULTILINE)


def check_asterisk(settings: Settings) -> Iterator[Finding]:
    """The program, its version, its modules."""
    try:
        program = find_asterisk(settings.asterisk)
    except ToolboxError as trouble:
        says, _, way_out = str(trouble).partition(": ")
        yield fail("asterisk", says, way_out or "run `make setup`")
        return
    yield _version(program)
    yield from _modules(program)


def _version(program: AsteriskInstall) -> Finding:
    version = ".".join(map(str, program.version))
    if older := holes(program.version):
        return warn("asterisk", older, "upgrade Asterisk, or run `make setup` for a private copy")
    return ok("asterisk", f"{version}, {program.executable}")


def _modules(program: AsteriskInstall) -> Iterator[Finding]:
    try:
        wanted = _MODULE.findall((product_files() / "modules.conf").read_text())
    except (AsteriskError, OSError) as trouble:
        yield fail("modules", str(trouble), "install Faultline again")
        return
    missing = {
        how: [name for kind, name in wanted if kind == how and not (program.modules / name).is_file()]
        for how in ("require", "load")
    }
    if missing["require"]:
        names = ", ".join(missing["require"])
        yield fail("modules", f"Asterisk will not start without {names}", "install the package that has them")
    if missing["load"]:
        names = ", ".join(missing["load"])
        yield warn("modules", f"not installed: {names}", "calls work; install them if you need what they do")
    if not any(missing.values()):
        yield ok("modules", f"all {len(wanted)} are there")
