"""The questions that a test call answers are prompts of every language."""

import pytest

from ivr.prompts.catalogue import load_catalogues
from testcalls.call_script import QUESTIONS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_is_in_the_catalogue(language: str) -> None:
    assert set(load_catalogues()[language]) >= QUESTIONS
