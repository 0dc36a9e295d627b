"""Sounds made here: the beep is one clear tone, the comfort tone recurs, the music closes on itself."""

import numpy as np
import pytest

from ivr.prompts.finish import COMFORT, MUSIC, TONE
from ivr.prompts.level import active_level
from ivr.prompts.music import BARS, BEAT, BEATS, music
from ivr.prompts.tones import RATE, beep, comfort, pause

KEYPAD = (697, 770, 852, 941, 1209, 1336, 1477, 1633)
"""ITU-T Q.23, in Hz."""


def test_beep_is_one_frequency_that_no_key_uses() -> None:
    spectrum = np.abs(np.fft.rfft(beep().samples, RATE))
    assert int(spectrum.argmax()) == 1000
    assert all(spectrum[key - 10 : key + 10].max() < spectrum[1000] / 30 for key in KEYPAD)


def test_comfort_tone_sounds_first_and_then_rests() -> None:
    samples = comfort().samples
    assert np.abs(samples[: RATE // 2]).max() > 0.5
    assert np.abs(samples[-RATE:]).max() < 0.001


def test_pause_is_a_short_silence() -> None:
    assert 0.1 <= pause().seconds <= 0.4
    assert not pause().samples.any()


def test_music_lasts_a_minute_in_whole_bars() -> None:
    sound = music()
    assert sound.seconds == pytest.approx(60.0, abs=3.0)
    assert sound.seconds == pytest.approx(BARS * BEATS * BEAT, abs=0.001)


def test_music_closes_on_itself_without_a_click_or_a_hole() -> None:
    samples = music().samples
    steps = np.abs(np.diff(samples))
    assert abs(samples[0] - samples[-1]) <= steps.max()
    seam = np.concatenate([samples[-RATE // 4 :], samples[: RATE // 4]])
    assert np.sqrt((seam**2).mean()) > 0.1 * np.sqrt((samples**2).mean())


def test_music_survives_a_telephone() -> None:
    power = np.abs(np.fft.rfft(music().samples)) ** 2
    frequency = np.fft.rfftfreq(music().samples.size, 1 / RATE)
    heard = power[(frequency > 100) & (frequency < 3400)].sum()
    assert heard > 0.99 * power.sum()


def test_music_never_falls_silent() -> None:
    samples = music().samples
    halves = samples[: samples.size // (RATE // 2) * (RATE // 2)].reshape(-1, RATE // 2)
    assert np.sqrt((halves**2).mean(axis=1)).min() > 0.02


def test_whoever_waits_is_not_shouted_at() -> None:
    assert MUSIC.level is not None
    assert COMFORT.level is not None
    assert TONE.level is not None
    assert MUSIC.level < TONE.level - 5
    assert COMFORT.level < TONE.level - 5


def test_sounds_are_made_alike_each_time() -> None:
    assert np.array_equal(music().samples, music().samples)
    assert active_level(comfort().samples, RATE) == active_level(comfort().samples, RATE)
