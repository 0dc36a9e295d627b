"""What a lab head is told to do: the state of its lines and circuits, by call or by the file `lab.toml`.

The file is read again whenever it changes, so a rehearsal can be staged while the service runs:

    [head]
    circuits = 4            # tests at once, 1 to 1000
    seconds = 0.5           # length of a test, 0 to 300

    [lines.55501234]        # or [lines."*"] for every line that has no table of its own
    condition = "short"     # ok, open, short, ground, foreign_voltage, low_insulation, off_hook
    busy_tests = 2          # this many tests are refused first
    busy_seconds = 5.0      # tests are refused for so long after the file was read
    failing = false         # true: the head breaks down on this line
"""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

EVERY_LINE = "*"


class Condition(StrEnum):
    """A state that a lab line can be put in; the values are those of the verdict it leads to."""

    OK = "ok"
    OPEN = "open"
    SHORT = "short"
    GROUND = "ground"
    FOREIGN_VOLTAGE = "foreign_voltage"
    LOW_INSULATION = "low_insulation"
    OFF_HOOK = "off_hook"


class Staged(BaseModel):
    """One line's part. `condition` None: the state that follows from the number."""

    model_config = ConfigDict(extra="forbid")

    condition: Condition | None = None
    busy_tests: Annotated[int, Field(ge=0)] = 0
    busy_seconds: Annotated[float, Field(ge=0)] = 0.0
    failing: bool = False


class Head(BaseModel):
    """The head's own part."""

    model_config = ConfigDict(extra="forbid")

    circuits: Annotated[int, Field(ge=1, le=1000)] = 4
    seconds: Annotated[float, Field(ge=0, le=300)] = 0.5


LineKey = Annotated[str, StringConstraints(pattern=r"^([0-9]{1,20}|\*)$")]


class Stage(BaseModel):
    """Everything staged at one moment."""

    model_config = ConfigDict(extra="forbid")

    head: Head = Field(default_factory=Head)
    lines: dict[LineKey, Staged] = Field(default_factory=dict)


def read_stage(file: Path) -> Stage:
    """Read a staging file. Raises OSError, or ValueError that says what is wrong in it."""
    return Stage.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
