"""What the service names, the desktop has words for, in both languages: settings, and acts of the audit log."""

import re
from pathlib import Path

import pytest

from faultline.settings import Settings

ROOT = Path(__file__).parents[3]
ADMIN = ROOT / "web" / "src" / "admin"
ACT = re.compile(r'acting\([^)]*"([a-z_]+)\.[a-z_]+"')


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_setting_has_words(language: str) -> None:
    text = (ADMIN / "state" / f"settings.{language}.ts").read_text(encoding="utf-8")
    assert set(re.findall(r"^  (\w+):", text, re.MULTILINE)) == set(Settings.model_fields)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_act_has_a_name(language: str) -> None:
    text = (ADMIN / f"words.{language}.ts").read_text(encoding="utf-8")
    nouns = re.findall(
        r"^      (\w+):", text.partition("    noun: {")[2].partition("    },")[0], re.MULTILINE
    )
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "cti").rglob("*.py")]
    acts = {noun for source in sources for noun in ACT.findall(source)}
    assert "customers" in acts, "acts are found"
    assert acts <= set(nouns)
