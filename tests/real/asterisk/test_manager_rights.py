"""S6: what the service's two manager accounts may do, and who else can reach the manager interface."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from faultline.asterisk import AmiAccount, ami_accounts
from tests.real.house import House

FORBIDDEN = [
    pytest.param("Command", {"Command": "core show version"}, id="the command line"),
    pytest.param("GetConfig", {"Filename": "pjsip.conf"}, id="reading the configuration"),
    pytest.param("UpdateConfig", {"SrcFilename": "a.conf", "DstFilename": "a.conf"}, id="writing it"),
    pytest.param("ModuleLoad", {"LoadType": "load", "Module": "app_system.so"}, id="loading a module"),
    pytest.param("DBPut", {"Family": "a", "Key": "b", "Val": "c"}, id="Asterisk's own database"),
    pytest.param("Reload", {}, id="a reload"),
]
OUTWARD = [
    pytest.param(
        "Originate", {"Channel": "Local/1@from-trunk", "Application": "System", "Data": "id"}, id="a shell"
    ),
    pytest.param("Setvar", {"Variable": "SHELL(id)", "Value": "1"}, id="a shell by a function"),
]


class Manager:
    """A connection to the manager interface."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._lines = self._socket.makefile("rw", encoding="utf-8", newline="")
        self._lines.readline()

    def ask(self, action: str, values: dict[str, str]) -> dict[str, str]:
        """The answer to an action."""
        self._lines.write(f"Action: {action}\r\nActionID: 1\r\n")
        self._lines.writelines(f"{name}: {value}\r\n" for name, value in values.items())
        self._lines.write("\r\n")
        self._lines.flush()
        while True:
            answer = dict(self._message())
            if "Response" in answer:
                return answer

    def _message(self) -> Iterator[tuple[str, str]]:
        while line := self._line():
            name, _, value = line.partition(": ")
            yield name, value

    def _line(self) -> str:
        line = self._lines.readline()
        if not line:
            raise ConnectionError("the manager interface closed the connection")
        return line.strip()

    def close(self) -> None:
        self._socket.close()


@contextlib.contextmanager
def logged_in(house: House, account: AmiAccount) -> Iterator[Manager]:
    with contextlib.closing(Manager(house.settings.ami_port)) as manager:
        login = {"Username": account.name, "Secret": account.secret, "Events": "off"}
        assert manager.ask("Login", login)["Response"] == "Success"
        yield manager


@pytest.mark.parametrize("kind", ["events", "actions"])
@pytest.mark.parametrize(("action", "values"), FORBIDDEN)
def test_neither_account_reaches_the_system(
    house: House, kind: str, action: str, values: dict[str, str]
) -> None:
    account = getattr(ami_accounts(house.settings.folder), kind)
    with logged_in(house, account) as manager:
        assert manager.ask(action, values)["Message"] == "Permission denied"


@pytest.mark.parametrize(("action", "values"), OUTWARD)
def test_the_acting_account_can_not_get_a_shell(house: House, action: str, values: dict[str, str]) -> None:
    """CVE-2024-42365 and its kin; live_dangerously is off."""
    with logged_in(house, ami_accounts(house.settings.folder).actions) as manager:
        assert manager.ask(action, values)["Response"] == "Error"


@pytest.mark.parametrize(
    "function", ["FILE(/proc/version)", "SHELL(id)", "ENV(PATH)", "STAT(s,/proc/version)"]
)
def test_no_function_tells_of_the_machine(house: House, function: str) -> None:
    """live_dangerously is off, and func_env is not loaded: files and environment stay unseen."""
    with logged_in(house, ami_accounts(house.settings.folder).actions) as manager:
        answer = manager.ask("Getvar", {"Variable": function})
    assert answer.get("Value", "") == ""


def test_the_listening_account_can_not_act(house: House) -> None:
    with logged_in(house, ami_accounts(house.settings.folder).events) as manager:
        for action in ("Originate", "Redirect", "Hangup", "Setvar", "QueueAdd"):
            assert manager.ask(action, {"Channel": "x"})["Message"] == "Permission denied"
        assert manager.ask("CoreShowChannels", {})["Response"] == "Success"


def test_what_the_service_needs_is_allowed(house: House) -> None:
    """The heartbeat of the waiting room, and the look at a channel that an event named."""
    with logged_in(house, ami_accounts(house.settings.folder).actions) as manager:
        beat = {"Variable": "SERVICE_BEAT", "Value": "1"}
        assert manager.ask("Setvar", beat)["Response"] == "Success"
        assert manager.ask("Status", {"Channel": "PJSIP/none"})["Message"] == "No such channel"


def test_a_wrong_secret_and_an_unknown_name_look_alike(house: House) -> None:
    answers = []
    for name in ("faultline-actions", "nobody"):
        with contextlib.closing(Manager(house.settings.ami_port)) as manager:
            answers.append(manager.ask("Login", {"Username": name, "Secret": "wrong"}))
    assert answers[0] == answers[1]
