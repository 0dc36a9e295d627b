"""docs/screens holds every picture that the tool takes, small, and no other."""

from pathlib import Path

from tools.screenshots.camera import LARGEST
from tools.screenshots.pages import ALL
from tools.screenshots.shots import LANGUAGES, SIZES, file_name, index

SCREENS = Path(__file__).parents[3] / "docs" / "screens"


def test_every_picture_is_there_and_no_other() -> None:
    wanted = {file_name(shot, language, size) for shot in ALL for language in LANGUAGES for size in SIZES}
    assert {file.name for file in SCREENS.glob("*.webp")} == wanted
    assert (SCREENS / "README.md").read_text(encoding="utf-8") == index(ALL)


def test_pictures_are_small() -> None:
    assert [file.name for file in SCREENS.glob("*.webp") if file.stat().st_size > LARGEST] == []
