"""Knobs as Asterisk reads them, and what becomes of nonsense."""

from pathlib import Path

import pytest

from faultline.asterisk.knobs import QueueKnobs, globals_in, globals_shown

PRODUCT = '[globals]\nA = 1\nB = 2 ; two\n[ctx]\nexten => 1,1,Set(A=9)\n#tryinclude "site/extensions.conf"\n'

SITES = [
    pytest.param("", {"A": "1", "B": "2"}, id="no site file's content"),
    pytest.param("[globals](+)\nB = 3\n", {"A": "1", "B": "3"}, id="the last one wins"),
    pytest.param("[globals](+)\nB => 4\nC=5\n", {"A": "1", "B": "4", "C": "5"}, id="an arrow, a new one"),
    pytest.param("[globals]\nB = 3\n", {"A": "1", "B": "2"}, id="without the plus Asterisk ignores it"),
    pytest.param("; [globals](+)\n; B = 3\n", {"A": "1", "B": "2"}, id="commented out"),
]


@pytest.mark.parametrize(("site", "wanted"), SITES)
def test_globals_are_read_as_asterisk_reads_them(tmp_path: Path, site: str, wanted: dict[str, str]) -> None:
    (tmp_path / "extensions.conf").write_text(PRODUCT)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "extensions.conf").write_text(site)
    assert globals_in(tmp_path) == wanted


VALUES = [
    pytest.param({}, QueueKnobs(15, 20, 10), id="defaults of the design"),
    pytest.param({"OVERFLOW_SECONDS": "5", "RING_SECONDS": "3600"}, QueueKnobs(5, 3600, 10), id="given"),
    pytest.param({"WRAPUP_SECONDS": "0"}, QueueKnobs(15, 20, 0), id="no pause after a call"),
    pytest.param({"OVERFLOW_SECONDS": "0"}, QueueKnobs(15, 20, 10), id="0 would ask without end"),
    pytest.param({"OVERFLOW_SECONDS": "fifteen"}, QueueKnobs(15, 20, 10), id="no number"),
    pytest.param({"RING_SECONDS": "20\nmember = x"}, QueueKnobs(15, 20, 10), id="a line of its own"),
    pytest.param({"RING_SECONDS": "３"}, QueueKnobs(15, 20, 10), id="a digit that is not ASCII"),
]


@pytest.mark.parametrize(("given", "wanted"), VALUES)
def test_nonsense_counts_as_the_default(given: dict[str, str], wanted: QueueKnobs) -> None:
    assert QueueKnobs.of(given) == wanted


def test_globals_are_read_off_the_console() -> None:
    shown = "   MAX_TRIES=3\n   NUMBERS=1000 112\n   EMPTY=\n\n    -- 3 variable(s)\n"
    assert globals_shown(shown.splitlines()) == {"MAX_TRIES": "3", "NUMBERS": "1000 112", "EMPTY": ""}
