"""The catalogues of phrases, `<language>.toml` beside this module; all languages have the same ids (K11, K16).

A phrase may hold names in braces, which the desktop fills with what is known of the caller: PLACES.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")
STEPS = (
    "greeting",
    "line_number",
    "identity",
    "key_account",
    "symptom",
    "line_test",
    "works",
    "mended",
    "repeat",
    "supplement",
    "overdue",
    "contact",
    "hold",
    "unclear",
    "read_back",
    "pass_on",
    "reported",
    "unsatisfied",
    "closing",
)
"""In the order of a conversation."""
PLACES = frozenset({"line_number", "contact_number", "report", "owner", "name"})
_PLACE = re.compile(r"\{([a-z_]*)\}")


class Phrase(BaseModel):
    """One sentence. `clause`: of the specification."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    step: str
    text: Annotated[str, Field(min_length=1, max_length=200)]
    clause: str


@cache
def phrases(language: str) -> tuple[Phrase, ...]:
    """All phrases of a language, in the order of a conversation. Raises KeyError: no such language."""
    if language not in LANGUAGES:
        raise KeyError(language)
    table = tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))
    found = [Phrase(id=name, **fields) for name, fields in table.items()]
    return tuple(sorted(found, key=lambda phrase: STEPS.index(phrase.step)))


def places(text: str) -> set[str]:
    """The names in braces."""
    return set(_PLACE.findall(text))
