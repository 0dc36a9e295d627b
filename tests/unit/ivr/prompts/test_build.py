"""The build: only what changed is rendered, equal ingredients give equal bytes, a studio take wins."""

import hashlib
import shutil
import zlib
from pathlib import Path

import numpy as np
import pytest
from scipy.io import wavfile

from ivr.prompts.audio import Sound
from ivr.prompts.build import BuildError, Built, build_prompts
from ivr.prompts.catalogue import Catalogue, Prompt, Utterance, Voice
from ivr.prompts.engine import Engine, EngineError
from ivr.prompts.level import active_level
from ivr.prompts.library import MissingPrompt, PromptLibrary

RATE = 22050
TONES = {"prompts/beep", "prompts/comfort", "prompts/pause", "moh/faultline"}


class Whistle:
    """A voice that whistles: a tone whose pitch and length come from the text."""

    def __init__(self, version: str = "1", mute: str = "") -> None:
        self.version = version
        self.mute = mute
        self.spoken: list[str] = []

    def identity(self) -> str:
        """Name and version."""
        return f"whistle {self.version}"

    def render(self, utterance: Utterance) -> Sound:
        """One tone."""
        if utterance.text == self.mute:
            raise EngineError("out of breath")
        self.spoken.append(utterance.text)
        pitch = 300 + zlib.crc32(utterance.text.encode()) % 1000
        time = np.arange(int(RATE * (0.3 + 0.1 * len(utterance.text)))) / RATE
        return Sound(0.2 * np.sin(2 * np.pi * pitch * time), RATE)


def catalogues(**texts: str) -> dict[str, Catalogue]:
    """zh and en with the given prompts."""
    return {
        language: {
            name: Prompt(name, language, text, "F1.2", (Utterance(text, Voice(language, "x", 150)),))
            for name, text in texts.items()
        }
        for language in ("zh", "en")
    }


TWO = catalogues(V1="hello", digit_1="one")


