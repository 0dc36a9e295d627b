"""The documents say what the code does: settings and their defaults, links, commands."""

import re
from pathlib import Path

import pytest

from faultline.settings import Settings
from faultline.toolbox.folders import project

PAGES = sorted([*project().glob("*.md"), *project().glob("docs/**/*.md")])
FIXED_WORDS = {"none", "SQLite in the data folder", "generated, printed once"}
FIXED_WORDS |= {"built by `make setup`", "on if `FAULTLINE_BIND` is loopback"}
FIXED_WORDS |= {"loopback if `FAULTLINE_BIND` is, else none"}


def settings_table() -> dict[str, str]:
    text = (project() / "docs" / "operations.md").read_text()
    return dict(re.findall(r"^\| `FAULTLINE_(\w+)` \| (.+?) \|", text, re.MULTILINE))


def test_every_setting_is_on_the_operations_page_and_no_other() -> None:
    assert settings_table().keys() == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_s_default_is_the_documented_one(name: str) -> None:
    default = Settings.model_fields[name].default
    said = settings_table()[name.upper()]
    if default is None:
        assert said in FIXED_WORDS
    else:
        assert said == f"`{default}`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(project())))
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^    .*|`[^`\n]*`", "", page.read_text(), flags=re.MULTILINE)
    links = re.findall(r"\]\((?!https?://)([^)#]+)", prose)
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(project())))
def test_files_of_the_project_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(r"`((?:\w+/)+\w+\.(?:py|ts|vue|conf|md|yml|ini))`", page.read_text())
    rooms = {one.name for one in project().iterdir() if one.is_dir()} - {"data", "build"}
    ours = {name for name in named if name.partition("/")[0] in rooms}
    assert [name for name in sorted(ours) if not (project() / name).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = (project() / "docs" / "README.md").read_text()
    pages = {page.name for page in (project() / "docs").glob("*.md")} - {"README.md"}
    assert [page for page in sorted(pages) if f"]({page})" not in index] == []


def test_every_decision_is_listed_and_has_its_three_parts() -> None:
    index = (project() / "docs" / "README.md").read_text()
    pages = sorted((project() / "docs" / "decisions").glob("*.md"))
    assert pages
    for page in pages:
        assert f"decisions/{page.name}" in index
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in page.read_text(), page.name


def test_the_front_page_begins_with_three_sentences_and_two_commands() -> None:
    _, what, commands, *_ = (project() / "README.md").read_text().split("\n\n")
    assert len(re.findall(r"\.(?:\s|$)", what)) == 3
    assert commands.split() == ["make", "run", "make", "test"]


def test_commands_of_make_that_documents_name_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (project() / "Makefile").read_text(), re.MULTILINE))
    named = {word for page in PAGES for word in re.findall(r"`make (\w+)`", page.read_text())}
    assert named <= targets
