"""The manager actions that Faultline sends, a type each, and the one serializer that writes them (S2).

Issue a new action by adding a frozen class here; nothing else in the house writes to a manager connection.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import ClassVar

from pydantic import SecretStr

MAX_LINE = 900
"""Bytes of one line; Asterisk refuses lines over 1,024 and forgets which action they belonged to."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ACTION_ID = re.compile(r"[A-Za-z0-9/-]{1,64}")


class UnsafeValue(ValueError):  # noqa: N818 - what is wrong with it
    """A value of an action that must not reach Asterisk. Names the header, never quotes the value."""


@dataclass(frozen=True, slots=True)
class AmiAction:
    """One manager action. Fields become headers, `snake_case` to `SnakeCase`; None leaves a header out."""

    action: ClassVar[str]
    is_list: ClassVar[bool] = False
    """Whether the answer is a list of events that ends with `…Complete`."""

    def headers(self) -> Iterator[tuple[str, str]]:
        """The action's headers after `Action` and `ActionID`."""
        for item in fields(self):
            value = getattr(self, item.name)
            if value is not None:
                text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
                yield item.name.replace("_", " ").title().replace(" ", ""), text


@dataclass(frozen=True, slots=True)
class Login(AmiAction):
    """Sign in. `events` is a mask such as `on`, `off` or `call,agent`."""

    action: ClassVar[str] = "Login"
    username: str
    secret: SecretStr
    events: str = "on"


@dataclass(frozen=True, slots=True)
class Ping(AmiAction):
    """Ask for a sign of life."""

    action: ClassVar[str] = "Ping"


@dataclass(frozen=True, slots=True)
class CoreShowChannels(AmiAction):
    """List the channels that exist now."""

    action: ClassVar[str] = "CoreShowChannels"
    is_list: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Status(AmiAction):
    """Whether one channel exists: success, or an error `No such channel`."""

    action: ClassVar[str] = "Status"
    channel: str


@dataclass(frozen=True, slots=True)
class Setvar(AmiAction):
    """Set a channel's variable, or a global one when no channel is given."""

    action: ClassVar[str] = "Setvar"
    variable: str
    value: str
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect(AmiAction):
    """Send a channel to another place of the dialplan."""

    action: ClassVar[str] = "Redirect"
    channel: str
    context: str
    exten: str
    priority: int = 1


def serialize(action: AmiAction, action_id: str) -> bytes:
    """An action as it goes over the wire. Raises UnsafeValue for control characters and over-long lines."""
    if not _ACTION_ID.fullmatch(action_id):
        raise UnsafeValue("ActionID")
    lines = [f"Action: {action.action}", f"ActionID: {action_id}"]
    for name, value in action.headers():
        line = f"{name}: {value}"
        if _CONTROL.search(value) or value != value.strip() or not _encodable(line):
            raise UnsafeValue(name)
        lines.append(line)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _encodable(line: str) -> bool:
    try:
        return len(line.encode()) <= MAX_LINE
    except UnicodeEncodeError:  # lone surrogates
        return False
