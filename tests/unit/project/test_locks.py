"""The two lock files say the same, with a hash for everything, and name no registry."""

import re
import tomllib

import pytest

from faultline.toolbox.folders import project

LOCKS = ("requirements.lock", "docker/requirements.lock")


def pins(name: str) -> set[tuple[str, str]]:
    """Names and versions; one name has several where Pythons differ."""
    text = (project() / name).read_text()
    return set(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", text, re.MULTILINE))


def names(lock: str) -> set[str]:
    return {name for name, _ in pins(lock)}


def requirements(extra: str | None = None) -> set[str]:
    described = tomllib.loads((project() / "pyproject.toml").read_text())["project"]
    words = described["optional-dependencies"][extra] if extra else described["dependencies"]
    return {re.match(r"[\w.-]+", word)[0].lower() for word in words}  # type: ignore[index]


def test_the_service_s_lock_pins_what_the_whole_one_pins() -> None:
    whole, service = (pins(name) for name in LOCKS)
    assert service <= whole


def test_everything_named_is_pinned() -> None:
    assert requirements() <= names("docker/requirements.lock")
    assert requirements("dev") <= names("requirements.lock")


def test_the_build_tool_is_pinned_so_that_nothing_is_fetched_beside_the_lock() -> None:
    described = tomllib.loads((project() / "pyproject.toml").read_text())
    assert set(described["build-system"]["requires"]) <= names("requirements.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_no_registry_is_named(name: str) -> None:
    text = (project() / name).read_text()
    blocks = re.findall(r"^\S+==[^\n]*\n((?:    [^\n]*\n)*)", text, re.MULTILINE)
    assert len(blocks) == len(pins(name))
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
