"""The archive to fetch from is the machine's own, with its keyring; others' archives are left alone."""

from pathlib import Path

import pytest

from faultline.toolbox.apt_sources import Source, derive, parse_deb822, parse_list, read_sources
from faultline.toolbox.trouble import ToolboxError

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
DEBIAN = {"ID": "debian", "VERSION_CODENAME": "bookworm"}
UBUNTU = {"ID": "ubuntu", "ID_LIKE": "debian", "VERSION_CODENAME": "noble", "UBUNTU_CODENAME": "noble"}

DEB822 = f"""\
# the archive
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: {KEYRING}

Types: deb deb-src
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: {KEYRING}
"""

UBUNTU_DEB822 = """\
Types: deb
URIs: http://mirror.example/ubuntu/
Suites: noble noble-updates noble-backports
Components: main restricted universe multiverse
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

Types: deb
URIs: http://security.example/ubuntu/
Suites: noble-security
Components: main
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg
"""


def test_debian_deb822_gives_the_main_archive_with_the_unstable_suite() -> None:
    assert derive(parse_deb822(DEB822), DEBIAN) == [
        Source(("http://mirror.example/debian",), ("unstable",), ("main",), KEYRING)
    ]


@pytest.mark.parametrize(
    ("line", "signed_by", "reason"),
    [
        ("deb http://mirror.example/debian bookworm main contrib", "", "plain"),
        (f"deb [signed-by={KEYRING}] http://mirror.example/debian bookworm main", KEYRING, "with a keyring"),
        (
            f"deb [arch=amd64 signed-by={KEYRING}] http://mirror.example/debian stable main # x",
            KEYRING,
            "options",
        ),
        ("deb [trusted=yes] http://mirror.example/debian bookworm main", "", "trust is not taken over"),
    ],
)
def test_debian_one_line_style(line: str, signed_by: str, reason: str) -> None:
    found = derive(parse_list(line), DEBIAN)
    assert found == [Source(("http://mirror.example/debian",), ("unstable",), ("main",), signed_by)], reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# deb http://mirror.example/debian bookworm main", "commented out"),
        ("deb-src http://mirror.example/debian bookworm main", "sources only"),
        ("deb http://tools.example/apt tools-bookworm main", "somebody else's suite"),
        ("", "nothing at all"),
    ],
)
def test_no_archive_of_the_release_is_said(text: str, reason: str) -> None:
    with pytest.raises(ToolboxError, match="name no archive"):
        derive(parse_list(text), DEBIAN)


def test_disabled_and_source_paragraphs_don_t_count() -> None:
    disabled = DEB822.replace("Types: deb\n", "Types: deb\nEnabled: no\n").replace("deb deb-src", "deb-src")
    assert list(parse_deb822(disabled)) == []


def test_a_third_party_with_the_release_s_name_for_its_suite_is_not_taken_for_the_archive() -> None:
    other = "deb [signed-by=/etc/apt/keyrings/other.gpg] http://other.example/repo bookworm main"
    found = derive([*parse_list(other), *parse_deb822(DEB822)], DEBIAN)
    assert [source.uris for source in found] == [("http://mirror.example/debian",)]


def test_ubuntu_keeps_its_suites_and_gets_universe_in_each() -> None:
    first, security = derive(parse_deb822(UBUNTU_DEB822), UBUNTU)
    assert first.suites == ("noble", "noble-updates")
    assert security.suites == ("noble-security",)
    assert {first.components, security.components} == {("main", "universe")}
    assert first.signed_by == "/usr/share/keyrings/ubuntu-archive-keyring.gpg"


def test_ubuntu_leaves_personal_archives_out() -> None:
    personal = "deb http://personal.example/someone/ubuntu noble main"
    assert len(derive([*parse_list(personal), *parse_deb822(UBUNTU_DEB822)], UBUNTU)) == 2


def test_another_family_of_systems_is_told_what_to_install() -> None:
    with pytest.raises(ToolboxError, match="neither Debian nor Ubuntu"):
        derive(parse_deb822(DEB822), {"ID": "fedora"})


def test_a_key_block_in_the_source_survives() -> None:
    block = (
        "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDMEZ\n -----END PGP PUBLIC KEY BLOCK-----\n"
    )
    text = DEB822.replace(f"Signed-By: {KEYRING}\n", block)
    (source,) = derive(parse_deb822(text), DEBIAN)
    assert list(parse_deb822(source.deb822())) == [source]
    assert " mDMEZ\n" in source.deb822()


def test_a_machine_s_folder_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text("deb http://a.example/debian bookworm main\n")
    (tmp_path / "sources.list.d" / "b.sources").write_text(DEB822)
    (tmp_path / "sources.list.d" / "c.list.save").write_text("deb http://c.example/debian bookworm main\n")
    uris = [source.uris[0] for source in read_sources(tmp_path)]
    assert uris == [
        "http://a.example/debian", "http://mirror.example/debian", "http://mirror.example/debian-security"
    ]  # fmt: skip
