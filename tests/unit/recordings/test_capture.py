"""The layout that Asterisk writes, levels and waveforms made of it, and the compact file and back."""

from pathlib import Path

import numpy as np
import pytest

from recordings.capture import RATE, Capture, Samples
from recordings.compact import Format, decode, encode
from recordings.errors import NoAudio
from recordings.levels import measure
from recordings.peaks import waveform
from tests.recorded import both, tone


def test_left_is_the_caller_right_the_agent(tmp_path: Path) -> None:
    path = tmp_path / "x-0.raw"
    path.write_bytes(np.array([[1, -2], [300, -400]], "<i2").tobytes())
    (block,) = Capture(path, path.stat().st_size).blocks()
    assert block.tolist() == [[1, -2], [300, -400]]


TORN = [(0, 10, False), (1, 10, True), (2, 10, True), (3, 10, True), (4, 11, False)]


@pytest.mark.parametrize(("extra", "frames", "torn"), TORN)
def test_half_a_pair_is_left_out(extra: int, frames: int, torn: bool, tmp_path: Path) -> None:
    """R11, R12: a writer that was killed leaves any number of bytes."""
    path = tmp_path / "x-0.raw"
    path.write_bytes(bytes(40 + extra))
    capture = Capture(path, path.stat().st_size)
    assert (capture.frames, capture.torn) == (frames, torn)
    assert sum(len(block) for block in capture.blocks()) == frames


def test_what_is_added_meanwhile_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x-0.raw"
    path.write_bytes(bytes(400))
    capture = Capture(path, 200)
    assert sum(len(block) for block in capture.blocks()) == 50


def _cut(samples: Samples, size: int) -> list[Samples]:
    return [samples[at : at + size] for at in range(0, len(samples), size)]


@pytest.mark.parametrize("size", [1, 7, 1000, 8000, 100_000])
def test_levels_do_not_depend_on_the_blocks(size: int) -> None:
    samples = both(tone(1.05), tone(1.05, loud=0.01))[: 3000 if size < 10 else None]
    whole, pieces = measure([samples]), measure(_cut(samples, size))
    assert np.array_equal(whole.levels, pieces.levels)
    assert whole.seconds == pieces.seconds == len(samples) / RATE


def test_levels_of_a_known_tone() -> None:
    """A sine at full scale has -3.01 dBFS."""
    sound = measure([both(tone(2, loud=1.0), np.zeros(2 * RATE, np.int16))])
    assert sound.loudness(0) == pytest.approx(-3.0, abs=0.1)
    assert sound.loudness(1) is None
    assert (sound.silence(0), sound.silence(1)) == (0.0, 1.0)
    assert len(sound.levels) == 20


@pytest.mark.parametrize("size", [7, 999, 64_000])
def test_peaks_stand_where_it_was_loud(size: int) -> None:
    caller = np.zeros(4 * RATE, np.int16)
    caller[RATE : RATE + 10] = -32768
    agent = np.zeros(4 * RATE, np.int16)
    agent[3 * RATE] = 16384
    found = waveform(_cut(both(caller, agent), size), 4.0, 8)
    assert found.caller == [0, 0, 1.0, 0, 0, 0, 0, 0]
    assert found.agent == [0, 0, 0, 0, 0, 0, 0.5, 0]
    assert found.seconds == 4.0


def test_no_more_peaks_than_samples() -> None:
    assert waveform([both(tone(0.001), tone(0.001))], 0.001, 600).caller.__len__() == 8
    assert waveform([], 0.0, 600).caller == [0.0]


@pytest.mark.parametrize(("form", "exact"), [(Format.FLAC, True), (Format.OPUS, False)])
def test_compact_and_back(form: Format, exact: bool, tmp_path: Path) -> None:
    """Both sides stay apart; FLAC keeps every sample."""
    samples = both(tone(20, frequency=400), tone(20, frequency=900))
    path = tmp_path / f"x{form.ending}"
    assert sum(len(block) for block in encode(_cut(samples, 9000), path, form)) == len(samples)
    with path.open("rb") as file:
        found = np.concatenate(list(decode(file)))
    assert found.shape == samples.shape
    assert path.stat().st_size < samples.nbytes
    assert np.array_equal(found, samples) or not exact
    for side, frequency in ((0, 400), (1, 900)):
        spectrum = np.abs(np.fft.rfft(found[: 8 * RATE, side].astype(float)))
        assert np.argmax(spectrum) / 8 == pytest.approx(frequency, abs=1)


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.flac").write_bytes(b"not a sound file" * 100)
    with (tmp_path / "x.flac").open("rb") as file, pytest.raises(NoAudio):
        list(decode(file))
