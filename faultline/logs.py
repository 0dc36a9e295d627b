"""The log: a constant sentence and its fields, one record a line, as text or JSON, personal data masked.

Times are UTC. Every record of every library passes the same formatter, tracebacks included (S19).
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

from faultline.masking import mask_field, mask_text

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_QUIET = ("httpx", "httpcore", "alembic", "asyncio", "aiosqlite", "uvicorn.access", "panoramisk")
"""Libraries whose routine messages say nothing to an operator."""
_PLAIN = re.compile(r"[^\s\"'=\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class MaskingFormatter(logging.Formatter):
    """`personal` shows personal fields; confidential ones are never shown."""

    def __init__(self, *, personal: bool, as_json: bool) -> None:
        super().__init__()
        self.personal = personal
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """One line; a traceback is part of it."""
        head = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "says": self._text(record.getMessage()),
        }
        parts = head | self._fields(record)
        if self.as_json:
            return _quoted(parts)
        at, level, logger, says = head.values()
        fields = [f"{name}={_word(parts[name])}" for name in parts if name not in head]
        return " ".join([at, level, logger, _escaped(says), *fields])

    def _fields(self, record: logging.LogRecord) -> dict[str, object]:
        fields = {
            name: mask_field(name, value, personal=self.personal)
            for name, value in vars(record).items()
            if name not in _STANDARD
        }
        if record.exc_info:
            fields["traceback"] = self._text(self.formatException(record.exc_info))
        return fields

    def _text(self, text: str) -> str:
        return text if self.personal else mask_text(text)


def set_up_logging(
    *, personal: bool, as_json: bool = False, level: int = logging.INFO, stream: TextIO | None = None
) -> None:
    """Send every record to `stream` (standard error by default); call once, before anything else starts."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(MaskingFormatter(personal=personal, as_json=as_json))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


def _word(value: object) -> str:
    text = value if isinstance(value, str) else _quoted(value)
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escaped(sentence: str) -> str:
    """A sentence of another library may hold line breaks: they must not look like records."""
    return _quoted(sentence)[1:-1].replace('\\"', '"')
