"""Personal API tokens: for programmes that act for one person, with no more rights than are named (S13)."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from cti.api.frame import frame_of
from cti.api.guard import acting, require
from cti.api.responses import ERRORS
from cti.errors import NotAllowed
from cti.people.audit import Act
from cti.people.fields import RowId, ShownText
from cti.people.permissions import Permission
from cti.people.person import Person, Via
from cti.people.tokens import Token, create_token, revoke_token, tokens_of

router = APIRouter(prefix="/api/tokens", tags=["tokens"], responses=ERRORS)

LONGEST_DAYS = 366


class TokenDraft(BaseModel):
    """A token to be made."""

    model_config = ConfigDict(extra="forbid")

    name: ShownText
    scopes: Annotated[frozenset[Permission], Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = 90


class TokenShown(BaseModel):
    """One token, without its secret."""

    id: int
    name: str
    scopes: list[Permission]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    """To the minute."""

    @classmethod
    def of(cls, token: Token) -> "TokenShown":
        """This token."""
        return cls(
            id=token.id,
            name=token.name,
            scopes=sorted(token.scopes),
            created_at=token.created_at,
            expires_at=token.expires_at,
            used_at=token.used_at,
        )


class TokenMade(BaseModel):
    """A token just made; the secret is shown this once."""

    token: TokenShown
    secret: str


@router.get("", summary="My tokens")
async def tokens(
    request: Request, person: Annotated[Person, Depends(require(Permission.TOKENS_OWN))]
) -> list[TokenShown]:
    """All of one's own, the newest first."""
    found = await frame_of(request).people.store.read(lambda connection: tokens_of(connection, person.id))
    return [TokenShown.of(token) for token in found]


@router.post("", status_code=201, summary="Make a token")
async def create(
    request: Request,
    act: Annotated[Act, Depends(acting(Permission.TOKENS_OWN, "tokens.create"))],
    body: TokenDraft,
) -> TokenMade:
    """Scopes are among one's own permissions. A token makes no tokens."""
    if act.person.via is not Via.SESSION:
        raise NotAllowed("a token makes no tokens", code="not_by_token")
    now = frame_of(request).people.store.now()
    ends = now + timedelta(days=body.days)
    made = await act.write(
        lambda connection: create_token(connection, act.person, body.name, body.scopes, ends, now)
    )
    return TokenMade(token=TokenShown.of(made.token), secret=made.secret)


@router.delete("/{token_id}", status_code=204, summary="Revoke a token")
async def revoke(
    act: Annotated[Act, Depends(acting(Permission.TOKENS_OWN, "tokens.revoke"))],
    token_id: Annotated[RowId, Path()],
) -> None:
    """One of one's own; anybody's for those who may change users."""
    await act.write(lambda connection: revoke_token(connection, act.person, token_id))
