"""docker/ as Compose reads it: no default secret, nothing published past loopback, nobody is root."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from faultline.toolbox.compose import find_compose
from faultline.toolbox.folders import project

pytestmark = pytest.mark.real

DOCKER = project() / "docker"
REQUIRED = ("FAULTLINE_POSTGRES_PASSWORD", "FAULTLINE_TRUNK_HOSTS")


def compose(values: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FAULTLINE_")}
    files = ["--env-file", str(values), "--file", str(DOCKER / "compose.yaml")]
    words = [*find_compose(), *files, "config", "--format", "json"]
    return subprocess.run(words, capture_output=True, text=True, env=clean)


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    read = compose(DOCKER / "example.env")
    assert read.returncode == 0, read.stderr
    found: dict[str, Any] = json.loads(read.stdout)["services"]
    return found


def test_asterisk_the_service_and_the_database_are_there(services: dict[str, Any]) -> None:
    assert set(services) == {"asterisk", "service", "postgres"}


@pytest.mark.parametrize("name", REQUIRED)
def test_a_value_that_is_not_given_stops_the_start(name: str, tmp_path: Path) -> None:
    lines = (DOCKER / "example.env").read_text().splitlines(keepends=True)
    values = tmp_path / "values.env"
    values.write_text("".join(line for line in lines if not line.startswith(name)))
    read = compose(values)
    assert read.returncode != 0
    assert name in read.stderr


@pytest.mark.parametrize("name", ["asterisk", "service", "postgres"])
def test_every_container_is_watched_unprivileged_and_without_capabilities(
    services: dict[str, Any], name: str
) -> None:
    service = services[name]
    assert service["healthcheck"]["test"]
    assert service["user"] not in ("", "root", "0")
    assert service["cap_drop"] == ["ALL"]


def test_ports_are_published_on_loopback_only(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert {port["host_ip"] for port in published} == {"127.0.0.1"}
    # The manager interface and the dialogs are nobody else's business (S7).
    assert not {5038, 4573} & {port["target"] for port in published}


def test_the_service_finds_asterisk_on_loopback(services: dict[str, Any]) -> None:
    assert services["service"]["network_mode"] == services["service"]["pid"] == "service:asterisk"


def test_the_image_runs_as_its_own_user() -> None:
    users = re.findall(r"^USER (\S+)", (DOCKER / "Dockerfile").read_text(), re.MULTILINE)
    assert users == ["faultline"]


def test_what_the_dockerfile_copies_is_let_through_and_there() -> None:
    ignored = (DOCKER / "Dockerfile.dockerignore").read_text().splitlines()
    copied = re.findall(
        r"^COPY (?:--chmod=\d+ )?((?:[\w./]+ )+)\S+$", (DOCKER / "Dockerfile").read_text(), re.M
    )
    paths = {path for words in copied for path in words.split()} - {"."}
    assert paths >= {"requirements.lock", "docker/requirements.lock", "docker/start_service"}
    for path in paths:
        assert (project() / path).is_file(), path
        assert f"!{path}" in ignored, path
