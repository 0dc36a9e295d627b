"""The container's way to start Asterisk: the process becomes Asterisk, and the service takes it over."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from faultline.asterisk import Asterisk
from faultline.settings import Settings
from faultline.toolbox.folders import project
from tests.real.house import free_ports

pytestmark = pytest.mark.real

READY_SECONDS = 60


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("a"), **free_ports())


@pytest.fixture
def started(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    values = {name: str(getattr(settings, name)) for name in ("data", *free_ports())}
    environment = os.environ | {f"FAULTLINE_{name.upper()}": value for name, value in values.items()}
    script = project() / "docker" / "start_asterisk.py"
    with subprocess.Popen([sys.executable, script], cwd=project(), env=environment) as process:
        yield process
        process.kill()


def test_the_service_takes_over_the_asterisk_of_the_container(
    settings: Settings, started: subprocess.Popen[bytes]
) -> None:
    asterisk = Asterisk(settings)
    deadline = time.monotonic() + READY_SECONDS
    while not asterisk.is_running():
        assert started.poll() is None, "it ended"
        assert time.monotonic() < deadline, "it does not answer"
    assert asterisk.pid() == started.pid
    assert asterisk.start() is False
    assert b"FAULTLINE_" not in Path(f"/proc/{started.pid}/environ").read_bytes()
    # A container's init collects what has ended; here nobody else does.
    collector = threading.Thread(target=started.wait)
    collector.start()
    asterisk.stop()
    collector.join(READY_SECONDS)
    assert started.returncode == 0
