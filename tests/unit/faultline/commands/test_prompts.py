"""`faultline prompts`: what operations see of the prompts, and what stops them."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from faultline.cli import app
from ivr.prompts.audio import wav_bytes
from ivr.prompts.catalogue import load_catalogues
from ivr.prompts.library import TONES

runner = CliRunner()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a file for every prompt."""
    stems = [f"{language}/{name}" for language, catalogue in load_catalogues().items() for name in catalogue]
    for stem in [*stems, *TONES]:
        for ending, rate in ((".wav", 8000), (".wav16", 16000)):
            path = tmp_path / "prompts" / f"{stem}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wav_bytes(np.arange(80, dtype=np.int16), rate))
    return tmp_path


def test_check_passes_when_everything_is_there(data: Path) -> None:
    result = runner.invoke(app, ["prompts", "check", "--data", str(data)])
    assert (result.exit_code, result.output) == (0, "prompts: all there\n")


def test_check_names_what_is_missing_and_what_to_do(data: Path) -> None:
    (data / "prompts/zh/V1.wav").unlink()
    (data / "prompts/en/V9.wav16").unlink()
    result = runner.invoke(app, ["prompts", "check", "--data", str(data)])
    assert result.exit_code == 1
    assert result.output == (
        "prompts: prompts are missing: en/V9, zh/V1; `faultline prompts build` makes them\n"
    )


def test_list_shows_id_clause_text_and_where_the_sound_comes_from(data: Path) -> None:
    take = data / "prompts-override/en/V1.wav"
    take.parent.mkdir(parents=True)
    shutil.copy(data / "prompts/en/V1.wav", take)
    lines = runner.invoke(app, ["prompts", "list", "--data", str(data)]).output.splitlines()
    first = {tuple(line.split()[:2]): line for line in lines}
    assert first["zh", "V2"].split() == ["zh", "V2", "F1.2", "voice", "您输入的电话号码为"]
    assert first["en", "V1"].split()[:4] == ["en", "V1", "F1.2", "studio"]
    assert ("--", "beep") in first
    assert len(lines) == sum(len(catalogue) for catalogue in load_catalogues().values()) + len(TONES)


def test_build_names_a_spoilt_studio_take_in_one_line(data: Path) -> None:
    first = next(iter(load_catalogues()["en"]))
    take = data / "prompts-override" / "en" / f"{first}.wav"
    take.parent.mkdir(parents=True)
    take.write_bytes(b"not a recording")
    result = runner.invoke(app, ["prompts", "build", "--data", str(data)])
    assert result.exit_code == 1
    assert f"prompts: en/{first}: {take}: not a readable WAV file" in result.output
    assert "Traceback" not in result.output


def test_a_call_needs_neither_numpy_nor_scipy_to_find_its_prompts() -> None:
    script = "import sys, ivr.prompts.library; print([m for m in ('numpy', 'scipy') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
