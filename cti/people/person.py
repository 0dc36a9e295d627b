"""A person as every router sees one: who it is, what they may do, from where and by which way they came."""

from dataclasses import dataclass
from enum import StrEnum

from cti.people.permissions import Permission, Role


class Via(StrEnum):
    """How somebody proved who they are."""

    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - a word
    CLI = "cli"
    """On the service's machine; there is no sign-in."""
    SERVICE = "service"
    """Nobody's act: the service ended what a person had begun."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, at the moment of one request; `People.refresh` says whether it still holds."""

    id: int
    """Row of `users`; 0: the command line."""
    login: str
    display_name: str
    roles: frozenset[Role]
    """Roles in force here: one that is bound to other networks is left out (H16)."""
    permissions: frozenset[Permission]
    """Of these roles; with a token, the token's scopes among them."""
    team: str | None
    extension: str | None
    address: str
    """IP address that the request came from; empty on the command line."""
    via: Via
    credential: str = ""
    """Names the session (hash of its secret) or the token (row); never a secret."""

    def may(self, permission: Permission) -> bool:
        """Whether this permission is in force."""
        return permission in self.permissions
