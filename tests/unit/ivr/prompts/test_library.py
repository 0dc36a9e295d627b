"""From what is to be said to files: digits in the rhythm of the trade, missing prompts by name."""

from pathlib import Path

import pytest

from ivr.prompts.audio import wav_bytes
from ivr.prompts.catalogue import load_catalogues
from ivr.prompts.library import MissingPrompt, PromptLibrary, UnknownPrompt, digit_prompts
from ivr.said import Audio, Digits


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file for each prompt."""
    import numpy as np

    stems = [f"{language}/{name}" for language, catalogue in load_catalogues().items() for name in catalogue]
    for stem in [*stems, "beep", "comfort", "pause"]:
        (tmp_path / stem).parent.mkdir(exist_ok=True)
        for ending, rate in ((".wav", 8000), (".wav16", 16000)):
            (tmp_path / f"{stem}{ending}").write_bytes(wav_bytes(np.arange(80, dtype=np.int16), rate))
    return tmp_path


@pytest.mark.parametrize(
    ("number", "groups", "reason"),
    [
        ("0", "0", "one digit"),
        ("112", "112", "a short number"),
        ("1000", "1000", "a hotline"),
        ("55501", "55501", "one digit does not stand alone"),
        ("555012", "55 5012", "six"),
        ("5550123", "555 0123", "a line number of seven"),
        ("55501234", "5550 1234", "a line number of eight"),
        ("555012345", "55501 2345", "nine"),
        ("2611220007", "26 1122 0007", "a report number: year, day, series"),
        ("13855501234", "138 5550 1234", "a mobile number"),
        ("098755501234", "0987 5550 1234", "with an area code"),
    ],
)
def test_numbers_are_read_in_groups(number: str, groups: str, reason: str) -> None:
    said = digit_prompts(number)
    heard = "".join(" " if name == "pause" else name.removeprefix("digit_") for name in said)
    assert heard == groups, reason


def test_a_prompt_is_a_path_without_ending(folder: Path) -> None:
    library = PromptLibrary(folder)
    assert library.paths("zh", "V1") == [f"{folder}/zh/V1"]
    assert library.paths("en", "V1") == [f"{folder}/en/V1"]


def test_paths_are_absolute_wherever_the_service_was_started(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.chdir(folder.parent)
    assert PromptLibrary(Path(folder.name)).paths("zh", "V1") == [f"{folder}/zh/V1"]


def test_tones_have_no_language(folder: Path) -> None:
    library = PromptLibrary(folder)
    assert library.paths("zh", "beep") == library.paths("en", "beep") == [f"{folder}/beep"]


def test_digits_are_prompts_of_the_language_and_pauses_are_not(folder: Path) -> None:
    said = PromptLibrary(folder).paths("en", Digits("555012"))
    assert [path.removeprefix(str(folder)) for path in said] == [
        "/en/digit_5",
        "/en/digit_5",
        "/pause",
        "/en/digit_5",
        "/en/digit_0",
        "/en/digit_1",
        "/en/digit_2",
    ]


def test_a_recording_loses_its_ending_only(folder: Path) -> None:
    said = PromptLibrary(folder).paths("zh", Audio(Path("/data/recordings/2026/11/22/17.3-symptom-1.wav")))
    assert said == ["/data/recordings/2026/11/22/17.3-symptom-1"]


@pytest.mark.parametrize(
    ("language", "prompt"), [("zh", "V99"), ("fr", "V1"), ("zh", "../en/V1"), ("zh", "")]
)
def test_what_no_catalogue_has_is_unknown(folder: Path, language: str, prompt: str) -> None:
    with pytest.raises(UnknownPrompt):
        PromptLibrary(folder).paths(language, prompt)


def test_ids_can_be_asked_for(folder: Path) -> None:
    library = PromptLibrary(folder)
    assert "V1" in library
    assert "beep" in library
    assert "V99" not in library
    assert library.languages == ("en", "zh")


def test_a_complete_folder_passes(folder: Path) -> None:
    library = PromptLibrary(folder)
    library.check()
    assert library.missing() == []


@pytest.mark.parametrize("ending", [".wav", ".wav16"])
@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize(("stem", "name"), [("zh/V1", ("zh", "V1")), ("beep", ("", "beep"))])
def test_a_missing_or_empty_file_stops_the_start_by_name(
    folder: Path, ending: str, empty: bool, stem: str, name: tuple[str, str]
) -> None:
    file = folder / f"{stem}{ending}"
    file.write_bytes(file.read_bytes()[:44]) if empty else file.unlink()
    with pytest.raises(MissingPrompt, match=stem) as stopped:
        PromptLibrary(folder).check()
    assert stopped.value.missing == [name]
    assert "faultline prompts build" in str(stopped.value)


def test_samples_are_those_of_8_khz(folder: Path) -> None:
    library = PromptLibrary(folder)
    assert library.samples("zh", "V1").tolist() == list(range(80))
    assert library.samples("zh", "beep").size == 80


def test_samples_of_a_vanished_prompt_are_missing(folder: Path) -> None:
    (folder / "zh/V1.wav").unlink()
    with pytest.raises(MissingPrompt, match="zh/V1"):
        PromptLibrary(folder).samples("zh", "V1")
