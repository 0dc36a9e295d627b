"""The catalogues: what is said in each language, `<language>.toml` beside this module (F1, V1-V11).

A language is a file. All languages have the same prompts, so that a caller who changes the language never
meets one that is missing; parsing finds every mistake before anything is rendered and names file and prompt.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

HERE = Path(__file__).parent
DIGIT = "digit_"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_VOICE = "voice"


class CatalogueError(Exception):
    """A catalogue cannot be used; the message names the file and the prompt."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice of one language: its name in the engine, its speed in words a minute, its spelling aids."""

    language: str
    name: str
    speed: int
    read: Mapping[str, str] = field(default_factory=dict)

    def spelling(self, text: str) -> str:
        """The text as this voice has to be given it (`#号` → `井号`, a comma that makes a pause)."""
        for written, spoken in self.read.items():
            text = text.replace(written, spoken)
        return text


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words in one voice."""

    text: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt: `text` is what was agreed, `utterances` is what the engine is asked to say."""

    id: str
    language: str
    text: str
    clause: str
    utterances: tuple[Utterance, ...]

    @property
    def is_digit(self) -> bool:
        """Digits are cut closer than sentences, since they follow each other."""
        return self.id.startswith(DIGIT)


Catalogue = dict[str, Prompt]
Sentence = Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f<>]*[^\x00-\x1f<>…]$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Table = TypeVar("Table", bound=_Strict)


class _VoiceTable(_Strict):
    name: Annotated[str, Field(pattern=r"^[a-z][A-Za-z0-9-]{0,31}$")]
    speed: Annotated[int, Field(ge=80, le=450)]
    digit_speed: Annotated[int, Field(ge=80, le=450)]
    read: dict[str, str] = {}


class _Then(_Strict):
    language: str
    text: Sentence


class _PromptTable(_Strict):
    text: Sentence
    clause: Annotated[str, Field(pattern=r"^[A-Z][0-9]{1,2}(\.[0-9]{1,2})?$")]
    spoken: Sentence | None = None
    then: _Then | None = None


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    voice: _VoiceTable
    prompts: dict[str, _PromptTable]


def load_catalogues(folder: Path = HERE) -> dict[str, Catalogue]:
    """Read every `<language>.toml` of the folder. Raises CatalogueError at the first mistake."""
    files = {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}
    if not files:
        raise CatalogueError(f"{folder}: no catalogue there")
    _same_prompts(files)
    return {language: _catalogue(language, files) for language in files}


def _read(path: Path) -> _File:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    if _VOICE not in tables:
        raise CatalogueError(f"{path}: [{_VOICE}] is missing")
    voice = _parsed(_VoiceTable, path, _VOICE, tables.pop(_VOICE))
    for name in tables:
        if not _ID.fullmatch(name):
            raise CatalogueError(f"{path}: [{name}] letters, digits and _ make the id of a prompt")
    return _File(path, voice, {name: _parsed(_PromptTable, path, name, tables[name]) for name in tables})


def _parsed(kind: type[Table], path: Path, name: str, table: object) -> Table:
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "table"
        raise CatalogueError(f"{path}: [{name}] {where}: {first['msg']}") from error


def _same_prompts(files: Mapping[str, _File]) -> None:
    everything = {name for file in files.values() for name in file.prompts}
    for file in files.values():
        if missing := sorted(everything - file.prompts.keys()):
            raise CatalogueError(f"{file.path}: [{missing[0]}] is missing, another language has it")


def _catalogue(language: str, files: Mapping[str, _File]) -> Catalogue:
    file = files[language]
    return {name: _prompt(language, name, table, files) for name, table in file.prompts.items()}


def _prompt(language: str, name: str, table: _PromptTable, files: Mapping[str, _File]) -> Prompt:
    voice = _voice(language, files[language].voice)
    if name.startswith(DIGIT):
        voice = replace(voice, speed=files[language].voice.digit_speed)
    said = [Utterance(table.spoken or voice.spelling(table.text), voice)]
    if table.then is not None:
        if table.then.language not in files:
            raise CatalogueError(
                f"{files[language].path}: [{name}] then: no language {table.then.language!r}"
            )
        other = _voice(table.then.language, files[table.then.language].voice)
        said.append(Utterance(other.spelling(table.then.text), other))
    return Prompt(name, language, table.text, table.clause, tuple(said))


def _voice(language: str, table: _VoiceTable) -> Voice:
    return Voice(language, table.name, table.speed, table.read)
