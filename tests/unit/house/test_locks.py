"""The two lock files say the same, with a hash for everything, and name no registry."""

import re
import tomllib

import pytest

from faultline.toolbox.folders import project

LOCKS = ("requirements.lock", "docker/requirements.lock")


def pins(name: str) -> dict[str, str]:
    text = (project() / name).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", text, re.MULTILINE))


def requirements(extra: str | None = None) -> set[str]:
    described = tomllib.loads((project() / "pyproject.toml").read_text())["project"]
    words = described["optional-dependencies"][extra] if extra else described["dependencies"]
    return {re.match(r"[\w.-]+", word)[0].lower() for word in words}  # type: ignore[index]


def test_the_service_s_lock_pins_what_the_whole_one_pins() -> None:
    whole, service = (pins(name) for name in LOCKS)
    assert service.items() <= whole.items()


def test_everything_named_is_pinned() -> None:
    assert requirements() <= pins("docker/requirements.lock").keys()
    assert requirements("dev") <= pins("requirements.lock").keys()


def test_the_build_tool_is_pinned_so_that_nothing_is_fetched_beside_the_lock() -> None:
    described = tomllib.loads((project() / "pyproject.toml").read_text())
    assert set(described["build-system"]["requires"]) <= pins("requirements.lock").keys()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_no_registry_is_named(name: str) -> None:
    text = (project() / name).read_text()
    blocks = re.findall(r"^\S+==[^\n]*\n((?:    [^\n]*\n)*)", text, re.MULTILINE)
    assert len(blocks) == len(pins(name))
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
