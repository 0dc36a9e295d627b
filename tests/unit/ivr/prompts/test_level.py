"""Active speech level after ITU-T P.56: against signals whose level is known by calculation."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ivr.prompts.level import SILENT, active_level


def tone(seconds: float, rate: int = 8000, peak: float = 0.5, pitch: float = 400.0) -> NDArray[np.float64]:
    wave: NDArray[np.float64] = peak * np.sin(2 * np.pi * pitch * np.arange(int(seconds * rate)) / rate)
    return wave


@pytest.mark.parametrize("rate", [8000, 16000, 44100])
@pytest.mark.parametrize("peak", [0.01, 0.1, 0.9])
def test_a_steady_tone_has_its_power_as_level(rate: int, peak: float) -> None:
    assert active_level(tone(3.0, rate, peak), rate) == pytest.approx(20 * np.log10(peak) - 3.01, abs=0.1)


def test_pauses_do_not_count() -> None:
    speech = np.concatenate([tone(1.5), np.zeros(16000), tone(1.5), np.zeros(16000)])
    plain = 10 * np.log10((speech**2).mean())
    assert active_level(speech, 8000) == pytest.approx(active_level(tone(3.0), 8000), abs=0.8)
    assert active_level(speech, 8000) - plain > 2.5


def test_pauses_shorter_than_the_hangover_count() -> None:
    words = np.concatenate([np.concatenate([tone(0.2), np.zeros(800)]) for _ in range(10)])
    plain = 10 * np.log10((words**2).mean())
    assert active_level(words, 8000) == pytest.approx(plain, abs=0.2)


def test_the_level_follows_the_gain_decibel_by_decibel() -> None:
    noise = np.random.default_rng(1).normal(0.0, 0.05, 24000)
    assert active_level(noise, 8000) - active_level(noise / 2, 8000) == pytest.approx(6.02, abs=0.05)


def test_a_single_digit_is_long_enough() -> None:
    assert active_level(tone(0.3), 8000) == pytest.approx(active_level(tone(3.0), 8000), abs=0.5)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(8000), np.full(8000, 1e-6)])
def test_silence_has_no_level(samples: NDArray[np.float64]) -> None:
    assert active_level(samples, 8000) == SILENT
