"""Everything that the API refuses, in one tree; each carries the HTTP status that it is answered with.

    Refused                     400
    ├── NotSignedIn             401     no session or token, or one that is over
    ├── NotAllowed              403     signed in, but without the permission
    │   ├── CrossOrigin         403     a page of somebody else sent this (CSRF)
    │   └── WrongNetwork        403     not from this address (H16)
    ├── NotFound                404     nothing with this id, or nothing of this person's (S10)
    ├── Conflict                409     the name or extension is taken, the last administrator, …
    ├── TooLarge                413     the body is over the limit
    ├── Invalid                 422     well-formed, but it makes no sense
    ├── TooManyTries            429     locked for a while; `retry_after` says how long
    └── Unavailable             503     a part that is needed does not answer (R10)

The desk's DeskUnavailable is answered as Unavailable. Routers raise these; nobody raises HTTPException.
"""

from collections.abc import Mapping
from typing import ClassVar

from cti.error_codes import Param, RefusalCode


class Refused(Exception):  # noqa: N818 - what the caller is told, not a fault of ours
    """Base of all refusals. `detail` is shown to whoever asked: no secrets, no personal data.

    `code` names it for pages in other languages, `params` are the values in its words.
    """

    status: ClassVar[int] = 400
    usual: ClassVar[RefusalCode | None] = None
    """The code of one that names none."""

    def __init__(
        self, detail: str | None = None, *, code: RefusalCode | None = None, **params: Param
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.usual
        self.params = params

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that belong to the answer."""
        return {}


class NotSignedIn(Refused):
    """No session or token, or one that is over."""

    status = 401
    usual = "not_signed_in"

    @property
    def headers(self) -> Mapping[str, str]:
        """RFC 9110, 11.6.1."""
        return {"www-authenticate": 'Bearer realm="faultline"'}


class NotAllowed(Refused):
    """Signed in, but without the permission."""

    status = 403


class CrossOrigin(NotAllowed):
    """A page of somebody else sent this."""

    usual = "cross_origin"


class WrongNetwork(NotAllowed):
    """This person may not work from this address (H16)."""

    usual = "wrong_network"


class NotFound(Refused):
    """Nothing with this id, or nothing that this person may know of (S10)."""

    status = 404
    usual = "not_found"


class Conflict(Refused):
    """It does not fit what is there already."""

    status = 409


class TooLarge(Refused):
    """The body is over the limit."""

    status = 413
    usual = "too_large"


class Invalid(Refused):
    """Well-formed, but it makes no sense."""

    status = 422


class TooManyTries(Refused):
    """Locked for a while."""

    status = 429
    usual = "too_many_tries"

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many tries, wait")
        self.retry_after = retry_after
        """Seconds."""

    @property
    def headers(self) -> Mapping[str, str]:
        """RFC 9110, 10.2.3."""
        return {"retry-after": str(self.retry_after)}


class Unavailable(Refused):
    """A part that is needed does not answer (R10)."""

    status = 503
    usual = "unavailable"
