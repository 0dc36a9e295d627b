"""Adding and changing users together with the secrets that go with it: made here, handed out once, kept as hashes."""

from dataclasses import dataclass, field

from cti.errors import Conflict
from cti.people.audit import Act
from cti.people.drafts import UserDraft, UserPatch
from cti.people.passwords import check_password, new_password
from cti.people.people import People
from cti.people.telephone_secret import new_telephone_password
from cti.people.user import User, user_by_id
from cti.people.user_changes import change_user, create_user, reset_password, set_telephone


@dataclass(frozen=True, slots=True)
class Issued:
    """A user and what was made for them."""

    user: User
    password: str | None = field(default=None, repr=False)
    telephone_password: str | None = field(default=None, repr=False)


async def add_user(
    people: People,
    act: Act,
    draft: UserDraft,
    password: str | None = None,
    telephone_password: str | None = None,
) -> Issued:
    """A new user; passwords that are not given are made. Raises Conflict, Invalid, Unavailable."""
    new = draft.new_user()
    chosen = new_password() if password is None else password
    check_password(chosen, new.login)
    telephone, sealed = _telephone(people, new.extension, telephone_password)
    hashed = await people.passwords.hash(chosen)
    now = people.store.now()
    user = await act.write(lambda connection: create_user(connection, new, hashed, sealed, now))
    return Issued(user, chosen, telephone)


async def change(people: People, act: Act, user_id: int, patch: UserPatch) -> Issued:
    """A user changed; with a new extension comes a new telephone's password.

    Raises NotFound, Conflict, Invalid, Unavailable.
    """
    before = await people.store.read(lambda connection: user_by_id(connection, user_id))
    moved = patch.extension is not None and patch.extension != before.extension
    telephone, sealed = _telephone(people, patch.extension if moved else None)
    user = await act.write(
        lambda connection: change_user(connection, user_id, patch.changes(), sealed, patch.version)
    )
    return Issued(user, telephone_password=telephone)


async def new_users_password(people: People, act: Act, user_id: int) -> Issued:
    """Another password, made by us. Raises NotFound, Unavailable."""
    password = new_password()
    hashed = await people.passwords.hash(password)
    user = await act.write(lambda connection: reset_password(connection, user_id, hashed))
    return Issued(user, password)


async def new_telephone(people: People, act: Act, user_id: int) -> Issued:
    """Another password for the user's telephone. Raises NotFound, Conflict (no extension), Unavailable."""
    user = await people.store.read(lambda connection: user_by_id(connection, user_id))
    if user.extension is None:
        raise Conflict("the user has no extension", code="user_without_extension")
    extension = user.extension
    password, sealed = _telephone(people, extension)
    changed = await act.write(lambda connection: set_telephone(connection, user_id, extension, sealed or ""))
    return Issued(changed, telephone_password=password)


def _telephone(
    people: People, extension: str | None, password: str | None = None
) -> tuple[str | None, str | None]:
    """Password and sealed digest; nothing without an extension."""
    if extension is None:
        return None, None
    chosen = new_telephone_password() if password is None else password
    return chosen, people.telephones.sealed(extension, chosen)
