"""Where else a queue's pops go: a page that the desktop opens, another system's webhook (settings)."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError

PLACEHOLDERS = frozenset(
    ["pop", "call", "agent", "caller", "dialled", "line_number", "queue", "language", "reason", "report"]
)
"""What a template may name, in braces; the values come from the pop (building.py)."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class PopTarget(BaseModel):
    """One queue's. `url`: template with placeholders such as `{caller}`; `webhook`: an address to post pops to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = ""
    webhook: str = ""
    instead: bool = False
    """The page is shown in place of our own pop."""

    @field_validator("url", "webhook")
    @classmethod
    def _is_web(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise PydanticCustomError("web_address", "an http or https address without a user name")
        if _PLACEHOLDER.search(parts.netloc):
            raise PydanticCustomError("placeholder_chooses_host", "a placeholder can't choose the host")
        unknown = set(_PLACEHOLDER.findall(value)) - PLACEHOLDERS
        if unknown:
            names = ", ".join(sorted(unknown))
            raise PydanticCustomError(
                "placeholders_unknown", "unknown placeholders: {names}", {"names": names}
            )
        return value

    @field_validator("webhook")
    @classmethod
    def _is_fixed(cls, value: str) -> str:
        if _PLACEHOLDER.search(value):
            raise PydanticCustomError(
                "webhook_placeholders", "a webhook has no placeholders: the pop is in the body"
            )
        return value


def refused_hosts(targets: Mapping[str, PopTarget], allowed: Iterable[str]) -> list[str]:
    """Hosts that the targets name and the site's list does not (`host` or `host:port`)."""
    known = set(allowed)
    named = [urlsplit(address) for target in targets.values() for address in (target.url, target.webhook)]
    return sorted({part.netloc for part in named if part.netloc and part.netloc not in known})
