"""Text from Asterisk reduced to what the floor may hold: digits, names of ours, times that can be true (S1)."""

import re
from datetime import UTC, datetime

from panoramisk.message import Message

A_DAY = 86_400.0

_NUMBER = re.compile(r"\+?([0-9]{1,32})")
_KEYS = re.compile(r"[0-9]{1,40}")
_DIGITS = re.compile(r"[0-9]{1,20}")
_EXTENSION = re.compile(r"8[0-9]{3}")
_QUEUE = re.compile(r"[a-z0-9_-]{1,32}")
_NAME = re.compile(r"[0-9A-Za-z._-]{1,80}")
_TEXT = re.compile(r"[0-9A-Za-z ._-]{1,80}")
_DURATION = re.compile(r"(\d{1,6}):([0-5]\d):([0-5]\d)")


def number(text: str) -> str:
    """A telephone number of the network: digits, without a leading plus; empty when it is none."""
    found = _NUMBER.fullmatch(text)
    return found[1] if found else ""


def digits(text: str) -> str:
    """Digits, at most 20; anything else is empty."""
    return text if _DIGITS.fullmatch(text) else ""


def keys(text: str) -> str:
    """Keys that a caller pressed, at most 40; anything else is empty."""
    return text if _KEYS.fullmatch(text) else ""


def extension(text: str) -> str:
    """An agent's extension, 8001 to 8999; anything else is empty."""
    return text if _EXTENSION.fullmatch(text) and text != "8000" else ""


def queue(text: str) -> str:
    """A queue's name; anything else is empty."""
    return text if _QUEUE.fullmatch(text) else ""


def name(text: str) -> str:
    """An id or a file's name; anything else is empty."""
    return text if _NAME.fullmatch(text) and not text.startswith(".") else ""


def sentence(text: str) -> str:
    """A reason in plain words; anything else is empty."""
    return text.strip() if _TEXT.fullmatch(text) else ""


def small(text: str) -> int:
    """A small number such as a cause; 0 when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0


def seconds_since_1970(text: str) -> float:
    """A wall clock time; 0 when it is none."""
    return float(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else 0.0


def happened(event: Message, now: float) -> float:
    """Asterisk's own time of an event, seconds since 1970; one that is a day off or no number is not believed."""
    try:
        at = float(event.timestamp)
        datetime.fromtimestamp(at, UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return at if abs(at - now) < A_DAY else now


def age(text: str) -> float:
    """Seconds of `HH:MM:SS`; 0 when it is none."""
    parts = _DURATION.fullmatch(text)
    hours, minutes, seconds = map(int, parts.groups()) if parts else (0, 0, 0)
    return float(hours * 3600 + minutes * 60 + seconds)
