"""Where Asterisk's files lie below the data folder, and where the product's own configuration comes from."""

import re
from dataclasses import dataclass
from pathlib import Path

from faultline.asterisk.trouble import AsteriskError

_SOCKET_PATH_LIMIT = 107
"""Longest path of a Unix socket in bytes (unix(7))."""
_HARMLESS_PATH = re.compile(r"[\w./ +@=-]+")
"""Commas, ampersands, dollars and semicolons would be read as syntax by the dialplan."""


@dataclass(frozen=True, slots=True)
class Places:
    """Folders and files of one instance; `data` is the absolute data folder."""

    data: Path

    def __post_init__(self) -> None:
        """Raise AsteriskError when Asterisk could not work below this folder."""
        if not _HARMLESS_PATH.fullmatch(str(self.data)):
            raise AsteriskError(
                f"the data folder {self.data} has characters that Asterisk reads as syntax: move it"
            )
        if len(str(self.control).encode()) > _SOCKET_PATH_LIMIT:
            raise AsteriskError(
                f"the path of the data folder {self.data} is too long for Asterisk's control socket"
            )

    @property
    def home(self) -> Path:
        """Everything that is Asterisk's alone."""
        return self.data / "asterisk"

    @property
    def etc(self) -> Path:
        """The configuration folder (astetcdir): copies of asterisk_conf/, renewed at each start."""
        return self.home / "etc"

    @property
    def dialplan(self) -> Path:
        """The dialplan's steps, which extensions.conf includes."""
        return self.etc / "dialplan"

    @property
    def generated(self) -> Path:
        """Files rendered from the settings, mode 0600."""
        return self.etc / "generated"

    @property
    def site(self) -> Path:
        """Operations' own files: created once as templates, then never touched."""
        return self.etc / "site"

    @property
    def ban_filter(self) -> Path:
        """The filter of fail2ban, for operations to put into its folder `filter.d`."""
        return self.home / "fail2ban" / "filter.d" / "faultline-asterisk.conf"

    @property
    def ban_jail(self) -> Path:
        """The jail that belongs to it, for `jail.d`."""
        return self.home / "fail2ban" / "jail.d" / "faultline-asterisk.conf"

    @property
    def main_file(self) -> Path:
        """The file that Asterisk is started with (`-C`)."""
        return self.etc / "asterisk.conf"

    @property
    def run(self) -> Path:
        """Control socket and pid file."""
        return self.home / "run"

    @property
    def control(self) -> Path:
        """The control socket that `asterisk -rx` talks to."""
        return self.run / "asterisk.ctl"

    @property
    def pid_file(self) -> Path:
        """Process id of the running Asterisk."""
        return self.run / "asterisk.pid"

    @property
    def log(self) -> Path:
        """Asterisk's logs."""
        return self.home / "log"

    @property
    def prompts(self) -> Path:
        """Rendered prompts, one folder a language."""
        return self.data / "prompts"

    @property
    def voicemail(self) -> Path:
        """Messages taken when nobody is signed in; written by Asterisk alone."""
        return self.data / "spool" / "voicemail"

    @property
    def keys_left(self) -> Path:
        """Keys of entries that callers broke off; written by Asterisk, emptied by the service."""
        return self.data / "spool" / "keys-left"

    @property
    def keys_written(self) -> Path:
        """Where Asterisk believes that folder to be: a link (cel_custom has no choice of its folder)."""
        return self.log / "cel-custom"

    @property
    def conversations(self) -> Path:
        """Recorded conversations."""
        return self.data / "recordings" / "conversations"

    @property
    def written(self) -> tuple[Path, ...]:
        """Folders that Asterisk writes to."""
        own = tuple(self.home / name for name in ("run", "log", "spool", "db", "keys"))
        return (*own, self.voicemail, self.keys_left, self.data / "recordings", self.conversations)


def product_files() -> Path:
    """The folder asterisk_conf/ of the checkout, or its copy inside an installed package."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent / "asterisk_conf", package / "_asterisk_conf"):
        if (folder / "extensions.conf").is_file():
            return folder
    raise AsteriskError("asterisk_conf/ is missing: this installation of Faultline is not complete")
