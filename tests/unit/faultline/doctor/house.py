"""A healthy instance in a temporary folder, for the doctor to examine: everything in place, nothing runs."""

import asyncio
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from desk.database import schema
from desk.database.database import Database
from faultline.asterisk.install import install
from faultline.asterisk.places import product_files
from faultline.asterisk.secrets import ami_accounts
from faultline.doctor.conf_parser import Setting, parse
from faultline.settings import Settings
from faultline.toolbox import find_asterisk
from ivr.prompts.catalogue import load_catalogues
from ivr.prompts.finish import ENDINGS
from ivr.prompts.library import TONES

SOUND = b"RIFF" + bytes(60)
PORTS = ("http_port", "agi_port", "ami_port", "sip_port", "ws_port")


@dataclass(frozen=True, slots=True)
class House:
    """Where things lie, and how to read the settings anew after a change."""

    root: Path
    ports: dict[str, int]

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def program(self) -> Path:
        return self.root / "opt" / "bin" / "asterisk"

    @property
    def modules(self) -> Path:
        return self.root / "opt" / "lib" / "asterisk" / "modules"

    @property
    def etc(self) -> Path:
        return self.data / "asterisk" / "etc"

    def settings(self, **changes: object) -> Settings:
        values: dict[str, object] = {"data": self.data, "asterisk": self.program, **self.ports, **changes}
        return Settings(**values)  # type: ignore[arg-type]

    def says_version(self, version: str) -> None:
        self.program.write_text(f"#!/bin/sh\necho 'Asterisk {version}'\n")
        self.program.chmod(0o755)


def build(root: Path, database: Path) -> House:
    """Put everything in place; `database` is a file at the right revision, to be copied."""
    house = House(root, free_ports())
    house.program.parent.mkdir(parents=True)
    house.says_version("22.10.1")
    _modules(house)
    house.data.mkdir(mode=0o700)
    install(house.settings(), find_asterisk(house.program))
    ami_accounts(house.data)
    _prompts(house.data / "prompts")
    (house.data / "journal").mkdir(mode=0o700)
    shutil.copyfile(database, house.data / "faultline.sqlite3")
    return house


def migrated(path: Path) -> Path:
    """A database file at the right revision."""

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await schema.upgrade(database)
        await database.close()

    asyncio.run(make())
    return path


def free_ports() -> dict[str, int]:
    sockets = [socket.socket() for _ in PORTS]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = {name: one.getsockname()[1] for name, one in zip(PORTS, sockets, strict=True)}
    for one in sockets:
        one.close()
    return ports


def _modules(house: House) -> None:
    house.modules.mkdir(parents=True)
    (house.root / "opt" / "share" / "asterisk").mkdir(parents=True)
    for part in parse(product_files() / "modules.conf").parts:
        if isinstance(part, Setting) and part.value.endswith(".so"):
            (house.modules / part.value).touch()


def _prompts(folder: Path) -> None:
    shelves = {language: list(catalogue) for language, catalogue in load_catalogues().items()}
    for shelf, names in {**shelves, "": list(TONES)}.items():
        (folder / shelf).mkdir(parents=True, exist_ok=True)
        for name in names:
            for ending in ENDINGS:
                (folder / shelf / (name + ending)).write_bytes(SOUND)
