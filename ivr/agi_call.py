"""The header block of a FastAGI connection as a `Call`, with nothing in it believed that Asterisk did not
make itself.

The unique id is asked for once more by `GET VARIABLE` before the dialog begins (S1); caller and dialled
number keep digits only, else they are empty (S5, S17).
"""

import re

from ivr.agi_encoding import command
from ivr.agi_headers import remember_names
from ivr.agi_session import AgiSession
from ivr.line import Call

_SCRIPT = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_UNIQUE_ID = re.compile(r"[A-Za-z0-9_-]{0,96}[0-9]{1,12}\.[0-9]{1,12}", re.ASCII)
_CHANNEL = re.compile(r"PJSIP/([0-9A-Za-z_-]{1,40})-[0-9a-f]{8}", re.ASCII)
_ASK_UNIQUE_ID = command("GET VARIABLE", "UNIQUEID")
_MOST_DIGITS = 32


class UntrustedHeaders(ValueError):  # noqa: N818 - named after what was found
    """The header block does not name this very channel, or no service."""


async def verified_call(session: AgiSession) -> Call:
    """The call of a session, its unique id confirmed by the channel. Raises UntrustedHeaders, Hangup."""
    headers = session.headers
    unique_id = headers.get("uniqueid", "")
    script = headers.get("network_script", "").strip("/")
    if not (_UNIQUE_ID.fullmatch(unique_id) and _SCRIPT.fullmatch(script)):
        raise UntrustedHeaders("no unique id or no service")
    answer = await session.send(_ASK_UNIQUE_ID, 0.0)
    if answer.data != unique_id:
        raise UntrustedHeaders("the channel has another unique id")
    remember_names(headers)
    return Call(
        id=unique_id,
        script=script,
        caller=_digits(headers.get("callerid", "")),
        dialled=_digits(headers.get("dnid", "")) or _digits(headers.get("extension", "")),
        language="en" if headers.get("language", "").startswith("en") else "zh",
        endpoint=_endpoint(headers.get("channel", "")),
    )


def _endpoint(channel: str) -> str:
    found = _CHANNEL.fullmatch(channel)
    return found[1] if found else ""


def _digits(value: str) -> str:
    value = value.removeprefix("+")
    return value if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS else ""
