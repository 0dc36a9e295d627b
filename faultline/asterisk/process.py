"""Asterisk's process: started in a session of its own, so that calls go on when the service dies (R7),
adopted when one already runs on the same data folder, stopped without cutting calls off.
"""

import contextlib
import logging
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from cti.routing.queues import Queues
from faultline.asterisk.install import (
    install,
    install_agents,
    install_queue_knobs,
    install_site_queues,
)
from faultline.asterisk.knobs import QueueKnobs, globals_shown
from faultline.asterisk.places import Places
from faultline.asterisk.ports import check_ports
from faultline.asterisk.telephones import AgentEndpoint
from faultline.asterisk.trouble import AsteriskError, NotAnsweringError, PortTakenError
from faultline.settings import Settings
from faultline.toolbox import AsteriskInstall, find_asterisk
from faultline.toolbox.asterisk_version import holes

log = logging.getLogger(__name__)

__all__ = ["Asterisk", "AsteriskError"]

_POLL_SECONDS = 0.05

RELOADED = (
    "cdr",
    "cel",
    "dnsmgr",
    "features",
    "http",
    "indications",
    "logger",
    "manager",
    "udptl",
    "app_confbridge.so",
    "app_queue.so",
    "cel_custom.so",
    "pbx_config.so",
    "res_musiconhold.so",
    "res_pjsip.so",
    "res_rtp_asterisk.so",
)
"""What reads our files again while Asterisk runs. Never `core reload`, and never `acl`: after its reload Asterisk loads
the endpoints a second time on another thread; where that meets res_pjsip's own reload, new telephones are left without
their address records, and stay unreachable although they register.
"""
_DYING_SECONDS = 5.0
"""How long the kernel may take to close what an Asterisk that was killed held open."""


