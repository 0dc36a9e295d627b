"""The public network by registration, and telephones over WebSocket: each a setting (issue 2, section 2)."""

import contextlib
import re
import socket
from pathlib import Path

from testcalls.repertoire import Repertoire
from tests.real.house import House


def test_it_registers_at_the_carrier(tmp_path: Path, prompts: Path, repertoire: Repertoire) -> None:
    """FAULTLINE_TRUNK_REGISTER, with the password from data/secrets/trunk."""
    secrets = tmp_path / "data" / "secrets"
    secrets.mkdir(parents=True)
    (secrets / "trunk").write_text("a password of the carrier\n")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as carrier:
        carrier.bind(("127.0.0.1", 0))
        carrier.settimeout(15)
        register = f"sip:88880001@127.0.0.1:{carrier.getsockname()[1]}"
        house = House.open(tmp_path / "data", prompts, repertoire=repertoire, trunk_register=register)
        with contextlib.closing(house):
            request = carrier.recv(4096).decode()
    assert request.startswith("REGISTER sip:127.0.0.1:")
    assert "To: <sip:88880001@127.0.0.1" in request
    assert "a password" not in request


def test_without_trunk_addresses_public_calls_are_refused(
    tmp_path: Path, prompts: Path, repertoire: Repertoire
) -> None:
    """FAULTLINE_TRUNK_HOSTS empty: nobody is the public network; the page of this machine telephones by password."""
    house = House.open(tmp_path / "data", prompts, repertoire=repertoire, trunk_hosts=())
    with contextlib.closing(house):
        shown = house.asterisk.rx("pjsip show endpoints")
        assert re.findall(r"^ Endpoint:  ([a-z0-9-]+)", shown, re.MULTILINE) == ["call-page"], shown
        assert "No objects found" in house.asterisk.rx("pjsip show identifies")


def test_browsers_speak_sip_over_websocket(house: House) -> None:
    """RFC 7118; and the small HTTP server serves nothing else."""
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    upgrade = f"Upgrade: websocket\r\nConnection: Upgrade\r\n{key}Sec-WebSocket-Protocol: sip\r\n"
    assert answer(house, "/ws", upgrade) == "101"
    assert {answer(house, path) for path in ("/", "/httpstatus", "/static/x", "/ari/asterisk/info")} == {
        "404"
    }


def answer(house: House, path: str, headers: str = "") -> str:
    """The status of a GET on Asterisk's HTTP port."""
    address = (str(house.settings.bind), house.settings.ws_port)
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
        return connection.recv(4096).decode().split()[1]
