"""People as the settings want them: opened beside the desk, with a first administrator, and the API's frame."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from cti.api.frame import Frame
from cti.errors import Invalid, Unavailable
from cti.people.administrator import LOGIN, ensure_administrator
from cti.people.passwords import check_password
from cti.people.people import People, PeopleRules
from cti.people.permissions import Role
from cti.people.sessions import SessionRules
from cti.people.telephone_secret import KEY_FILE, TelephoneSecrets
from desk.database.database import Database
from faultline.asterisk.secrets import kept_secret
from faultline.settings import Settings

log = logging.getLogger(__name__)

RETRY_SECONDS = 2.0


class PasswordTooEasy(ValueError):  # noqa: N818 - what it is
    """FAULTLINE_ADMIN_PASSWORD would be guessed."""


Tell = Callable[[str], None]
"""Says something to the operator, once."""


@contextlib.asynccontextmanager
async def opened_people(settings: Settings, database: Database) -> AsyncIterator[People]:
    """The people of this site. Raises PasswordTooEasy."""
    _check_administrators_password(settings)
    rules = PeopleRules(
        sessions=SessionRules(
            idle=timedelta(minutes=settings.session_idle_minutes),
            longest=timedelta(hours=settings.session_hours),
        ),
        role_networks={Role(role): networks for role, networks in settings.role_networks.items()},
        audit_days=settings.audit_days,
    )
    key = kept_secret(settings.folder / "secrets", KEY_FILE)
    people = People(database, TelephoneSecrets(key), rules)
    try:
        yield people
    finally:
        people.close()


def _administrators_password(settings: Settings) -> str | None:
    """None when it is not set, or set to nothing."""
    return settings.admin_password.get_secret_value() or None if settings.admin_password else None


def _check_administrators_password(settings: Settings) -> None:
    chosen = _administrators_password(settings)
    if chosen is None:
        return
    try:
        check_password(chosen, LOGIN)
    except Invalid as trouble:
        raise PasswordTooEasy(f"FAULTLINE_ADMIN_PASSWORD: {trouble.detail}") from trouble


def api_frame(settings: Settings, people: People) -> Frame:
    """What every request is seen through."""
    return Frame(people, public_url=settings.public_url, proxies=settings.trusted_proxies)


async def look_after_people(settings: Settings, people: People, tell: Tell) -> None:
    """Until cancelled: make the first administrator once the database is there, then keep things tidy."""
    chosen = _administrators_password(settings)
    while True:
        try:
            made = await ensure_administrator(people, chosen)
        except Unavailable:
            await asyncio.sleep(RETRY_SECONDS)
            continue
        if made is not None:
            tell(f"First administrator: sign in as {LOGIN} with {made} (shown this once)")
        break
    await people.run()