class Asterisk:
    """The Asterisk of one instance. All methods block; run them in a thread beside an event loop."""

    def __init__(self, settings: Settings, agents: tuple[AgentEndpoint, ...] | None = None) -> None:
        """`agents` None: their telephones stay as they are until `apply_agents`."""
        self._settings = settings
        self._agents = agents
        self.places = Places(settings.folder)
        self._program: AsteriskInstall | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def program(self) -> AsteriskInstall:
        """The Asterisk in use, looked for once. Raises ToolboxError when there is none."""
        if self._program is None:
            self._program = find_asterisk(self._settings.asterisk)
        return self._program

    def start(self, timeout: float = 60.0) -> bool:
        """Start Asterisk, or adopt the one that runs; ready for calls on return, true when started anew.

        Raises AsteriskError (settings it can't run with, a port is taken, it ends at once, it is not ready
        within `timeout` seconds) and ToolboxError.
        """
        deadline = time.monotonic() + timeout
        running = self.is_running()
        changed = install(self._settings, self.program, self._agents)
        if running:
            # It answers before it is done with starting, and then ignores a stop.
            self._wait_ready(deadline)
            log.info("Asterisk already runs and is adopted", extra={"pid": self.pid()})
            if changed:
                self.rx(f"module reload {' '.join(RELOADED)}")
            return False
        self._wait_ports()
        self._launch()
        self._wait_ready(deadline)
        log.info("Asterisk is ready", extra={"pid": self.pid()})
        return True

    def rx(self, command: str, timeout: float = 10.0) -> str:
        """The answer to a console command. Raises NotAnsweringError without one in `timeout` seconds."""
        words = [*self.program.command, "-C", str(self.places.main_file), "-rx", command]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, words of our own
                words, capture_output=True, timeout=timeout, check=False, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired as trouble:
            raise NotAnsweringError(
                f"Asterisk did not answer `{command}` within {timeout:.0f} s"
            ) from trouble
        if done.returncode != 0:
            raise NotAnsweringError(f"Asterisk does not run on {self.places.data}")
        return done.stdout.decode(errors="replace")

    def pid(self) -> int | None:
        """Process id of the Asterisk of this data folder, None when none runs."""
        try:
            pid = int(self.places.pid_file.read_text())
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if str(self.places.main_file).encode() in words.split(b"\0") else None

    def is_running(self) -> bool:
        """Whether an Asterisk of this data folder answers."""
        if (
            not self.places.control.exists() or self.pid() is None
        ):  # one that is dying may still take a command
            return False
        try:
            self.rx("core show uptime")
        except NotAnsweringError:
            return False
        return True

    def reload_dialplan(self) -> None:
        """Put changes of extensions.conf and site/extensions.conf into force, the queues' knobs included."""
        self.rx("dialplan reload")
        self.follow_knobs()

    def follow_knobs(self) -> bool:
        """Carry the knobs of the running dialplan over to the queues; true when they had changed."""
        return self.apply_knobs(globals_shown(self.rx("dialplan show globals").splitlines()))

    def apply_knobs(self, shown: Mapping[str, str]) -> bool:
        """Give the queues the times that these globals name; true when they had others."""
        changed = install_queue_knobs(self.places, QueueKnobs.of(shown))
        if changed:
            self.rx("queue reload parameters")
        return changed

    def apply_agents(self, agents: tuple[AgentEndpoint, ...]) -> bool:
        """Let these telephones register and no others; true when they were others. Calls under way go on."""
        self._agents = agents
        changed = install_agents(self.places, agents)
        if changed:
            self.rx("module reload res_pjsip.so")
        return changed

    def apply_site_queues(self, queues: Queues) -> bool:
        """Give the parachute the site's own queues; true when it had others. Callers who wait stay."""
        changed = install_site_queues(self.places, queues)
        if changed:
            self.rx("queue reload parameters")
        return changed

    def stop(self, grace: float = 0.0) -> None:
        """Take no new calls, wait up to `grace` seconds for those under way, then end."""
        pid = self.pid()
        if pid is None:
            return
        with contextlib.suppress(NotAnsweringError):
            if grace > 0:
                self.rx("core stop gracefully")
                if self._wait_gone(pid, grace):
                    return
            self.rx("core stop now")
        if self._wait_gone(pid, 10.0):
            return
        log.warning("Asterisk did not stop when asked and is ended", extra={"pid": pid})
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self._wait_gone(pid, 10.0)

    def _wait_ports(self) -> None:
        """Raise PortTakenError; a pid file tells of an Asterisk that was killed and may still hold its ports."""
        deadline = time.monotonic() + (_DYING_SECONDS if self.places.pid_file.exists() else 0.0)
        while True:
            try:
                return check_ports(self._settings)
            except PortTakenError:
                if time.monotonic() >= deadline:
                    raise
            time.sleep(_POLL_SECONDS)

    def _launch(self) -> None:
        if os.geteuid() == 0:
            log.warning("Asterisk runs as root; start Faultline as an ordinary user")
        if known := holes(self.program.version):
            log.warning("%s; upgrade it", known)
        words = [*self.program.command, "-f", "-C", str(self.places.main_file)]
        with (self.places.log / "console").open("ab") as console:
            self._child = subprocess.Popen(  # noqa: S603 - no shell, words of our own
                words,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                cwd=self.places.home / "spool",
                start_new_session=True,
                env={name: value for name, value in os.environ.items() if not name.startswith("FAULTLINE_")},
            )

    def _wait_ready(self, deadline: float) -> None:
        while time.monotonic() < deadline:
            if self._child is not None and self._child.poll() is not None:
                raise AsteriskError(
                    f"Asterisk ended at once: read {self.places.log / 'messages'} and console"
                )
            if self.places.control.exists():
                with contextlib.suppress(NotAnsweringError):
                    answer = self.rx("core waitfullybooted", timeout=max(1.0, deadline - time.monotonic()))
                    if "fully booted" in answer:
                        return
            time.sleep(_POLL_SECONDS)
        raise AsteriskError(f"Asterisk was not ready in time: read {self.places.log / 'messages'}")

    def _wait_gone(self, pid: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._child is not None and self._child.pid == pid:
                self._child.poll()
            if self.pid() is None:
                return True
            time.sleep(_POLL_SECONDS)
        return False
