"""Where a telephone in the browser finds Asterisk: SIP over WebSocket, and servers that help its sound through."""

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr, StringConstraints

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(:[0-9]{1,5})?")

IceAddress = Annotated[
    str, StringConstraints(pattern=r"^(stuns?|turns?):[A-Za-z0-9.:\[\]-]+(\?transport=(udp|tcp))?$")
]


class IceServer(BaseModel):
    """A STUN or TURN server as browsers take it (RFC 7064, RFC 7065)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    urls: IceAddress
    username: str | None = None
    credential: SecretStr | None = None
    """Told to every agent's browser."""


@dataclass(frozen=True, slots=True)
class PhoneRules:
    """`url`: Asterisk's WebSocket behind a proxy; None: `ws_port` of the host that the desktop was asked at."""

    url: str | None = None
    ws_port: int = 8088
    ice_servers: tuple[IceServer, ...] = ()

    def origins(self, host: str) -> tuple[str, ...]:
        """Sources for `connect-src` (CSP 3, 6.1.2) of a page that was asked at `host`, the header's value.

        Empty when the header is none that a browser sends.
        """
        if self.url is not None:
            address = urlsplit(self.url)
            return (f"{address.scheme}://{address.netloc}",)
        named = _HOST.fullmatch(host)
        return (f"ws://{named[1]}:{self.ws_port}",) if named else ()
