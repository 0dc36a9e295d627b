"""Standard phrases for each step of a conversation (K16)."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends

from cti.api.guard import require
from cti.api.responses import ERRORS
from cti.people.permissions import Permission
from cti.people.person import Person
from desk.phrases.catalogue import Phrase
from desk.phrases.catalogue import phrases as catalogue

router = APIRouter(prefix="/api/phrases", tags=["phrases"], responses=ERRORS)


class Language(StrEnum):
    """In which callers are served (K11)."""

    ZH = "zh"
    EN = "en"


@router.get("", summary="Standard phrases")
async def phrases(
    _: Annotated[Person, Depends(require(Permission.AGENT_OWN))], language: Language = Language.ZH
) -> list[Phrase]:
    """In the order of a conversation."""
    return list(catalogue(language.value))
