"""Sections of docs/performance.md: a benchmark replaces its own and leaves the others alone."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def write(title: str, text: str) -> None:
    """Put a section in place of the one of the same title, or at the end of the page."""
    page = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    section = f"{title}\n{text}"
    pattern = re.compile(rf"{re.escape(title)}\n.*?(?=\n## |\Z)", re.DOTALL)
    found = pattern.search(page)
    PAGE.write_text(pattern.sub(lambda _: section, page) if found else f"{page.rstrip()}\n\n{section}")
