"""One question of a dialog as a frozen value that mirrors its clause, and `ask`, which puts it to the caller.

`ask` owns tries, silence, wrong entries, read-back and confirmation, so that a flow reads like its page of the
specification (F1.2-F1.4). Silence is not the same as a wrong entry: each has its own sentence.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ivr.line import Entry, Keys, Line
from ivr.said import Digits, Said

T = TypeVar("T")

CONFIRM_KEY = "1"
AGAIN_KEY = "2"
AGENT_KEY = "0"


class TooManyTries(Exception):  # noqa: N818 - a verdict, not an error
    """The question was not answered within its tries."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class WantsAgent(Exception):  # noqa: N818 - a wish, not an error
    """The caller pressed 0 alone: an agent, please."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An entry of several digits.

    `tries` counts prompts: an entry that is wrong, silent or not confirmed uses one up (F1.3). With `read_back` the
    entry is read out digit by digit between `read_back` and `confirm`, and stands once 1 was pressed.
    """

    step: str
    prompt: tuple[Said, ...]
    max_digits: int
    min_digits: int = 1
    tries: int = 3
    invalid: str = "invalid"
    silence: str = "silence"
    read_back: str | None = None
    confirm: str | None = None
    first_seconds: float = 10.0
    next_seconds: float = 5.0
    empty: str | None = None
    """What an end key alone stands for (F1.9: the calling number); None: a wrong entry."""

    def keys(self) -> Keys:
        """The limits of one entry."""
        return Keys(
            max_digits=self.max_digits, first_seconds=self.first_seconds, next_seconds=self.next_seconds
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[T]):
    """A menu: one key, one meaning. `otherwise` is the answer to silence or wrong keys; None raises TooManyTries."""

    step: str
    prompt: tuple[Said, ...]
    options: Mapping[str, T] = field(default_factory=dict)
    tries: int = 3
    otherwise: T | None = None
    invalid: str = "invalid_key"
    first_seconds: float = 6.0


async def _always(_: str) -> bool:
    return True


async def ask(line: Line, question: Question, valid: Callable[[str], Awaitable[object]] = _always) -> str:
    """Put a question until it is answered, `question.tries` times at most.

    `valid` looks an entry up; a false answer makes it a wrong entry (F1.4). Raises TooManyTries, WantsAgent, Hangup.
    """
    line.step(question.step)
    lead: tuple[Said, ...] = ()
    for _ in range(question.tries):
        entry = await line.read([*lead, *question.prompt], question.keys())
        if entry.silent:
            lead = (question.silence,)
            continue
        if entry.digits == AGENT_KEY:
            raise WantsAgent(question.step)
        number = entry.digits or question.empty or ""
        if not (question.min_digits <= len(number) and number.isdigit() and await valid(number)):
            lead = (question.invalid,)
            continue
        if question.confirm is None or await _confirmed(line, question, number):
            return number
        lead = ()
    raise TooManyTries(question.step)


async def _confirmed(line: Line, question: Question, number: str) -> bool:
    """V2: read the number back; 1 confirms, anything else starts over."""
    line.step(f"{question.step}_confirm")
    back: list[Said] = [*([question.read_back] if question.read_back else []), Digits(number)]
    entry = await line.read(
        [*back, question.confirm or ""], Keys(max_digits=1, end="", first_seconds=question.first_seconds)
    )
    if entry.digits == AGENT_KEY:
        raise WantsAgent(question.step)
    line.step(question.step)
    return entry.digits == CONFIRM_KEY


async def choose(line: Line, choice: Choice[T]) -> T:
    """Put a menu until one of its keys is pressed. Raises TooManyTries, WantsAgent (key 0 unless an option), Hangup."""
    line.step(choice.step)
    lead: tuple[Said, ...] = ()
    for _ in range(choice.tries):
        entry: Entry = await line.read(
            [*lead, *choice.prompt], Keys(max_digits=1, end="", first_seconds=choice.first_seconds)
        )
        if entry.digits in choice.options:
            return choice.options[entry.digits]
        if entry.digits == AGENT_KEY:
            raise WantsAgent(choice.step)
        lead = () if entry.silent else (choice.invalid,)
    if choice.otherwise is not None:
        return choice.otherwise
    raise TooManyTries(choice.step)
