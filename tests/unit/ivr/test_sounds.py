"""A prompt that is missing or broken never ends a dialog (R4)."""

from pathlib import Path

import pytest

from ivr.said import Audio, Digits, Said
from ivr.script import write_tone
from ivr.sounds import Sounds

PROMPTS = {"zh": ("V1", "V2", "digit_1"), "en": ("V1", "V2", "digit_1", "digit_2")}


class Folder:
    """Prompts in a folder a language."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self, language: str, said: Said) -> list[str]:
        """As the product's library does."""
        names = [f"digit_{digit}" for digit in said.number] if isinstance(said, Digits) else [str(said)]
        if names == ["nonsense"]:
            raise LookupError(said)
        return [str(self.folder / language / name) for name in names]


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    for language, names in PROMPTS.items():
        (tmp_path / language).mkdir()
        for name in names:
            write_tone(tmp_path / language / f"{name}.wav", 0.01)
    return tmp_path


def found(prompts: Path, *said: Said) -> tuple[list[str], int]:
    """Files for Mandarin, relative, and how many prompts were missed."""
    missed: list[None] = []
    sounds = Sounds(Folder(prompts), lambda: missed.append(None))
    files = [str(Path(file).relative_to(prompts)) for file in sounds.files("zh", said, "1.1")]
    return files, len(missed)


def test_what_is_there_is_played(prompts: Path) -> None:
    assert found(prompts, "V1", Digits("11")) == (["zh/V1", "zh/digit_1", "zh/digit_1"], 0)


@pytest.mark.parametrize(
    ("said", "files"),
    [
        pytest.param("V3", [], id="in no language: left out"),
        pytest.param("nonsense", [], id="not in the catalogue: left out"),
        pytest.param(
            Digits("12"), ["en/digit_1", "en/digit_2"], id="one digit missing: the number in English"
        ),
        pytest.param(Audio(Path("/nowhere/at-all.wav")), [], id="a recording that is gone: left out"),
    ],
)
def test_what_is_missing_is_replaced_and_counted(prompts: Path, said: Said, files: list[str]) -> None:
    assert found(prompts, "V1", said, "V2") == (["zh/V1", *files, "zh/V2"], 1)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28), id="a header without a sample"),
        pytest.param(b"<html>" * 100, id="something else"),
    ],
)
def test_a_broken_file_counts_as_missing(prompts: Path, content: bytes) -> None:
    (prompts / "zh" / "V1.wav").write_bytes(content)
    assert found(prompts, "V1") == (["en/V1"], 1)


def test_a_prompt_that_breaks_while_calls_run_is_noticed(prompts: Path) -> None:
    sounds = Sounds(Folder(prompts))
    assert sounds.files("zh", ["V1"], "1.1") == [str(prompts / "zh" / "V1")]
    (prompts / "zh" / "V1.wav").unlink()
    assert sounds.files("zh", ["V1"], "1.1") == [str(prompts / "en" / "V1")]


def test_a_recording_is_played_from_where_it_is(prompts: Path) -> None:
    take = prompts / "take.wav"
    write_tone(take, 0.01)
    assert found(prompts, Audio(take)) == (["take"], 0)