def build(
    data: Path, engine: Engine | None, said: dict[str, Catalogue] = TWO, *, force: bool = False
) -> Built:
    return build_prompts(data, engine, catalogues=said, force=force)


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after its first build."""
    folder = tmp_path_factory.mktemp("first")
    build(folder, Whistle())
    return folder


@pytest.fixture
def data(first_build: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(first_build, tmp_path / "data")


def bytes_of(data: Path) -> dict[str, str]:
    files = (path for path in data.rglob("*") if path.is_file())
    return {
        path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_every_prompt_comes_at_both_rates(tmp_path: Path) -> None:
    built = build(tmp_path, Whistle())
    prompts = {f"prompts/{language}/{name}" for language in ("zh", "en") for name in ("V1", "digit_1")}
    assert set(built.rendered) == prompts | TONES
    for stem in built.rendered:
        assert wavfile.read(tmp_path / f"{stem}.wav")[0] == 8000
        assert wavfile.read(tmp_path / f"{stem}.wav16")[0] == 16000


def test_two_builds_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    build(tmp_path / "again", Whistle())
    assert bytes_of(tmp_path / "again") == bytes_of(data)


def test_a_second_build_renders_nothing(data: Path) -> None:
    before, again = bytes_of(data), Whistle()
    built = build(data, again)
    assert (built.rendered, built.removed, again.spoken) == ((), (), [])
    assert bytes_of(data) == before


def test_force_renders_everything(data: Path) -> None:
    assert len(build(data, Whistle(), force=True).rendered) == 8


def test_only_a_changed_text_is_spoken_again(data: Path) -> None:
    changed = {"zh": TWO["zh"], "en": catalogues(V1="good day", digit_1="one")["en"]}
    assert build(data, Whistle(), changed).rendered == ("prompts/en/V1",)


def test_another_version_of_the_voice_speaks_everything_again(data: Path) -> None:
    assert len(build(data, Whistle("2")).rendered) == 4


@pytest.mark.parametrize("ending", [".wav", ".wav16"])
@pytest.mark.parametrize("damage", [None, b"", b"RIFF"])
def test_a_lost_or_damaged_file_is_made_again(data: Path, ending: str, damage: bytes | None) -> None:
    whole, file = bytes_of(data), data / f"prompts/zh/V1{ending}"
    file.unlink()
    if damage is not None:
        file.write_bytes(damage)
    assert build(data, Whistle()).rendered == ("prompts/zh/V1",)
    assert bytes_of(data) == whole


@pytest.mark.parametrize("content", ["", "{", "[]", '{"made": 3, "files": 4}'])
def test_a_spoilt_manifest_means_everything_anew(data: Path, content: str) -> None:
    (data / "prompts/manifest.json").write_text(content)
    assert len(build(data, Whistle()).rendered) == 8


def test_what_left_the_catalogue_is_removed(data: Path) -> None:
    (data / "prompts/zh/.V1.wav.draft").write_bytes(b"a build that was killed")
    (data / "moh/own.wav").write_bytes(b"operations' own music")
    built = build(data, Whistle(), catalogues(V1="hello"))
    gone = [
        f"prompts/{language}/digit_1{ending}" for language in ("en", "zh") for ending in (".wav", ".wav16")
    ]
    assert set(built.removed) == {*gone, "prompts/zh/.V1.wav.draft"}
    assert not [name for name in built.removed if (data / name).exists()]
    assert (data / "moh/own.wav").exists()
    assert build(data, Whistle(), catalogues(V1="hello")).removed == ()


def studio_take(data: Path, name: str, peak: float = 0.9) -> Path:
    """Two seconds of 900 Hz at 44.1 kHz with a second of silence around."""
    sound = np.zeros(44100 * 4)
    sound[44100:-44100] = peak * np.sin(2 * np.pi * 900 * np.arange(44100 * 2) / 44100)
    take = data / "prompts-override" / f"{name}.wav"
    take.parent.mkdir(parents=True, exist_ok=True)
    wavfile.write(take, 44100, (sound * 32767).astype(np.int16))
    return take


def test_a_studio_take_wins_and_gets_the_same_finish(data: Path) -> None:
    spoken = (data / "prompts/zh/V1.wav").read_bytes()
    take, engine = studio_take(data, "zh/V1"), Whistle()
    assert build(data, engine).rendered == ("prompts/zh/V1",)
    assert engine.spoken == []
    for ending, rate in ((".wav", 8000), (".wav16", 16000)):
        samples = wavfile.read(data / f"prompts/zh/V1{ending}")[1].astype(np.float64) / 32768
        assert samples.size / rate == pytest.approx(2.17, abs=0.03)
        assert active_level(samples, rate) == pytest.approx(-22.0, abs=0.1)
        assert int(np.abs(np.fft.rfft(samples, rate)).argmax()) == 900
    take.unlink()
    assert build(data, Whistle()).rendered == ("prompts/zh/V1",)
    assert (data / "prompts/zh/V1.wav").read_bytes() == spoken


def test_a_new_studio_take_replaces_the_old_one(tmp_path: Path) -> None:
    studio_take(tmp_path, "zh/V1")
    build(tmp_path, Whistle())
    studio_take(tmp_path, "zh/V1", peak=0.5)
    assert build(tmp_path, Whistle()).rendered == ("prompts/zh/V1",)


def test_tones_can_be_replaced_too(data: Path) -> None:
    studio_take(data, "beep")
    build(data, Whistle())
    samples = wavfile.read(data / "prompts/beep.wav")[1]
    assert int(np.abs(np.fft.rfft(samples, 8000)).argmax()) == 900


def test_a_spoilt_studio_take_is_named(data: Path) -> None:
    studio_take(data, "zh/V1").write_bytes(b"not a recording")
    with pytest.raises(BuildError, match=r"zh/V1: .*prompts-override/zh/V1\.wav"):
        build(data, Whistle())


def test_a_silent_studio_take_is_named(data: Path) -> None:
    studio_take(data, "zh/V1", peak=0.0)
    with pytest.raises(BuildError, match=r"zh/V1: .*prompts-override/zh/V1\.wav: .*silence"):
        build(data, Whistle())


def test_a_voice_that_fails_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="zh/digit_1: out of breath"):
        build(tmp_path, Whistle(mute="one"))
    assert "prompts/zh/V1" not in build(tmp_path, Whistle()).rendered


def test_without_a_voice_studio_takes_are_enough(tmp_path: Path) -> None:
    for name in ("zh/V1", "zh/digit_1", "en/V1", "en/digit_1"):
        studio_take(tmp_path, name)
    build(tmp_path, None)
    PromptLibrary(tmp_path / "prompts", TWO).check()


def test_without_a_voice_a_prompt_without_a_take_is_named(data: Path) -> None:
    studio_take(data, "zh/V1")
    with pytest.raises(BuildError, match=r"zh/digit_1: .*espeak-ng.*prompts-override/zh/digit_1\.wav"):
        build(data, None)


def test_two_voices_of_one_prompt_follow_each_other(tmp_path: Path) -> None:
    both = tuple(Utterance(text, Voice("zh", "x", 150)) for text in ("hello", "good day"))
    menu = {"zh": {"menu": Prompt("menu", "zh", "hello", "F1.1", both)}}
    engine = Whistle()
    build(tmp_path, engine, menu)
    assert engine.spoken == ["hello", "good day"]
    seconds = wavfile.read(tmp_path / "prompts/zh/menu.wav")[1].size / 8000
    assert seconds == pytest.approx(0.8 + 0.35 + 1.1 + 0.17, abs=0.05)


def test_progress_names_each_prompt_that_is_rendered(tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    built = build_prompts(
        tmp_path,
        Whistle(),
        catalogues=TWO,
        progress=lambda done, total, stem: steps.append((done, total, stem)),
    )
    assert steps == [(number, 8, stem) for number, stem in enumerate(built.rendered)]


def test_a_library_misses_what_was_never_built(tmp_path: Path) -> None:
    with pytest.raises(MissingPrompt):
        PromptLibrary(tmp_path / "prompts", TWO).check()
