"""A user as somebody asks for one, checked field by field; the API and the command line share it."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from cti.people.fields import Extension, Level, Login, Network, QueueName, RowId, ShownText
from cti.people.permissions import Role
from cti.people.user_changes import NewUser

Roles = Annotated[frozenset[Role], Field(min_length=1)]
Skills = Annotated[dict[QueueName, Level], Field(max_length=50)]
Networks = Annotated[list[Network], Field(max_length=50)]


class UserDraft(BaseModel):
    """A new user."""

    model_config = ConfigDict(extra="forbid")

    login: Login
    display_name: ShownText
    roles: Roles
    extension: Extension | None = None
    browser_phone: bool = False
    team: ShownText | None = None
    superior_id: RowId | None = None
    skills: Skills = {}
    networks: Networks = []

    def new_user(self) -> NewUser:
        """As it is stored."""
        values = self.model_dump()
        return NewUser(**(values | {"networks": tuple(self.networks)}))


class UserPatch(BaseModel):
    """Changes of a user: fields that are not named stay. Null takes extension, team or superior away."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    """Of the user as it was seen; with another one there now the answer is 409."""
    display_name: ShownText | None = None
    active: bool | None = None
    roles: Roles | None = None
    extension: Extension | None = None
    browser_phone: bool | None = None
    team: ShownText | None = None
    superior_id: RowId | None = None
    skills: Skills | None = None
    networks: Networks | None = None

    @model_validator(mode="after")
    def _no_null(self) -> "UserPatch":
        for name in ("display_name", "active", "roles", "browser_phone", "skills", "networks"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise PydanticCustomError("not_null", "{name} cannot be null", {"name": name})
        return self

    def changes(self) -> dict[str, Any]:
        """The fields that were named."""
        return self.model_dump(include=self.model_fields_set - {"version"})
