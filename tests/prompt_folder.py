"""Prompts in a folder a language, made of short tones: a library for tests that need no voice."""

from pathlib import Path

from ivr.said import Audio, Digits, Said
from ivr.script import write_tone

TONES = ("beep", "comfort")


class PromptFolder:
    """Knows every id in `names` in both languages, digits and tones."""

    def __init__(self, folder: Path, names: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self._names = frozenset((*names, *TONES, *(f"digit_{n}" for n in range(10))))
        for language in ("zh", "en"):
            (folder / language).mkdir(parents=True, exist_ok=True)
            for name in self._names:
                write_tone(folder / language / f"{name}.wav", 0.01)

    def paths(self, language: str, said: Said) -> list[str]:
        """Absolute paths without ending. Raises LookupError for an unknown id."""
        if isinstance(said, Audio):
            return [str(said.path.with_suffix(""))]
        names = [f"digit_{digit}" for digit in said.number] if isinstance(said, Digits) else [said]
        if not self._names.issuperset(names):
            raise LookupError(said)
        return [str(self.folder / language / name) for name in names]
