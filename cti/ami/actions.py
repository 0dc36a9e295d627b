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
class UserEvent(AmiAction):
    """Have an event sent to every session that listens to `user` events."""

    action: ClassVar[str] = "UserEvent"
    user_event: str
    """Its name."""
    mark: str


@dataclass(frozen=True, slots=True)
class CoreSettings(AmiAction):
    """Which Asterisk this is."""

    action: ClassVar[str] = "CoreSettings"


@dataclass(frozen=True, slots=True)
class CoreStatus(AmiAction):
    """Since when Asterisk runs, and how many calls it has."""

    action: ClassVar[str] = "CoreStatus"


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
class ChannelVariables(AmiAction):
    """One channel with some of its variables, named with commas between them."""

    action: ClassVar[str] = "Status"
    is_list: ClassVar[bool] = True
    channel: str
    variables: str


@dataclass(frozen=True, slots=True)
class DeviceStateList(AmiAction):
    """List the state of every telephone that Asterisk has heard of."""

    action: ClassVar[str] = "DeviceStateList"
    is_list: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Setvar(AmiAction):
    """Set a channel's variable, or a global one when no channel is given."""

    action: ClassVar[str] = "Setvar"
    variable: str
    value: str
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Getvar(AmiAction):
    """Read a channel's variable, or a global one when no channel is given; the answer has it as `Value`."""

    action: ClassVar[str] = "Getvar"
    variable: str
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect(AmiAction):
    """Send a channel to another place of the dialplan; with `extra_channel`, that one too, both at once."""

    action: ClassVar[str] = "Redirect"
    channel: str
    context: str
    exten: str
    priority: int = 1
    extra_channel: str | None = None
    extra_context: str | None = None
    extra_exten: str | None = None
    extra_priority: int | None = None


@dataclass(frozen=True, slots=True)
class Hangup(AmiAction):
    """End a channel. `cause`: ITU-T Q.850."""

    action: ClassVar[str] = "Hangup"
    channel: str
    cause: int = 16


@dataclass(frozen=True, slots=True)
class PlayDTMF(AmiAction):
    """Send one key on a channel. `duration`: milliseconds."""

    action: ClassVar[str] = "PlayDTMF"
    channel: str
    digit: str
    duration: int = 120


@dataclass(frozen=True, slots=True)
class MixMonitorMute(AmiAction):
    """Silence the recording of a channel (`state` 1) or go on with it (0); its length stays true to the clock.

    `direction`: `read` what the channel's party says, `write` what it hears, `both`.
    """

    action: ClassVar[str] = "MixMonitorMute"
    channel: str
    state: int = 1
    direction: str = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Originate(AmiAction):
    """Place a call to a telephone and let it go on in the dialplan. `timeout`: milliseconds.

    The channel's unique id is chosen by us (`channel_id`), so that a doubt is settled by looking it up.
    """

    action: ClassVar[str] = "Originate"
    channel: str
    context: str
    exten: str
    channel_id: str
    timeout: int = 20_000
    priority: int = 1
    caller_id: str | None = None
    variable: str | None = None
    """`NAME=value`, several with commas between them."""

    def headers(self) -> Iterator[tuple[str, str]]:
        """Without waiting for the telephone: events tell what becomes of it."""
        yield from AmiAction.headers(self)
        yield "Async", "true"


@dataclass(frozen=True, slots=True)
class QueueStatus(AmiAction):
    """List the members and the callers of Asterisk's own queues (the parachute)."""

    action: ClassVar[str] = "QueueStatus"
    is_list: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class QueueAdd(AmiAction):
    """Make a telephone a member of one of Asterisk's own queues. `paused`: 0 or 1."""

    action: ClassVar[str] = "QueueAdd"
    queue: str
    interface: str
    penalty: int = 0
    paused: int = 0


@dataclass(frozen=True, slots=True)
class QueueRemove(AmiAction):
    """Take a telephone out of one of Asterisk's own queues."""

    action: ClassVar[str] = "QueueRemove"
    queue: str
    interface: str


@dataclass(frozen=True, slots=True)
class QueuePause(AmiAction):
    """Pause or unpause a member of one of Asterisk's own queues. `paused`: `true` or `false`."""

    action: ClassVar[str] = "QueuePause"
    queue: str
    interface: str
    paused: str


@dataclass(frozen=True, slots=True)
class QueuePenalty(AmiAction):
    """Give a member of one of Asterisk's own queues another level."""

    action: ClassVar[str] = "QueuePenalty"
    queue: str
    interface: str
    penalty: int = 0


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
