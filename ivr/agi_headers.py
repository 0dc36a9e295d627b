"""FastAGI's header block: `agi_name: value` lines up to the first blank one, taken as a whole or not at all (S1).

Asterisk sends the same names in the same order with every call, so a block is first read as one that looks like the
last verified call's. Only a verified one is remembered: nobody else can make this process compile patterns.
"""

import re

from ivr.agi_stream import CONTROLS, BadStream, StreamLimits, text_of

_CONTROLS_BUT_LINE_ENDS = CONTROLS.replace(b"\n", b"")
_lines = re.compile(r"^agi_([a-z_][a-z0-9_]*): (.*)$", re.MULTILINE).findall


class _Shape:
    """Names of a block in their order."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.values = re.compile("(?!)").fullmatch

    def take(self, names: tuple[str, ...]) -> None:
        """From now on these names."""
        self.names = names
        self.values = re.compile("\n".join(f"agi_{name}: (.*)" for name in names)).fullmatch


_known = _Shape()


def header_block(block: bytes, limits: StreamLimits) -> dict[str, str]:
    """The block without its blank line. One line that is no header, or a name twice, spoils all of it.

    Names without `agi_`, values as Asterisk sent them. Raises BadStream.
    """
    if len(block) > limits.header_block:
        raise BadStream("long_headers")
    if len(block) > limits.header_line and any(len(line) > limits.header_line for line in block.split(b"\n")):
        raise BadStream("long_line")
    text = text_of(block, refused=_CONTROLS_BUT_LINE_ENDS)
    if (values := _known.values(text)) is not None:
        return dict(zip(_known.names, values.groups(), strict=True))
    lines = _lines(text)
    if len(lines) > limits.headers:
        raise BadStream("long_headers")
    if len(lines) <= text.count("\n"):
        raise BadStream("not_a_header")
    headers = dict(lines)
    if len(headers) < len(lines):
        raise BadStream("duplicate_header")
    return headers


def remember_names(headers: dict[str, str]) -> None:
    """A verified call had these headers: the next one will look like it."""
    names = tuple(headers)
    if names != _known.names:
        _known.take(names)
