"""The page that test heads are built from says what the code does."""

import json
import re
from pathlib import Path

from desk.line_test.http_answer import read_answer
from desk.line_test.result import Verdict
from desk.line_test.staging import Condition, read_stage

PAGE = (Path(__file__).parents[4] / "docs" / "line-test-api.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found, language
    return found[1]


def test_the_examples_answer_is_valid_and_gets_the_verdict_it_states() -> None:
    example = block("json")
    test = read_answer(example.encode(), "55501234", "head.example")
    assert test.verdict.value == json.loads(example)["verdict"]


def test_the_staging_example_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "lab.toml").write_text(block("toml"), encoding="utf-8")
    stage = read_stage(tmp_path / "lab.toml")
    assert stage.lines["55501234"].condition is Condition.SHORT


def test_every_verdict_is_explained() -> None:
    assert re.findall(r"^\| `([a-z_]+)` \| .*\|", PAGE.split("## The verdict")[1], re.MULTILINE) == [
        verdict.value
        for verdict in (
            Verdict.FOREIGN_VOLTAGE,
            Verdict.GROUND,
            Verdict.OFF_HOOK,
            Verdict.SHORT,
            Verdict.LOW_INSULATION,
            Verdict.OPEN,
            Verdict.OK,
            Verdict.UNKNOWN,
        )
    ]
