"""Everything that our configuration and that of operations may contain, through pyst2's parser."""

from pathlib import Path

import pytest

from faultline.asterisk.places import product_files
from faultline.doctor.conf_parser import BrokenConfiguration, Include, Section, Setting, parse

SAMPLE = """\
; a comment
;----- a ruler -----
before = any section
[general](!)
a = 1 ; note
b => 2
;-- a block
[never]
c = 3
--;
d = x\\;y
[agent](general,other) ; template
#include "generated/x.conf"
#tryinclude <site/y.conf>
[globals](+)
e =
"""


def test_all_that_asterisk_understands(tmp_path: Path) -> None:
    path = tmp_path / "x.conf"
    path.write_text(SAMPLE)
    file = parse(path)
    assert file.parts == [
        Setting("before", "any section"),
        Section("general"),
        Setting("a", "1"),
        Setting("b", "2"),
        Setting("d", "x;y"),
        Section("agent"),
        Include("generated/x.conf", needed=True, line=13),
        Include("site/y.conf", needed=False, line=14),
        Section("globals"),
        Setting("e", ""),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("[a]\nb = 1\nnonsense\n", 3), ("[a\n", 1), ("a]\n", 1)],
)
def test_a_line_that_nobody_understands_is_named(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "x.conf"
    path.write_text(text)
    with pytest.raises(BrokenConfiguration, match=rf"x\.conf, line {line}:"):
        parse(path)


@pytest.mark.parametrize("path", sorted(product_files().rglob("*.conf")), ids=lambda path: path.name)
def test_the_product_s_own_files_are_understood(path: Path) -> None:
    assert parse(path).path == path
