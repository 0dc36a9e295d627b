"""Unfit versions of Asterisk are refused, by name of the package or by the program's own answer."""

import pytest

from faultline.toolbox.asterisk_version import holes, parse_version, refusal
from faultline.toolbox.fetch import check_versions
from faultline.toolbox.private_apt import Package
from faultline.toolbox.trouble import ToolboxError


@pytest.mark.parametrize(
    ("text", "version", "reason"),
    [
        ("1:22.10.1+dfsg+~cs6.17.60671434-1", (22, 10, 1), "a Debian package with its epoch"),
        ("1:20.6.0~dfsg+~cs6.13.40431414-2build5", (20, 6, 0), "an Ubuntu package"),
        ("Asterisk 22.10.1~dfsg+~cs6.17", (22, 10, 1), "the program's answer"),
        ("Asterisk 18.20", (18, 20, 0), "two numbers only"),
        ("Asterisk certified/20.7-cert1", (20, 7, 0), "a certified edition"),
    ],
)
def test_versions_are_read(text: str, version: tuple[int, ...], reason: str) -> None:
    assert parse_version(text) == version, reason


def test_a_text_without_a_version_is_an_error() -> None:
    with pytest.raises(ToolboxError, match="no version"):
        parse_version("Asterisk GIT-master")


@pytest.mark.parametrize(
    ("version", "fit", "reason"),
    [
        ((20, 0, 0), True, "the oldest that is taken"),
        ((19, 8, 1), False, "too old"),
        ((22, 10, 1), True, "LTS"),
        ((22, 11, 0), False, "S6: listening in is broken"),
        ((22, 11, 1), True, "mended"),
    ],
)
def test_unfit_versions_are_refused(version: tuple[int, ...], fit: bool, reason: str) -> None:
    assert (refusal(version) is None) is fit, reason


@pytest.mark.parametrize(
    ("version", "open_holes"),
    [((20, 6, 0), True), ((22, 10, 0), True), ((22, 10, 1), False), ((23, 0, 0), False)],
)
def test_a_version_with_known_holes_is_used_and_told_of(version: tuple[int, ...], open_holes: bool) -> None:
    """S6: at each start and by the doctor."""
    assert refusal(version) is None
    assert (holes(version) is not None) is open_holes


def test_a_known_bad_package_is_refused_before_it_is_fetched() -> None:
    packages = [Package("libc6", "2.43-7", "amd64"), Package("asterisk", "1:22.11.0+dfsg-1", "amd64")]
    with pytest.raises(ToolboxError, match=r"22\.11\.0 of the package archive is refused.*docker/"):
        check_versions(packages)


def test_the_file_of_a_package_is_named_as_apt_names_it() -> None:
    assert Package("sip-tester", "1:3.8.0-1", "amd64").file == "sip-tester_1%3a3.8.0-1_amd64.deb"
