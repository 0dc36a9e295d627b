"""What every request is seen through: the people, our origins, the session's cookie, the proxies in front."""

from dataclasses import dataclass, field
from typing import cast

from starlette.requests import HTTPConnection
from starlette.responses import Response

from cti.api.client_address import client_address
from cti.api.origins import Origins, origin_of
from cti.people.people import People

COOKIE = "faultline_session"


@dataclass(frozen=True, slots=True)
class Frame:
    """`public_url`: address of the desktop in browsers; with https, cookies travel over TLS alone."""

    people: People
    public_url: str | None = None
    proxies: tuple[str, ...] = ()
    """Networks of the proxies in front of us, whose X-Forwarded-For is believed."""
    origins: Origins = field(init=False)

    def __post_init__(self) -> None:
        """Work out the origins."""
        allowed = frozenset({origin_of(self.public_url)} if self.public_url else ())
        object.__setattr__(self, "origins", Origins(allowed))

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over TLS."""
        return self.public_url is not None and self.public_url.lower().startswith("https://")

    @property
    def cookie_name(self) -> str:
        """`__Host-` binds a cookie to TLS and to this very host (RFC 6265bis, 4.1.3)."""
        return f"__Host-{COOKIE}" if self.secure else COOKIE

    def give_cookie(self, response: Response, secret: str) -> None:
        """Let the browser keep a session until it is closed."""
        response.set_cookie(
            self.cookie_name, secret, path="/", secure=self.secure, httponly=True, samesite="strict"
        )

    def take_cookie(self, response: Response) -> None:
        """Let the browser forget it."""
        response.delete_cookie(
            self.cookie_name, path="/", secure=self.secure, httponly=True, samesite="strict"
        )

    def address_of(self, connection: HTTPConnection) -> str:
        """IP address of whoever asks."""
        peer = connection.client.host if connection.client else ""
        return client_address(peer, connection.headers.getlist("x-forwarded-for"), self.proxies)


def frame_of(connection: HTTPConnection) -> Frame:
    """The frame of the app that this request or WebSocket came to."""
    return cast(Frame, connection.app.state.frame)
