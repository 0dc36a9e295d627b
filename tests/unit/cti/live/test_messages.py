"""The page and the messages name the same types, both ways."""

import re
from pathlib import Path
from typing import get_args

import pytest

from cti.live import close_codes
from cti.live.messages import FromDesktop, FromService

PAGE = Path("docs/desktop-protocol.md").read_text()


def named(heading: str) -> set[str]:
    """Types in the table under a heading."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "union"), [("From the service", FromService), ("From the desktop", FromDesktop)]
)
def test_each_message_is_on_the_page_and_no_other(heading: str, union: object) -> None:
    assert named(heading) == {str(kind.__struct_config__.tag) for kind in get_args(union)}


def test_each_close_code_is_on_the_page() -> None:
    codes = {value for name, value in vars(close_codes).items() if name.isupper()}
    assert codes == {int(code) for code in re.findall(r"^\| (4\d{3}) \|", PAGE, re.MULTILINE)}
