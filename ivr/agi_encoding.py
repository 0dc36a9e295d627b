"""The one place where values become an AGI command line (S3: injection by newline, quotes or length).

A command is one line of at most 2,048 bytes, newline included (Asterisk's buffer, `AGI_BUF_LEN` in
res_agi). Every argument is quoted, so it arrives as exactly one argument; what cannot arrive unchanged is
refused, never repaired.
"""

import re
from collections.abc import Mapping
from unicodedata import category

MAX_COMMAND_BYTES = 2047
"""Longest command line, its newline included."""

_FORBIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories refused: control characters, lone surrogates, line and paragraph separators."""

_BETWEEN = '" "'

SOUND_SEPARATORS = frozenset("&,|'\"\\${}()")
"""What would split or change a list of sound files inside an application's arguments."""


class RefusedArgument(ValueError):  # noqa: N818 - named after what happened to it
    """A value that must not reach Asterisk. The message names the reason, never the value (S19)."""


def quoted(argument: str) -> str:
    """One argument in quotes. Raises RefusedArgument for control characters, NUL and newlines included."""
    if not argument.isprintable() and any(category(character) in _FORBIDDEN for character in argument):
        raise RefusedArgument("control characters do not go to Asterisk")
    if '"' in argument or "\\" in argument:
        argument = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{argument}"'


def command(verb: str, *arguments: str) -> bytes:
    """A whole command line; `verb` is a constant of the calling code.

    Raises RefusedArgument for an argument that `quoted` refuses, and for a line over 2,047 bytes.
    """
    joined = "".join(arguments)
    if joined.isprintable() and '"' not in joined and "\\" not in joined:
        line = f'{verb} "{_BETWEEN.join(arguments)}"\n' if arguments else f"{verb}\n"
    else:
        line = f"{verb} {' '.join(map(quoted, arguments))}\n"
    encoded = line.encode()
    if len(encoded) > MAX_COMMAND_BYTES:
        raise RefusedArgument("a command of more than 2,047 bytes does not go to Asterisk")
    return encoded


def sound_list(paths: list[str]) -> str:
    """Several sound files as one application argument, `a&b&c`. Raises RefusedArgument for `&`, `,` …"""
    for path in paths:
        if not SOUND_SEPARATORS.isdisjoint(path):
            raise RefusedArgument("a sound file's path must not contain characters that split arguments")
    return "&".join(paths)


_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{0,39}")
_PLAIN = re.compile(r"[A-Za-z0-9 _.:#*=@-]{0,900}")


def user_event(event: str, facts: Mapping[str, str]) -> str:
    """The argument of the application UserEvent. Raises RefusedArgument for what would make further headers."""
    if not all(map(_WORD.fullmatch, [event, *facts])) or not all(map(_PLAIN.fullmatch, facts.values())):
        raise RefusedArgument("a user event consists of plain words")
    return ",".join([event, *(f"{name}: {value}" for name, value in facts.items() if value)])


def variable_name(name: str) -> str:
    """A channel variable's name. Raises RefusedArgument for anything else, dialplan functions included."""
    if not (name.isidentifier() and name.isascii() and len(name) <= 80):
        raise RefusedArgument("the name of a channel variable consists of letters, digits and underscores")
    return name
