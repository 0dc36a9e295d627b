"""Asterisk's process: adopted, outliving who started it, stopped without cutting calls off."""

import asyncio
import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from faultline.asterisk import AgentEndpoint, Asterisk
from faultline.asterisk.trouble import PortTakenError
from faultline.settings import Settings
from testcalls.agent_phone import AgentPhone
from testcalls.caller import CallFailed
from testcalls.repertoire import Repertoire
from testcalls.sip_digest import Credentials
from tests.real.asterisk.broken_dialogs import server, silent
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House, free_ports


@pytest.fixture
def own(tmp_path: Path, prompts: Path, repertoire: Repertoire) -> Iterator[House]:
    """A house that a test may break."""
    house = House.open(tmp_path / "data", prompts, repertoire=repertoire)
    with contextlib.closing(house):
        yield house


async def test_an_asterisk_that_runs_is_adopted_with_its_calls(own: House) -> None:
    """R7: a service that starts again finds Asterisk and its calls as they were."""
    pid = own.asterisk.pid()
    async with own.caller() as caller:
        await caller.dial("1000")
        again = Asterisk(own.settings)
        assert await asyncio.to_thread(again.start) is False
        assert again.pid() == pid
        assert len(own.channels()) == 1
        assert not caller.over


async def test_new_telephones_of_an_adopted_asterisk_are_loaded_by_one_thread(own: House) -> None:
    """R7: loaded by two, a registered telephone now and then stays unreachable."""
    places, rx = own.asterisk.places, own.asterisk.rx
    (places.site / "logger.conf").write_text("[logfiles](+)\nloads => debug\n")
    rx("logger reload")
    rx("core set debug 2 res_sorcery_config.so")
    again = Asterisk(own.settings, (AgentEndpoint("8001", AGENT_SECRET),))
    assert await asyncio.to_thread(again.start) is False

    def loaders(kind: str) -> set[str]:
        lines = (places.log / "loads").read_text().splitlines()
        return {line.partition("DEBUG[")[2].partition("]")[0] for line in lines if f"type '{kind}'" in line}

    async with AgentPhone(own.server, own.repertoire, Credentials("8001", AGENT_SECRET)):
        await own.until(lambda: "Not in use" in rx("pjsip show endpoint 8001"), what="reachable")
        await own.until(lambda: loaders("aor"), what="the load is logged")
        assert loaders("endpoint") == loaders("aor")


def test_asterisk_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    """R7: killed with -9, the service leaves Asterisk running in a session of its own."""
    ports = free_ports()
    values = {name: str(value) for name, value in ports.items()}
    environment = {f"FAULTLINE_{name.upper()}": value for name, value in values.items()}
    starter = (
        "from faultline.asterisk import Asterisk; from faultline.settings import Settings; import signal\n"
        "Asterisk(Settings()).start(); print('ready', flush=True); signal.pause()"
    )
    service = subprocess.Popen(
        [sys.executable, "-c", starter],
        env={**os.environ, **environment, "FAULTLINE_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert service.stdout is not None
    assert service.stdout.readline() == "ready\n"
    service.send_signal(signal.SIGKILL)
    service.wait()
    asterisk = Asterisk(Settings(data=tmp_path / "data", **ports))
    try:
        pid = asterisk.pid()
        assert pid is not None
        assert os.getsid(pid) == pid
        assert b"FAULTLINE_" not in Path(f"/proc/{pid}/environ").read_bytes()
        assert asterisk.start() is False
    finally:
        asterisk.stop()
    assert asterisk.pid() is None


async def test_a_graceful_stop_lets_the_call_end_first(own: House) -> None:
    async with server(own.settings.agi_port, silent), own.caller() as caller:
        await caller.dial("1000")
        stopping = asyncio.create_task(asyncio.to_thread(own.asterisk.stop, 30.0))
        assert await refusal(own) == 503
        assert not caller.over
        await caller.hang_up()
        await stopping
    assert own.asterisk.pid() is None


async def refusal(house: House) -> int:
    """Call again and again until a call is refused; the status. Raises TimeoutError."""
    async with asyncio.timeout(10):
        while True:
            async with house.caller() as caller:
                try:
                    await caller.dial("1000")
                except CallFailed as failed:
                    return failed.status


def test_a_killed_asterisk_is_started_anew(own: House) -> None:
    """R12: what it left behind, socket and pid file, does not stand in the way."""
    pid = own.asterisk.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert own.asterisk._wait_gone(pid, 10)
    assert own.asterisk.start() is True


def test_ports_that_a_killed_asterisk_still_holds_are_waited_for(own: House) -> None:
    """R12: the first process id is gone before the kernel has closed everything of a busy Asterisk."""
    pid = own.asterisk.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert own.asterisk._wait_gone(pid, 10)
    with bound(own.settings.sip_port) as held:
        release = threading.Timer(0.5, held.close)
        release.start()
        assert own.asterisk.start() is True
        release.join()


def bound(port: int) -> socket.socket:
    """A UDP socket on the port, as soon as it is to be had."""
    deadline = time.monotonic() + 10
    while True:
        held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            held.bind(("127.0.0.1", port))
        except OSError:
            held.close()
            if time.monotonic() > deadline:
                raise
        else:
            return held


@pytest.mark.parametrize("setting", ["sip_port", "ami_port", "ws_port"])
def test_a_taken_port_is_named_with_its_setting(tmp_path: Path, setting: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings = Settings(data=tmp_path / "data", **{**free_ports(), setting: port})
        with pytest.raises(PortTakenError, match=rf"{port}.*FAULTLINE_{setting.upper()}"):
            Asterisk(settings).start()


def test_secrets_are_readable_by_their_owner_alone(own: House) -> None:
    places = own.asterisk.places
    files = [*places.generated.iterdir(), *places.site.iterdir(), *(places.data / "secrets").iterdir()]
    assert places.main_file.is_file()
    assert {stat.S_IMODE(path.stat().st_mode) for path in [*files, places.main_file]} == {0o600}
    assert stat.S_IMODE((places.data / "secrets").stat().st_mode) == 0o700


def test_operations_files_survive_a_start(own: House) -> None:
    mine = own.asterisk.places.site / "extensions.conf"
    mine.write_text("[globals](+)\nMAX_TRIES = 2\n")
    own.asterisk.stop()
    own.asterisk.start()
    assert mine.read_text() == "[globals](+)\nMAX_TRIES = 2\n"
    assert "MAX_TRIES=2" in own.asterisk.rx("dialplan show globals")
