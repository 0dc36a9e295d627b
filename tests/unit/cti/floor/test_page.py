"""The page about the live floor says what the table of agents' states says."""

import re
from pathlib import Path

from cti.floor.agents import TABLE

PAGE = Path(__file__).parents[4] / "docs" / "live-floor.md"
_ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.MULTILINE)
_STEP = re.compile(r"`(\w+)` → `(\w+)`")


def test_the_states_on_the_page_are_those_of_the_table() -> None:
    told = {state: dict(_STEP.findall(steps)) for state, steps in _ROW.findall(PAGE.read_text())}
    real = {state.value: {cue.value: to.value for cue, to in row.items()} for state, row in TABLE.items()}
    assert told == real
