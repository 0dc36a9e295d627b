"""Text of others made harmless before a desktop sees it (S12)."""

import unicodedata

LONGEST = 64
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Control, formatting (bidirectional marks among them), private, surrogates, line and paragraph separators."""


def plain(text: str, longest: int = LONGEST) -> str:
    """The text without characters that can't be seen, at most so many characters."""
    return "".join(c for c in text if unicodedata.category(c) not in _HIDDEN)[:longest]
