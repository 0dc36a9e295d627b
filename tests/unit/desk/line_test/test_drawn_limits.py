"""The page draws a line test against the limits that it is judged by (F1.8)."""

import re
from pathlib import Path

from desk.line_test import result, verdict

PAGE = Path(__file__).parents[4] / "web" / "src" / "reports" / "limits.ts"


def test_the_page_has_the_limits_of_the_verdict() -> None:
    drawn = {
        name: float(value.replace("_", ""))
        for name, value in re.findall(r"export const (\w+) = ([\d_]+)", PAGE.read_text(encoding="utf-8"))
    }
    judged = {
        name: value for name, value in vars(verdict).items() if name.isupper() and isinstance(value, float)
    }
    assert drawn == {**judged, "MEASURABLE_OHMS": result.MEASURABLE_OHMS}
