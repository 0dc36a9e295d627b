"""Text that a spreadsheet must not take for a formula (S14).

Source: OWASP, "CSV Injection": a cell that begins with = + - @, a tab or a line break is run as a formula by
common spreadsheets, in their full-width forms too; an apostrophe in front makes it text.
"""

FORMULA_BEGINNINGS = frozenset("=+-@\t\r\n＝＋－＠")


def neutral(text: str) -> str:
    """The text, with an apostrophe in front when it, or what follows its leading blanks, begins like a
    formula."""
    begins = text[:1] in FORMULA_BEGINNINGS or text.lstrip()[:1] in FORMULA_BEGINNINGS
    return f"'{text}" if text and begins else text
