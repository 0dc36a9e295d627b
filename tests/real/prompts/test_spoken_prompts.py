"""The prompts as espeak-ng really speaks them: reproducible, equally loud, of sensible length, told apart."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import wavfile
from scipy.signal import oaconvolve

from faultline.toolbox.tools import find_tool
from ivr.prompts.build import build_prompts
from ivr.prompts.catalogue import load_catalogues
from ivr.prompts.engine import EspeakEngine
from ivr.prompts.level import active_level
from ivr.prompts.library import PromptLibrary, digit_prompts

pytestmark = pytest.mark.real

CATALOGUES = load_catalogues()
MENUS = {"V5_class", "hotline_menu", "other_services_menu"}
ALIKE = 0.65
"""Correlation that no prompt reaches anywhere inside another. The closest are alike by their agreed wording:
V4_mended and V4_works (0.60), V6_confirm, V2_confirm and V10 (0.58)."""


@pytest.fixture(scope="module")
def engine() -> EspeakEngine:
    """The machine's espeak-ng."""
    return EspeakEngine(find_tool("espeak-ng"))


@pytest.fixture(scope="module")
def library(prompts: Path) -> PromptLibrary:
    """The prompts of the run."""
    return PromptLibrary(prompts / "prompts")


def sound(folder: Path, language: str, name: str, ending: str) -> tuple[int, NDArray[np.float64]]:
    rate, samples = wavfile.read(folder / "prompts" / language / f"{name}{ending}")
    return rate, samples / 32768.0


def everything(folder: Path) -> dict[str, bytes]:
    written = [path for part in ("prompts", "moh") for path in (folder / part).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in written}


def test_nothing_is_missing(library: PromptLibrary) -> None:
    library.check()


def test_a_second_build_renders_nothing(prompts: Path, engine: EspeakEngine) -> None:
    built = build_prompts(prompts, engine)
    assert (built.rendered, built.removed) == ((), ())
    assert len(built.unchanged) == sum(len(catalogue) for catalogue in CATALOGUES.values()) + 4


def test_two_builds_give_the_same_bytes(prompts: Path, engine: EspeakEngine, tmp_path: Path) -> None:
    build_prompts(tmp_path, engine)
    assert everything(tmp_path) == everything(prompts)


@pytest.mark.parametrize("ending", [".wav", ".wav16"])
def test_all_prompts_of_all_languages_are_equally_loud(prompts: Path, ending: str) -> None:
    levels = {
        (language, name): active_level(*reversed(sound(prompts, language, name, ending)))
        for language, catalogue in CATALOGUES.items()
        for name in catalogue
    }
    assert max(levels.values()) - min(levels.values()) < 0.5, levels


def test_no_prompt_reaches_full_scale(prompts: Path) -> None:
    loudest = {
        path.name: int(np.abs(wavfile.read(path)[1].astype(np.int32)).max())
        for path in prompts.rglob("*.wav*")
    }
    assert max(loudest.values()) < 0.9 * 32768, loudest


@pytest.mark.parametrize("language", CATALOGUES)
def test_sentences_are_of_a_length_that_people_listen_to(library: PromptLibrary, language: str) -> None:
    seconds = {name: library.samples(language, name).size / 8000 for name in CATALOGUES[language]}
    assert {name: length for name, length in seconds.items() if length > (16 if name in MENUS else 9)} == {}
    assert {name: length for name, length in seconds.items() if length < 0.3} == {}


@pytest.mark.parametrize("language", CATALOGUES)
def test_eight_digits_take_about_four_seconds(library: PromptLibrary, language: str) -> None:
    clips = [library.samples(language, name) for name in digit_prompts("01234567")]
    clips += [library.samples(language, name) for name in digit_prompts("87698769")]
    assert 6.5 < sum(clip.size for clip in clips) / 8000 < 9.5


@pytest.mark.parametrize("language", CATALOGUES)
def test_prompts_begin_and_end_promptly(library: PromptLibrary, language: str) -> None:
    for name in CATALOGUES[language]:
        samples = np.abs(library.samples(language, name).astype(np.int32))
        loud = np.flatnonzero(samples > samples.max() * 0.02)
        assert loud[0] / 8000 < 0.15, name
        assert (samples.size - loud[-1]) / 8000 < 0.3, name


def likeness(whole: NDArray[np.float64], part: NDArray[np.float64]) -> float:
    """Highest normalised correlation (0 to 1) of a part with any place of a longer sound."""
    products = oaconvolve(whole, part[::-1], "valid")
    power = np.concatenate([[0.0], np.cumsum(whole**2)])
    own = float(np.dot(part, part))
    there = np.maximum(power[part.size :] - power[: -part.size], own / 20)
    return float(np.max(np.abs(products) / np.sqrt(there * own)))


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_prompt_is_taken_for_another(library: PromptLibrary, language: str) -> None:
    names = [name for name, prompt in CATALOGUES[language].items() if not prompt.is_digit]
    sounds = {name: library.samples(language, name) / 32768.0 for name in names}
    room = np.zeros(8000 * 3)
    alike = {}
    for name in names:
        others = [sounds[other] for other in names if other != name]
        stream = np.concatenate([piece for other in others for piece in (other, room)])
        alike[name] = likeness(stream, sounds[name])
    assert max(alike.values()) < ALIKE, sorted(alike.items(), key=lambda pair: -pair[1])[:8]


def test_a_prompt_is_known_among_others(library: PromptLibrary) -> None:
    sounds = [library.samples("zh", name) / 32768.0 for name in ("welcome", "V1", "V2")]
    assert likeness(np.concatenate(sounds), sounds[1]) > 0.99


@pytest.mark.parametrize("language", CATALOGUES)
def test_digits_differ_from_each_other(library: PromptLibrary, language: str) -> None:
    clips = [library.samples(language, f"digit_{digit}") / 32768.0 for digit in range(10)]
    room = np.zeros(4000)
    alike = [likeness(np.concatenate([room, whole, room]), part) for whole, part in permutations(clips, 2)]
    assert max(alike) < 0.8
