"""The ear on the real prompts: each one is recognised, none is taken for another, the margin is wide."""

import numpy as np

from testcalls.ear import FOUND, QUIET, Ear
from testcalls.repertoire import HEAD, STRIDE, Known, Repertoire


def listen(repertoire: Repertoire, sound: Known) -> Ear:
    ear = Ear(repertoire)
    quiet = np.zeros(16000, np.int16)
    audio = np.concatenate([quiet[:5000], sound.sound.astype(np.int16), quiet])
    for n in range(0, len(audio), 800):
        ear.hear(audio[n : n + 800])
    return ear


def test_every_prompt_is_recognised_whole_and_alone(repertoire: Repertoire) -> None:
    assert len(repertoire.sounds) > 100
    for sound in repertoire.sounds:
        (heard,) = listen(repertoire, sound).heard
        assert (heard.digits or heard.id, heard.language) == (sound.digit or sound.id, sound.language)
        assert heard.complete
        assert heard.score > 0.99
        assert not heard.or_else


def test_every_sentence_is_recognised_by_its_first_second(repertoire: Repertoire) -> None:
    sentences = [s for s in repertoire.sounds if s.language == "zh" and len(s.sound) > 12000]
    for sound in sentences:
        cut = Known(sound.id, sound.language, sound.sound[:8000])
        (heard,) = listen(repertoire, cut).heard
        assert heard.matches(sound.id), (sound.id, heard)
        assert not heard.complete


def test_nothing_but_a_prompt_itself_comes_near_the_threshold(repertoire: Repertoire) -> None:
    """The beginnings of all other prompts against every place, 0.2 s on, of the longest sentences and the music."""
    longest = sorted(repertoire.sounds, key=lambda sound: len(sound.sound))[-12:]
    worst = max(_strangers(repertoire, sound) for sound in [*longest, *repertoire.anywhere])
    assert worst < FOUND - 0.02


def _strangers(repertoire: Repertoire, sound: Known) -> float:
    audio = np.concatenate([sound.sound, np.zeros(HEAD + 2 * STRIDE, np.float32)])
    places = range(STRIDE, len(audio) - HEAD - STRIDE, STRIDE)
    others = [known is not sound and begin == 0 for known, begin in repertoire.marks]
    return max(float(repertoire.scores(audio[at : at + HEAD + STRIDE], QUIET)[others].max()) for at in places)
