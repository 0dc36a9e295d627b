"""The machine's own troubles: clock and disk by table, owner and ports for real."""

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from faultline.doctor.finding import State
from faultline.doctor.machine import check_owner, clock_at, disk_with
from faultline.doctor.ports import check_ports
from faultline.ports import holder
from tests.unit.faultline.doctor.house import House

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "newest", "in_step", "state", "says"),
    [
        (NOW, NOW - timedelta(days=1), True, State.OK, "2026-06-01"),
        (NOW, None, None, State.OK, "2026-06-01"),
        (datetime(1970, 1, 1, tzinfo=UTC), None, True, State.FAIL, "long past"),
        (NOW, NOW + timedelta(hours=1), True, State.FAIL, "behind our own files"),
        (NOW, NOW + timedelta(minutes=1), True, State.OK, "2026-06-01"),
        (NOW, None, False, State.WARN, "not kept in step"),
    ],
)
def test_the_clock(
    now: datetime, newest: datetime | None, in_step: bool | None, state: State, says: str
) -> None:
    finding = clock_at(now, newest, in_step)
    assert finding.state is state
    assert says in finding.says
    assert bool(finding.do) is (state is not State.OK)


@pytest.mark.parametrize(
    ("free", "state"), [(10**8, State.FAIL), (2 * 10**9, State.WARN), (10**11, State.OK)]
)
def test_the_disk(free: int, state: State) -> None:
    assert disk_with(free, Path("/data")).state is state


def test_a_folder_of_somebody_else_is_named(house: House) -> None:
    if os.geteuid() == 0:
        os.chown(house.data, 12345, -1)
        settings = house.settings()
    else:
        settings = house.settings(data=Path("/usr"))
    findings = list(check_owner(settings))
    assert [finding.state for finding in findings] == [State.FAIL]
    assert "belongs to user" in findings[0].says


@pytest.mark.parametrize(
    ("name", "kind"),
    [("http_port", socket.SOCK_STREAM), ("agi_port", socket.SOCK_STREAM), ("sip_port", socket.SOCK_DGRAM)],
)
def test_a_port_that_another_program_holds_is_named(house: House, name: str, kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", 0))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        port = taken.getsockname()[1]
        findings = list(check_ports(house.settings(**{name: port})))
    told = [finding for finding in findings if str(port) in finding.says]
    assert told
    assert told[0].state is State.FAIL
    assert f"FAULTLINE_{name.upper()}" in told[0].do
    assert f"process {os.getpid()}" in told[0].says


def test_two_settings_with_one_port_are_named(house: House) -> None:
    findings = list(check_ports(house.settings(ws_port=house.ports["http_port"])))
    assert any("FAULTLINE_WS_PORT and FAULTLINE_HTTP_PORT" in finding.says for finding in findings)


def test_a_port_nobody_holds_has_no_holder(house: House) -> None:
    from faultline.asterisk.ports import Needed

    free = Needed("x", socket.SOCK_STREAM, "127.0.0.1", house.ports["http_port"])
    assert holder(free) is None
