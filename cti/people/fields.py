"""Fields of requests and of the command line: limits in one place, so that nothing odd gets any further (S2, S12)."""

from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

from cti.people.words import LONGEST, cleaned

LARGEST_KEY = 2**63 - 1


def visible(text: str) -> str:
    """What people read of a text, cleaned. Raises PydanticCustomError where nothing is left."""
    if not (clean := cleaned(text)):
        raise PydanticCustomError("nothing_seen", "nothing in it can be seen")
    return clean


def _network(text: str) -> str:
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError:
        raise PydanticCustomError("network", "no network or address of IPv4 or IPv6") from None


def _within_reason(at: datetime) -> datetime:
    if not 1970 < at.year < 2200:
        raise PydanticCustomError("moment_out_of_range", "a time between 1971 and 2199")
    return at.astimezone(UTC)


RowId = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
"""Key of a row."""
ShownText = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(visible)]
"""A name that people read: no control and bidirectional characters, 64 characters (S12)."""
SearchText = Annotated[str, Field(max_length=LONGEST), AfterValidator(cleaned)]
"""Words to look for; what cannot be seen is left out."""
Login = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,31}$")]
Extension = Annotated[str, StringConstraints(pattern=r"^8([1-9][0-9]{2}|0[1-9][0-9]|00[1-9])$")]
"""8001–8999."""
QueueName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Level = Annotated[int, Field(ge=1, le=9)]
"""1 is the best."""
Network = Annotated[str, Field(max_length=50), AfterValidator(_network)]
"""CIDR, or one address."""
Moment = Annotated[AwareDatetime, AfterValidator(_within_reason)]
"""A time with its offset, as UTC."""
