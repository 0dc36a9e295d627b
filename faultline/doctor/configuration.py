"""Asterisk's configuration as Asterisk would read it: every file parsed, every include there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faultline.asterisk.places import Places, product_files
from faultline.asterisk.trouble import AsteriskError
from faultline.doctor.conf_parser import BrokenConfiguration, Include, Section, Setting, parse
from faultline.doctor.finding import Finding, fail, ok, warn
from faultline.settings import Settings

GENERATED = "generated/"
MAX_DEPTH = 5


@dataclass(slots=True)
class Configuration:
    """The files by the name that Asterisk starts from, such as `extensions.conf`, with their includes."""

    folder: Path
    rendered: bool
    files: dict[str, list[Section | Setting]] = field(default_factory=dict)
    read: int = 0
    """Files parsed, included ones too."""
    troubles: list[Finding] = field(default_factory=list)

    def items(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Section, key and value of one file and what it includes."""
        section = ""
        for part in self.files.get(name, []):
            if isinstance(part, Section):
                section = part.name
            else:
                yield section, part.key, part.value

    def sections(self, name: str) -> set[str]:
        """Every section of one file and what it includes."""
        return {part.name for part in self.files.get(name, []) if isinstance(part, Section)}


def read_configuration(settings: Settings) -> Configuration:
    """The rendered configuration of this instance; before its first start the product's own. Raises
    AsteriskError.
    """
    places = Places(settings.folder)
    rendered = places.main_file.is_file()
    conf = Configuration(places.etc if rendered else product_files(), rendered)
    for path in sorted(conf.folder.glob("*.conf")):
        conf.files[path.name] = list(_with_includes(conf, path))
    return conf


def check_configuration(settings: Settings) -> Iterator[Finding]:
    """Every file parsed, every include found."""
    try:
        conf = read_configuration(settings)
    except AsteriskError as trouble:
        yield fail("configuration", str(trouble), "choose another FAULTLINE_DATA, or install Faultline again")
        return
    yield from conf.troubles
    if not conf.rendered:
        yield warn("configuration", "not generated yet", "`faultline run` generates it at its first start")
    elif not conf.troubles:
        yield ok("configuration", f"{conf.read} files parsed, all includes found")


def _with_includes(conf: Configuration, path: Path, depth: int = 0) -> Iterator[Section | Setting]:
    try:
        file = parse(path)
    except (BrokenConfiguration, OSError) as trouble:
        name = path.relative_to(conf.folder)
        do = f"mend {name}" if name.parts[0] == "site" else f"restore {name}: `faultline run` writes it anew"
        conf.troubles.append(fail("configuration", str(trouble), do))
        return
    conf.read += 1
    for part in file.parts:
        if isinstance(part, Include):
            yield from _included(conf, path, part, depth)
        else:
            yield part


def _included(conf: Configuration, path: Path, include: Include, depth: int) -> Iterator[Section | Setting]:
    target = conf.folder / include.name
    if target.is_file() and depth < MAX_DEPTH:
        yield from _with_includes(conf, target, depth + 1)
    elif include.needed and (conf.rendered or not include.name.startswith(GENERATED)):
        says = f"{path.name}, line {include.line}: {include.name} is missing"
        conf.troubles.append(fail("configuration", says, "`faultline run` writes it anew"))
