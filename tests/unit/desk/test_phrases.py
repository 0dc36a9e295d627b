"""The catalogues of standard phrases: the same in both languages, and nothing in them that nobody fills (K11, K16)."""

import re

import pytest

from desk.phrases.catalogue import LANGUAGES, PLACES, STEPS, phrases, places


def test_both_languages_have_the_same_phrases() -> None:
    zh, en = ([(phrase.id, phrase.step, phrase.clause) for phrase in phrases(name)] for name in LANGUAGES)
    assert zh == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_a_phrase_in_the_order_of_a_conversation(language: str) -> None:
    assert list(dict.fromkeys(phrase.step for phrase in phrases(language))) == list(STEPS)


def test_both_languages_name_the_same_places_and_only_known_ones() -> None:
    for zh, en in zip(phrases("zh"), phrases("en"), strict=True):
        assert places(zh.text) == places(en.text) <= PLACES, zh.id


def test_each_language_is_written_in_its_own_script() -> None:
    """Full-width punctuation in Chinese, none of it in English; every sentence ends."""
    for phrase in phrases("zh"):
        assert not re.search(r"[,.?!:;]", phrase.text), phrase.id
        assert phrase.text[-1] in "\u3002\uff1f", phrase.id
    for phrase in phrases("en"):
        assert phrase.text.isascii(), phrase.id
        assert phrase.text[-1] in ".?", phrase.id


def test_every_phrase_names_its_clause() -> None:
    for phrase in phrases("zh"):
        assert re.fullmatch(r"[FK][0-9.]+(, [FK][0-9.]+)*", phrase.clause), phrase.id


def test_no_other_language() -> None:
    with pytest.raises(KeyError):
        phrases("fr")
