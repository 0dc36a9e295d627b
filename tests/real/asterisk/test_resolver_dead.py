"""R19: no name is looked up for a call: Asterisk runs with a resolver that never answers, and no hosts."""

import asyncio
import contextlib
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from faultline.settings import Settings
from faultline.toolbox import find_asterisk
from testcalls.repertoire import Repertoire
from tests.real.asterisk.broken_dialogs import request, say, server
from tests.real.house import House

pytestmark = pytest.mark.real

SILENT_RESOLVER = "127.0.0.2"
NAMESPACES = (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"], [])
"""How to give one program files of its own: as root, as an ordinary user, and on machines without: not."""


@pytest.fixture
def resolver() -> Iterator[None]:
    """Something that takes questions and never answers, where the machine lets us; else nobody is there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        with contextlib.suppress(OSError):
            silent.bind((SILENT_RESOLVER, 53))
        yield


@pytest.fixture
def lost(tmp_path: Path, prompts: Path, repertoire: Repertoire, resolver: None) -> Iterator[House]:
    """A house whose Asterisk can't resolve any name, its machine's own included."""
    program = without_names(tmp_path, Settings().asterisk)
    house = House.open(tmp_path / "data", prompts, repertoire=repertoire, asterisk=program)
    yield house
    house.close()


def without_names(folder: Path, asterisk: Path | None) -> Path:
    """An Asterisk that sees an empty hosts file and the silent resolver."""
    real = find_asterisk(asterisk)
    (folder / "resolv.conf").write_text(f"nameserver {SILENT_RESOLVER}\n")
    (folder / "hosts").touch()
    for link, target in (("lib/asterisk/modules", real.modules), ("share/asterisk", real.data)):
        (folder / link).parent.mkdir(parents=True)
        (folder / link).symlink_to(target)
    mounts = f"mount --bind {folder}/resolv.conf /etc/resolv.conf && mount --bind {folder}/hosts /etc/hosts"
    words = " ".join(real.command)
    way = next(way for way in NAMESPACES if not way or _works([*way, "sh", "-c", mounts]))
    program = folder / "bin" / "asterisk"
    program.parent.mkdir()
    inner = f"{' '.join(way)} sh -c '{mounts} && exec \"$@\"' -- {words}" if way else words
    program.write_text(f'#!/bin/sh\nexec {inner} "$@"\n')
    program.chmod(stat.S_IRWXU)
    return program


def _works(words: list[str]) -> bool:
    return bool(shutil.which(words[0])) and subprocess.run(words, capture_output=True).returncode == 0


async def test_a_call_is_answered_and_heard_without_any_resolver(lost: House) -> None:
    async def dialog(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        await say(reader, writer, f'STREAM FILE {lost.asterisk.places.prompts}/zh/V1 ""')
        await reader.read()
        writer.close()

    async with server(lost.settings.agi_port, dialog), lost.caller() as caller:
        await caller.dial("112", within=5)
        await caller.hears("V1")
