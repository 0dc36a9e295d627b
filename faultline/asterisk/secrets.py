"""Secrets of this instance: generated once into data/secrets/, mode 0600, never defaulted (S6, S9)."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

EVENTS_ACCOUNT = "faultline-events"
ACTIONS_ACCOUNT = "faultline-actions"


@dataclass(frozen=True, slots=True)
class AmiAccount:
    """A log-in of the manager interface."""

    name: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AmiAccounts:
    """Two sessions, two rights: one only reads, one only acts (hardening: AMI facts)."""

    events: AmiAccount
    actions: AmiAccount


def kept_secret(folder: Path, name: str) -> str:
    """The secret of that name, made at first use: 256 random bits as URL-safe text.

    Two processes that start at once agree: the file is created exclusively, the loser reads the winner's.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(32)
        file.write(secret + "\n")
    return secret


def ami_accounts(data: Path) -> AmiAccounts:
    """The two manager accounts of the instance whose data folder this is."""
    folder = data / "secrets"
    return AmiAccounts(
        AmiAccount(EVENTS_ACCOUNT, kept_secret(folder, "ami-events")),
        AmiAccount(ACTIONS_ACCOUNT, kept_secret(folder, "ami-actions")),
    )
