"""From studio take to prompt: reading, trimming, resampling, levelling, and the file that Asterisk reads."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import wavfile

from ivr.prompts.audio import Sound, SoundError, finished, levelled, read_sound, resampled, trimmed, wav_bytes
from ivr.prompts.finish import PEAK, SENTENCE, SILENCE, Finish
from ivr.prompts.level import active_level

EDGES = Finish(lead=0.02, tail=0.15)


def tone(seconds: float, rate: int, peak: float = 0.3, pitch: float = 440.0) -> NDArray[np.float64]:
    wave: NDArray[np.float64] = peak * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)
    return wave


def speechlike(seconds: float, rate: int) -> NDArray[np.float64]:
    """Noise in syllables: a crest factor like a voice's."""
    noise = np.random.default_rng(5).laplace(0.0, 0.05, round(seconds * rate))
    syllables = np.abs(np.sin(2 * np.pi * 2.0 * np.arange(noise.size) / rate))
    return np.clip(noise * syllables, -1.0, 1.0)


@pytest.mark.parametrize(
    ("rate", "before", "after"), [(8000, 0.5, 1.0), (22050, 0.0, 0.3), (48000, 2.0, 0.0)]
)
def test_trimming_leaves_the_finish_s_own_silence(rate: int, before: float, after: float) -> None:
    whole = np.concatenate([np.zeros(int(before * rate)), tone(1.0, rate), np.zeros(int(after * rate))])
    assert trimmed(Sound(whole, rate), EDGES).seconds == pytest.approx(1.0 + 0.02 + 0.15, abs=0.025)


def test_trimming_looks_past_hiss_and_offset() -> None:
    hiss = np.random.default_rng(2).normal(0.0, 0.0005, 48000) + 0.05
    hiss[16000:32000] += tone(2.0, 8000)
    assert trimmed(Sound(hiss, 8000), EDGES).seconds == pytest.approx(2.17, abs=0.025)


def test_trimming_begins_and_ends_without_a_click() -> None:
    square = np.sign(tone(0.5, 8000))
    cut = trimmed(Sound(square, 8000), Finish(lead=0.0, tail=0.0)).samples
    assert abs(cut[0]) < 0.05
    assert abs(cut[-1]) < 0.05


def test_pauses_inside_a_sentence_stay() -> None:
    parts = np.concatenate([tone(0.5, 8000), np.zeros(8000), tone(0.5, 8000)])
    assert trimmed(Sound(parts, 8000), EDGES).seconds == pytest.approx(2.17, abs=0.025)


@pytest.mark.parametrize("samples", [np.zeros(8000), np.zeros(0), np.full(8000, 0.3)])
def test_silence_cannot_become_a_prompt(samples: NDArray[np.float64]) -> None:
    with pytest.raises(SoundError, match="silen"):
        finished(Sound(samples, 8000), SENTENCE, 8000)


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 24000, 44100, 48000, 96000])
@pytest.mark.parametrize("target", [8000, 16000])
def test_resampling_keeps_length_pitch_and_strength(rate: int, target: int) -> None:
    changed = resampled(Sound(tone(1.0, rate), rate), target)
    assert changed.rate == target
    assert changed.samples.size == pytest.approx(target, abs=2)
    spectrum = np.abs(np.fft.rfft(changed.samples[:target]))
    assert int(spectrum.argmax()) == pytest.approx(440, abs=1)
    middle = changed.samples[target // 4 : 3 * target // 4]
    assert np.sqrt((middle**2).mean()) == pytest.approx(0.3 / np.sqrt(2), rel=0.01)


def test_nothing_above_half_the_rate_is_folded_down() -> None:
    changed = resampled(Sound(tone(1.0, 48000, pitch=6500.0), 48000), 8000)
    assert np.abs(changed.samples[500:-500]).max() < 0.003


@pytest.mark.parametrize("gain", [0.01, 0.1, 1.0, 10.0])
def test_every_voice_comes_out_at_one_level_below_the_peak(gain: float) -> None:
    voice = Sound(speechlike(3.0, 16000) * gain, 16000)
    even = levelled(voice, -22.0)
    assert active_level(even.samples, 16000) == pytest.approx(-22.0, abs=0.05)
    assert np.abs(even.samples).max() <= PEAK


def test_a_peak_is_turned_down_and_the_level_kept() -> None:
    voice = speechlike(3.0, 16000)
    voice[20000:20010] = 4.0
    even = levelled(Sound(voice, 16000), -22.0)
    assert np.abs(even.samples).max() <= PEAK
    assert active_level(even.samples, 16000) == pytest.approx(-22.0, abs=0.3)


def test_without_a_level_the_sound_stays_as_it_is() -> None:
    assert not finished(Sound(np.zeros(1600), 16000), SILENCE, 8000).any()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ((tone(1.0, 44100) * 32767).astype(np.int16), "16 bit"),
        ((tone(1.0, 44100) * 2147483647).astype(np.int32), "24 and 32 bit come as 32"),
        ((tone(1.0, 44100) * 127 + 128).astype(np.uint8), "8 bit, unsigned"),
        (tone(1.0, 44100).astype(np.float32), "floating point"),
        (np.stack([tone(1.0, 44100), tone(1.0, 44100)], axis=1).astype(np.float32), "stereo"),
    ],
)
def test_any_usual_studio_format_reads_the_same(
    tmp_path: Path, data: NDArray[np.float64], reason: str
) -> None:
    take = tmp_path / "V1.wav"
    wavfile.write(take, 44100, data)
    sound = read_sound(take)
    assert sound.rate == 44100
    assert np.abs(sound.samples - tone(1.0, 44100)).max() < 0.02, reason


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(name + len(data).to_bytes(4, "little") + data for name, data in chunks)
    return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WAVE" + body


FORMAT = (1).to_bytes(2, "little") * 2 + (8000).to_bytes(4, "little") + (16000).to_bytes(4, "little")
FORMAT += (2).to_bytes(2, "little") + (16).to_bytes(2, "little")


def test_a_studio_s_own_chunks_are_skipped(tmp_path: Path) -> None:
    take = tmp_path / "V1.wav"
    take.write_bytes(riff((b"bext", b"made up" * 20), (b"fmt ", FORMAT), (b"data", b"\x00\x10" * 800)))
    assert read_sound(take).seconds == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"ID3\x04" + bytes(200), "another format"),
        (riff((b"fmt ", FORMAT))[:30], "cut off in the header"),
        (riff((b"fmt ", FORMAT), (b"data", b"\x00\x10" * 800))[:-700], "cut off in the audio"),
        (
            riff((b"fmt ", FORMAT.replace((8000).to_bytes(4, "little"), bytes(4))), (b"data", bytes(80))),
            "0 Hz",
        ),
    ],
)
def test_what_is_no_wav_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    take = tmp_path / "V1.wav"
    take.write_bytes(content)
    with pytest.raises(SoundError):
        pytest.fail(f"{reason}: {read_sound(take)}")


@pytest.mark.parametrize("rate", [8000, 16000])
def test_the_file_is_mono_16_bit_with_its_rate(rate: int) -> None:
    samples = finished(Sound(speechlike(1.0, 22050), 22050), SENTENCE, rate)
    with wave.open(io.BytesIO(wav_bytes(samples, rate))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, rate)
        assert file.getnframes() == samples.size
