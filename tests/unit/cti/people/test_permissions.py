"""The one table of roles and permissions, and what it must never say (H16, PIPL)."""

import re

import pytest

from cti.people.permissions import GRANTS, Permission, Role, permissions_of
from faultline.toolbox.folders import project


def documented() -> dict[str, set[str]]:
    text = (project() / "docs" / "operations.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| ((?:`[a-z_]+:[a-z_]+`(?:, )?)+) \|$", text, re.MULTILINE)
    return {role: set(re.findall(r"`([^`]+)`", words)) for role, words in rows}


def test_the_operations_page_shows_the_table() -> None:
    assert documented() == {role.value: {p.value for p in GRANTS[role]} for role in Role}


def test_every_permission_is_somebodys() -> None:
    assert set(permissions_of(Role)) == set(Permission)


APART = [
    (
        "PIPL: who listens to recordings does not export them",
        Permission.RECORDINGS_LISTEN,
        Permission.RECORDINGS_EXPORT,
    ),
    ("PIPL: who administers does not listen", Permission.USERS_WRITE, Permission.RECORDINGS_LISTEN),
    ("PIPL: who administers does not export", Permission.USERS_WRITE, Permission.RECORDINGS_EXPORT),
    ("who administers does not listen in", Permission.USERS_WRITE, Permission.LISTEN_IN),
    ("S8: who is listened to reads no log of it", Permission.AGENT_OWN, Permission.AUDIT_READ),
]


@pytest.mark.parametrize(("reason", "one", "other"), APART, ids=[row[0] for row in APART])
def test_rights_that_stay_apart(reason: str, one: Permission, other: Permission) -> None:
    assert [role for role in Role if {one, other} <= GRANTS[role]] == []


ONLY = [
    (Permission.USERS_WRITE, {Role.ADMINISTRATOR}),
    (Permission.AUDIT_READ, {Role.ADMINISTRATOR}),
    (Permission.LISTEN_IN, {Role.INSPECTOR, Role.SHIFT_SUPERVISOR}),
    (Permission.WHISPER, {Role.INSPECTOR, Role.SHIFT_SUPERVISOR}),
    (Permission.BARGE_IN, {Role.INSPECTOR, Role.SHIFT_SUPERVISOR}),
    (Permission.FLOOR_STEER, {Role.SHIFT_SUPERVISOR}),
]


@pytest.mark.parametrize(("permission", "roles"), ONLY, ids=[row[0].value for row in ONLY])
def test_what_few_may(permission: Permission, roles: set[Role]) -> None:
    assert {role for role in Role if permission in GRANTS[role]} == roles


def test_several_roles_add_up_and_none_is_nothing() -> None:
    both = permissions_of([Role.STATISTICIAN, Role.FIELD])
    assert both == GRANTS[Role.STATISTICIAN] | GRANTS[Role.FIELD]
    assert permissions_of([]) == frozenset()
