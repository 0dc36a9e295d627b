"""Asterisk's configuration as Asterisk would read it: every file parsed, every include there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faultline.asterisk.places import Places, product_files
from faultline.asterisk.trouble import AsteriskError
from faultline.doctor.conf_parser import BrokenConfiguration, ConfFile, parse
from faultline.doctor.finding import Finding, fail, ok, warn
from faultline.settings import Settings

GENERATED = "generated/"


@dataclass(slots=True)
class Configuration:
    """The files by the name that Asterisk starts from, such as `extensions.conf`, with their includes."""

    folder: Path
    rendered: bool
    files: dict[str, list[ConfFile]] = field(default_factory=dict)
    troubles: list[Finding] = field(default_factory=list)

    def items(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Section, key and value of one file and what it includes."""
        for file in self.files.get(name, []):
            for section, items in file.sections:
                for key, value in items:
                    yield section, key, value

    def sections(self, name: str) -> set[str]:
        """Every section of one file and what it includes."""
        return {section for file in self.files.get(name, []) for section, _ in file.sections}


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
        count = sum(len(files) for files in conf.files.values())
        yield ok("configuration", f"{count} files parsed, all includes found")


def _with_includes(conf: Configuration, path: Path, depth: int = 0) -> Iterator[ConfFile]:
    try:
        file = parse(path)
    except (BrokenConfiguration, OSError) as trouble:
        name = path.relative_to(conf.folder)
        do = f"mend {name}" if name.parts[0] == "site" else f"restore {name}: `faultline run` writes it anew"
        conf.troubles.append(fail("configuration", str(trouble), do))
        return
    yield file
    for include in file.includes:
        target = conf.folder / include.name
        if target.is_file() and depth < 5:
            yield from _with_includes(conf, target, depth + 1)
        elif include.needed and (conf.rendered or not include.name.startswith(GENERATED)):
            says = f"{path.name}, line {include.line}: {include.name} is missing"
            conf.troubles.append(fail("configuration", says, "`faultline run` writes it anew"))
