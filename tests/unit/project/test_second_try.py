"""`make test`: what a busy machine may have spoilt is tried once more, alone; nothing else is."""

from pathlib import Path

import pytest

from tools.tests import main

ALONE = "def test_it(worker_id): assert worker_id == 'master'\n"
NEVER = "def test_it(): assert False\n"


@pytest.mark.parametrize(
    ("files", "code", "named"),
    [
        ({"real/test_a.py": ALONE}, 0, True),
        ({"real/test_a.py": NEVER}, 1, False),
        ({"real/test_a.py": ALONE, "unit/test_b.py": ALONE}, 1, False),
    ],
    ids=["passes alone", "fails alone too", "no real test"],
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
