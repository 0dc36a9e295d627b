"""What the ear makes of clean, cut, repeated, damaged and strange audio."""

import numpy as np
import pytest

from testcalls.ear import Ear, Heard
from testcalls.g711 import Samples
from testcalls.repertoire import Repertoire
from tests.unit.testcalls.sounds import line, prompt, silence, voice

SORRY = voice(50, 0.8)
MENDED, WORKS = np.concatenate([SORRY, voice(51)]), np.concatenate([SORRY, voice(52)])
PROMPTS = {name: voice(n, 1.0 + n / 10) for n, name in enumerate(["V1", "V2", "V3", "V9"])}
DIGITS = {f"digit_{n}": voice(100 + n, 0.25 + n / 50) for n in range(10)}
MUSIC = np.concatenate([voice(n, 2.0) // 3 for n in range(200, 206)])
REPERTOIRE = Repertoire(
    [prompt(name, sound) for name, sound in {**PROMPTS, **DIGITS, "mended": MENDED, "works": WORKS}.items()],
    [prompt("moh", MUSIC, "")],
)


def listen(*parts: Samples, step: int = 800, repertoire: Repertoire = REPERTOIRE) -> list[Heard]:
    ear = Ear(repertoire)
    audio = line(*parts, silence(1.5))
    for n in range(0, len(audio), step):
        ear.hear(audio[n : n + step])
    return ear.heard


def told(heard: list[Heard]) -> list[str]:
    return [(h.digits or h.id) + ("" if h.complete else "…") for h in heard]


@pytest.mark.parametrize("name", sorted({**PROMPTS, "mended": 0, "works": 0}))
def test_each_prompt_is_heard_once_whole_and_at_its_time(name: str) -> None:
    sound = {**PROMPTS, "mended": MENDED, "works": WORKS}[name]
    (heard,) = listen(silence(0.4), sound)
    assert told([heard]) == [name]
    assert heard.score > 0.99
    assert heard.at_seconds == pytest.approx(0.4, abs=0.01)
    assert heard.until == pytest.approx(0.4 + len(sound) / 8000, abs=0.02)


@pytest.mark.parametrize("step", [1, 160, 801, 100_000])
def test_the_size_of_the_slices_makes_no_difference(step: int) -> None:
    parts = [PROMPTS["V2"], DIGITS["digit_4"], PROMPTS["V9"]]
    parts = parts if step > 1 else [PROMPTS["V2"][:6000]]
    assert told(listen(*parts, step=step)) == told(listen(*parts))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.3, []), (0.5, ["V9…"]), (0.9, ["V9…"])],
    ids=["too short", "half a second", "more"],
)
def test_a_prompt_cut_short_counts_from_half_a_second(seconds: float, expected: list[str]) -> None:
    heard = listen(silence(0.2), PROMPTS["V9"][: round(seconds * 8000)])
    assert told(heard) == expected


def test_a_prompt_behind_one_that_was_cut_is_heard_from_its_beginning() -> None:
    heard = listen(PROMPTS["V1"][:6000], PROMPTS["V3"])
    assert told(heard) == ["V1…", "V3"]
    assert heard[0].until == pytest.approx(0.75, abs=0.1)
    assert heard[1].at_seconds == pytest.approx(0.75, abs=0.01)


def test_the_same_prompt_twice_is_heard_twice() -> None:
    assert told(listen(PROMPTS["V1"], silence(0.3), PROMPTS["V1"], PROMPTS["V1"])) == ["V1"] * 3


def test_prompts_that_begin_alike_are_told_apart_by_what_follows() -> None:
    assert told(listen(WORKS, silence(0.2), MENDED)) == ["works", "mended"]


def test_prompts_that_begin_alike_are_both_named_when_cut_before_they_differ() -> None:
    (heard,) = listen(MENDED[:6000])
    assert not heard.complete
    assert {heard.id, *heard.or_else} == {"mended", "works"}
    assert heard.matches("mended")
    assert heard.matches("works")


def test_of_a_prompt_and_a_longer_one_that_begins_with_it_each_is_itself() -> None:
    short, long = PROMPTS["V2"], np.concatenate([PROMPTS["V2"], PROMPTS["V9"]])
    repertoire = Repertoire([prompt("short", short), prompt("long", long)])
    assert told(listen(short, silence(0.5), long, repertoire=repertoire)) == ["short", "long"]


