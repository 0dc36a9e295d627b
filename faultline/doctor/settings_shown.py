"""`faultline doctor --settings`: every setting, its value with secrets hidden, and where it came from."""

import re
from dataclasses import dataclass

from pydantic import SecretStr
from pydantic_settings import EnvSettingsSource, TomlConfigSettingsSource
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from faultline.settings import Settings

HIDDEN = "***"

_USER = re.compile(r"//[^/@\s]*@")
_QUERY = re.compile(r"(?<=\w)\?.*")


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting; `source` is `environment`, the file's name, or `default`."""

    name: str
    value: str
    source: str


def shown_settings(settings: Settings) -> list[Shown]:
    """All settings in the order of their class."""
    environment = EnvSettingsSource(Settings)()
    file = TomlConfigSettingsSource(Settings)()
    return [
        Shown(name, _value(name, getattr(settings, name)), _source(name, environment, file))
        for name in Settings.model_fields
    ]


def _source(name: str, environment: dict[str, object], file: dict[str, object]) -> str:
    if name in environment:
        return "environment"
    return "faultline.toml" if name in file else "default"


def _value(name: str, value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, SecretStr):
        return _url(value.get_secret_value()) if name.endswith("_url") else HIDDEN
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return without_password(str(value))


def without_password(text: str) -> str:
    """An address as it may be shown: what stands before its `@` and after its `?` is left out."""
    return _QUERY.sub("?" + HIDDEN, _USER.sub("//" + HIDDEN + "@", text))


def _url(url: str) -> str:
    """An address without its password; hidden whole when it is no address, or carries more than one place."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return HIDDEN
    return parsed.set(query={}).render_as_string(hide_password=True)
