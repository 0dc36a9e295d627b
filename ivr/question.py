"""One question of a dialog as a frozen value that mirrors its clause, and `ask`, which puts it.

`ask` owns tries, silence, wrong entries, read-back and confirmation, so that a flow reads like its page
of the specification (F1.2-F1.4). Silence is not the same as a wrong entry: each has its own sentence.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ivr.line import Keys, Line
from ivr.said import Digits, Said

T = TypeVar("T")

CONFIRM_KEY = "1"
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
    """An entry of several digits; `tries` and `first_seconds` follow the knobs of operations where None.

    `tries` counts prompts: an entry that is wrong, silent or not confirmed uses one up (F1.3). With
    `confirm` the entry is read out digit by digit between `read_back` and `confirm`, and stands once 1 was
    pressed.
    """

    step: str
    prompt: tuple[Said, ...]
    max_digits: int
    min_digits: int = 1
    tries: int | None = None
    invalid: str = "invalid"
    silence: str = "silence"
    read_back: str | None = None
    confirm: str | None = None
    first_seconds: float | None = None
    next_seconds: float = 5.0
    empty: str | None = None
    """What an end key alone stands for (F1.9: the calling number); None: a wrong entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[T]):
    """A menu: one key, one meaning.

    `otherwise` is the answer when the tries are used up; None raises TooManyTries.
    """

    step: str
    prompt: tuple[Said, ...]
    options: Mapping[str, T] = field(default_factory=dict)
    tries: int | None = None
    otherwise: T | None = None
    invalid: str = "invalid_key"
    first_seconds: float = 6.0


async def ask(
    line: Line,
    question: Question,
    valid: Callable[[str], Awaitable[object]] | None = None,
    *,
    refused: Callable[[str], Awaitable[None]] | None = None,
    known: str = "",
    lead: Sequence[Said] = (),
) -> str:
    """Put a question until it is answered, as often as its tries allow.

    `valid` looks an entry up, keys pressed meanwhile count for what is said next; a false answer makes it a wrong
    entry (F1.4). `refused` gets each entry that is no number at all (too short, a `*` in it), so that it can be kept
    (F1.14). `known` is what the caller keyed on an earlier visit: it is read back for confirmation before anything is
    asked again. `lead` is said before the first prompt; a key cuts both short and counts. Raises TooManyTries,
    WantsAgent, Hangup.
    """
    line.step(question.step)
    if known and await _holds(line, valid, known) and await _confirmed(line, question, known):
        return known
    for _ in range(question.tries or line.knobs.max_tries):
        line.step(question.step)
        line.clock.tried(question.step)
        entry = await line.read([*lead, *question.prompt], _keys(line, question))
        if entry.digits == AGENT_KEY:
            raise WantsAgent(question.step)
        number = entry.digits or question.empty or ""
        if entry.silent:
            lead = (question.silence,)
        elif not (question.min_digits <= len(number) and number.isdigit()):
            lead = (question.invalid,)
            if entry.digits and refused is not None:
                await refused(entry.digits)
        elif not await _holds(line, valid, number):
            lead = (question.invalid,)
        elif await _confirmed(line, question, number):
            return number
        else:
            lead = ()
    raise TooManyTries(question.step)


async def _holds(line: Line, valid: Callable[[str], Awaitable[object]] | None, number: str) -> bool:
    return valid is None or bool(await line.meanwhile(valid(number)))


def _keys(line: Line, question: Question) -> Keys:
    return Keys(
        max_digits=question.max_digits,
        first_seconds=question.first_seconds or line.knobs.entry_seconds,
        next_seconds=question.next_seconds,
    )


async def _confirmed(line: Line, question: Question, number: str) -> bool:
    """V2: read the number back; 1 confirms, anything else starts over (F1.2)."""
    if question.confirm is None:
        return True
    line.step(f"{question.step}_confirm")
    lead = (question.read_back,) if question.read_back else ()
    entry = await line.read(
        [*lead, Digits(number), question.confirm],
        Keys(max_digits=1, end="", first_seconds=line.knobs.entry_seconds),
    )
    if entry.digits == AGENT_KEY:
        raise WantsAgent(question.step)
    return entry.digits == CONFIRM_KEY


async def choose(line: Line, choice: Choice[T], *, lead: Sequence[Said] = ()) -> T:
    """Put a menu until one of its keys is pressed.

    `lead` is said before the first prompt; a key cuts both short and counts. Raises TooManyTries,
    WantsAgent (key 0, unless it is an option), Hangup.
    """
    for _ in range(choice.tries or line.knobs.max_tries):
        line.step(choice.step)
        line.clock.tried(choice.step)
        entry = await line.read(
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
