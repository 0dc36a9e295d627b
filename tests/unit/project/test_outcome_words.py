"""Whatever can become of a call has words on the desktop, in both languages (H2)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti import record_facts
from desk import call_log
from desk.conversations import MISMATCH
from desk.fold.draft import LEFT, LOST
from faultline.toolbox.folders import project

ROOMS = ("agi_scripts", "ivr", "faultline")
RESULT_AT = {"Outcome": 0, "goodbye": 0, "to_hotline": 0, "what_else": 1}
"""Who says how a dialog ended, and as which of its arguments."""
WORDS = project() / "web" / "src" / "conversation"


def stored() -> set[str]:
    """Every outcome that a call's record may hold."""
    of_agents = {record_facts.ANSWERED, record_facts.ABANDONED, record_facts.VOICEMAIL, record_facts.CALLBACK}
    files = [path for room in ROOMS for path in (project() / room).rglob("*.py")]
    return (
        of_agents
        | {call_log.LOST, MISMATCH, LEFT, LOST, "to_agent"}
        | {one for path in files for one in said(path)}
    )


def said(path: Path) -> Iterator[str]:
    """Results of dialogs in a file's source."""
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            at = RESULT_AT.get(call.func.id)
            given = call.args[at : at + 1] if at is not None else []
            given += [one.value for one in call.keywords if one.arg == "result"]
            yield from (text for one in given for text in texts(one))


def texts(value: ast.expr) -> Iterator[str]:
    """What an argument may be; nothing for what is handed on."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    if isinstance(value, ast.IfExp):
        yield from (*texts(value.body), *texts(value.orelse))


def test_the_sources_say_how_calls_end() -> None:
    assert {"reported", "message_dropped", "failed", "too_many_fallbacks", "planned_works"} <= stored()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_outcome_has_words(language: str) -> None:
    whole = (WORDS / f"words.{language}.ts").read_text()
    group = whole[whole.index("  outcome: {") :]
    named = set(re.findall(r"^    (\w+): '", group, flags=re.MULTILINE))
    assert sorted(stored() - named) == []