def test_equal_prompts_are_named_together() -> None:
    repertoire = Repertoire([prompt("V2_confirm", PROMPTS["V1"]), prompt("V6_confirm", PROMPTS["V1"])])
    (heard,) = listen(PROMPTS["V1"], repertoire=repertoire)
    assert heard.complete
    assert heard.matches("V2_confirm")
    assert heard.matches("V6_confirm")


@pytest.mark.parametrize("number", ["8", "87654321", "11", "5550100"])
def test_digits_one_after_the_other_are_one_number(number: str) -> None:
    parts = [part for digit in number for part in (DIGITS[f"digit_{digit}"], silence(0.1))]
    assert told(listen(PROMPTS["V2"], *parts, PROMPTS["V3"])) == ["V2", number, "V3"]


def test_numbers_with_a_long_pause_between_are_two() -> None:
    one, two = DIGITS["digit_1"], DIGITS["digit_2"]
    assert told(listen(one, one, silence(1.2), two)) == ["11", "2"]


def test_a_digit_inside_a_sentence_is_part_of_the_sentence() -> None:
    sentence = np.concatenate([PROMPTS["V1"], DIGITS["digit_7"], PROMPTS["V3"]])
    repertoire = Repertoire([*REPERTOIRE.sounds, prompt("sentence", sentence)])
    assert told(listen(sentence, repertoire=repertoire)) == ["sentence"]


@pytest.mark.parametrize("start", [0.0, 1.3, 7.7])
def test_music_is_known_wherever_it_is_joined_and_prompts_in_between(start: float) -> None:
    first = round(start * 8000)
    heard = listen(MUSIC[first : first + 16000], PROMPTS["V1"], MUSIC[first + 16000 : first + 32000])
    assert told(heard) == ["moh…", "V1", "moh…"]


def test_what_the_caller_says_is_known_again_also_from_its_middle() -> None:
    said = voice(77, 2.0)
    repertoire = REPERTOIRE.also(prompt("spoken_1", said, ""))
    assert told(listen(said, repertoire=repertoire)) == ["spoken_1"]
    assert [h.id for h in listen(said[4000:], repertoire=repertoire)] == ["spoken_1"]


@pytest.mark.parametrize(
    "strange",
    [
        voice(300, 5.0),
        np.random.default_rng(1).normal(0, 3000, 40000).astype(np.int16),
        (8000 * np.sin(np.arange(40000) * 2 * np.pi * 440 / 8000)).astype(np.int16),
        np.random.default_rng(2).integers(-40, 40, 40000).astype(np.int16),
        np.concatenate([PROMPTS["V1"][::-1], PROMPTS["V3"][::-1]]),
    ],
    ids=["unknown speech", "noise", "a steady tone", "a quiet line", "backwards"],
)
def test_nothing_is_heard_where_nothing_known_is(strange: Samples) -> None:
    assert listen(strange) == []


def test_lost_packets_do_not_hide_a_prompt() -> None:
    rng = np.random.default_rng(3)
    sound = PROMPTS["V9"].copy()
    for packet in rng.choice(len(sound) // 160, len(sound) // 160 // 20, replace=False):
        sound[packet * 160 : packet * 160 + 160] = 0  # 5 % lost
    (heard,) = listen(sound)
    assert told([heard]) == ["V9"]


def test_a_prompt_at_half_the_level_with_noise_is_still_heard() -> None:
    noise = np.random.default_rng(4).normal(0, 200, len(PROMPTS["V3"]))
    assert told(listen((PROMPTS["V3"] / 2 + noise).astype(np.int16))) == ["V3"]


def test_a_prompt_whose_first_half_second_is_torn_is_found_by_the_next() -> None:
    """Asterisk under load: nothing is lost, but 0.1 s of silence stands in the middle of a word."""
    sound = voice(60, 2.0)
    torn = np.concatenate([sound[:2400], silence(0.1), sound[2400:]])
    (heard,) = listen(torn, repertoire=Repertoire([*REPERTOIRE.sounds, prompt("long", sound)]))
    assert told([heard]) == ["long"]
