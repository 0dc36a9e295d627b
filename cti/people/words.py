"""Text that people enter: no control, format or bidirectional characters, which could disguise it (S12)."""

import unicodedata

LONGEST = 64
"""Characters of a name."""

_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Zl", "Zp", "Zs"})


def cleaned(text: str) -> str:
    """The text in normal form C, without what cannot be seen, each run of spaces as one."""
    kept = (_seen(letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(kept).split())


def cleaned_lines(text: str) -> str:
    """The same for a text of several lines, which stay; empty ones at its ends do not."""
    return "\n".join(cleaned(line) for line in text.splitlines()).strip()


def _seen(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in _SPACES or letter in "\t\n\r":
        return " "
    return "" if category in _UNWANTED else letter
