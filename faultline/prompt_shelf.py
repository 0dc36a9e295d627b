"""The prompts of a data folder for the desktop: listed, heard, replaced by recordings, put back (F1, H15).

A recording goes into prompts-override/ and is built at once, as `faultline prompts build` does it; a file that can't
become a prompt changes nothing.
"""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import soundfile

from cti.errors import Conflict, Invalid, NotFound
from cti.site.prompts import RENDERED, STUDIO, TONE, PromptEntry, Take
from faultline.toolbox.tools import find_tool
from faultline.toolbox.trouble import ToolboxError
from ivr.prompts.build import BuildError, build_prompts
from ivr.prompts.catalogue import Catalogue, load_catalogues
from ivr.prompts.engine import EngineError, EspeakEngine
from ivr.prompts.library import TONES
from ivr.prompts.plan import OVERRIDES, PROMPTS

FORMATS = frozenset({"WAV", "WAVEX", "RF64", "FLAC", "MP3"})
LONGEST = 120.0
"""Seconds of a prompt."""
SHORTEST = 0.1
RATES = range(8000, 192001)
_BYTES_A_SECOND = 32_000
_HEADER_BYTES = 44


class DataPrompts:
    """The shelf below `data`. One build runs at a time, also across processes."""

    def __init__(self, data: Path, catalogues: Mapping[str, Catalogue] | None = None) -> None:
        self._data = data
        self._catalogues = load_catalogues() if catalogues is None else catalogues

    def entries(self) -> list[PromptEntry]:
        """In the catalogues' order, tones last."""
        spoken = [
            self._entry(language, prompt.id, prompt.text, prompt.clause)
            for language, catalogue in self._catalogues.items()
            for prompt in catalogue.values()
        ]
        return [*spoken, *(self._entry(TONE, name, "", "") for name in TONES)]

    def sound(self, language: str, prompt: str) -> Path | None:
        """The file behind a call at 16 kHz. Raises NotFound."""
        self._check(language, prompt)
        path = self._data / PROMPTS / _shelf(language) / f"{prompt}.wav16"
        return path if path.is_file() else None

    def replace(self, language: str, prompt: str, recording: bytes) -> Take:
        """Put a recording in its place. Raises NotFound, Invalid, Conflict."""
        self._check(language, prompt)
        wave, seconds = readable(recording)
        place = self._override(language, prompt)
        before = place.read_bytes() if place.is_file() else None
        place.parent.mkdir(parents=True, exist_ok=True)
        _swap(place, wave)
        try:
            self._build()
        except (BuildError, EngineError) as trouble:
            _swap(place, before) if before is not None else place.unlink(missing_ok=True)
            reason = str(trouble).rpartition(": ")[2]
            raise Invalid(f"this recording can't become a prompt: {reason}", code="prompt_unfit") from trouble
        return Take(
            bytes=len(recording), sha256=hashlib.sha256(recording).hexdigest(), seconds=round(seconds, 2)
        )

    def restore(self, language: str, prompt: str) -> None:
        """Put the rendered one back. Raises NotFound, Conflict."""
        self._check(language, prompt)
        place = self._override(language, prompt)
        if not place.is_file():
            raise NotFound("this prompt was not replaced")
        if language != TONE and _voice() is None:
            raise Conflict("there is no voice (espeak-ng) on this machine to render it anew", code="no_voice")
        before = place.read_bytes()
        place.unlink()
        try:
            self._build()
        except (BuildError, EngineError) as trouble:
            _swap(place, before)
            raise Conflict("the rendered prompt could not be made", code="rendering_failed") from trouble

    def _build(self) -> None:
        build_prompts(self._data, _voice(), catalogues=self._catalogues)

    def _check(self, language: str, prompt: str) -> None:
        known = TONES if language == TONE else self._catalogues.get(language, ())
        if prompt not in known:
            raise NotFound("no such prompt")

    def _override(self, language: str, prompt: str) -> Path:
        return self._data / OVERRIDES / _shelf(language) / f"{prompt}.wav"

    def _entry(self, language: str, prompt: str, text: str, clause: str) -> PromptEntry:
        path = self._data / PROMPTS / _shelf(language) / f"{prompt}.wav16"
        size = path.stat().st_size - _HEADER_BYTES if path.is_file() else 0
        return PromptEntry(
            id=prompt,
            language=language,
            text=text,
            clause=clause,
            source=STUDIO if self._override(language, prompt).is_file() else RENDERED,
            seconds=round(size / _BYTES_A_SECOND, 2) if size > 0 else None,
        )


def readable(recording: bytes) -> tuple[bytes, float]:
    """A recording as a WAV of 24 bits, and its seconds. Raises Invalid when it is no sound that can be used."""
    try:
        with soundfile.SoundFile(io.BytesIO(recording)) as sound:
            if sound.format not in FORMATS:
                raise Invalid("a WAV, FLAC or MP3 file is needed", code="not_wav_flac_mp3")
            seconds = sound.frames / sound.samplerate
            if sound.samplerate not in RATES or sound.channels > 2:
                raise Invalid("one or two channels of 8 to 192 kHz are needed", code="sound_form")
            if not SHORTEST <= seconds <= LONGEST:
                raise Invalid(
                    f"a prompt takes between {SHORTEST:g} and {LONGEST:g} seconds",
                    code="prompt_seconds",
                    least=SHORTEST,
                    most=LONGEST,
                )
            samples = sound.read(dtype="float64", always_2d=True).mean(axis=1)
            rate = sound.samplerate
    except (soundfile.SoundFileError, ValueError) as trouble:
        raise Invalid(
            "this is no sound file that can be read (WAV, FLAC, MP3)", code="not_wav_flac_mp3"
        ) from trouble
    wave = io.BytesIO()
    soundfile.write(wave, samples, rate, format="WAV", subtype="PCM_24")
    return wave.getvalue(), seconds


def _swap(place: Path, content: bytes) -> None:
    draft = place.with_name(f".{place.name}.draft")
    draft.write_bytes(content)
    draft.replace(place)


def _shelf(language: str) -> str:
    return "" if language == TONE else language


def _voice() -> EspeakEngine | None:
    try:
        return EspeakEngine(find_tool("espeak-ng"))
    except ToolboxError:
        return None
