"""`make test`: what a busy machine may have spoilt is tried again, alone; nothing else is."""

from pathlib import Path

import pytest

from tools.tests import main

ALONE = "def test_it(worker_id): assert worker_id == 'master'\n"
AT_LAST = """
from pathlib import Path

def test_it(worker_id):
    tried = Path(__file__).with_suffix(".tried")
    tries = len(tried.read_text()) if tried.exists() else 0
    tried.write_text("x" * (tries + 1))
    assert tries == 2
"""
NEVER = "def test_it(): assert False\n"


@pytest.mark.parametrize(
    ("files", "code", "named"),
    [
        ({"real/test_a.py": ALONE}, 0, True),
        ({"real/test_a.py": AT_LAST}, 0, True),
        ({"real/test_a.py": NEVER}, 1, False),
        ({"real/test_a.py": ALONE, "unit/test_b.py": ALONE}, 1, False),
    ],
    ids=["passes alone", "passes alone at last", "fails alone too", "no real test"],
)
def test_second_try(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], files: dict[str, str], code: int, named: bool
) -> None:
    for name, text in files.items():
        file = tmp_path / "tests" / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
    assert main(tmp_path, at_once="1") == code
    assert ("passed only alone:\n  tests/real/test_a.py::test_it" in capfd.readouterr().out) is named
