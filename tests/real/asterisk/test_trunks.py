"""The public network by registration, and telephones over WebSocket: each a setting (issue 2, section 2)."""

import asyncio
import contextlib
import re
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from testcalls.caller import CallFailed
from testcalls.repertoire import Repertoire
from testcalls.sip_digest import Credentials
from tests.real.asterisk.carrier import Carrier
from tests.real.asterisk.test_encryption import issue
from tests.real.house import House, free_ports

CUSTOMER = Credentials("88880001", "a password of the carrier")
CARRIER, STRANGER = "127.0.0.5", "127.0.0.6"


@contextlib.asynccontextmanager
async def registering(
    folder: Path, prompts: Path, repertoire: Repertoire, carrier: Carrier, by: str = "", **values: Any
) -> AsyncIterator[House]:
    """An instance that registers at `carrier`, with the password from data/secrets/trunk."""
    secrets = folder / "data" / "secrets"
    secrets.mkdir(parents=True)
    (secrets / "trunk").write_text(f"{CUSTOMER.password}\n")
    register = f"sip:{CUSTOMER.user}@{carrier.host}:{carrier.port}{by}"
    house = await asyncio.to_thread(
        House.open, folder / "data", prompts, repertoire=repertoire, trunk_register=register, **values
    )
    try:
        yield house
    finally:
        await asyncio.to_thread(house.close)


async def test_it_registers_at_the_carrier_and_takes_its_calls(
    tmp_path: Path, prompts: Path, repertoire: Repertoire
) -> None:
    """FAULTLINE_TRUNK_REGISTER: challenged, proven, then called at the address it gave; nobody else may call."""
    carrier = Carrier(CUSTOMER, CARRIER)
    await carrier.open()
    async with registering(tmp_path, prompts, repertoire, carrier) as house:
        async with asyncio.timeout(15):
            contact = await carrier.contact
        assert contact.startswith(f"sip:{CUSTOMER.user}@127.0.0.1:{house.settings.sip_port}")
        assert [bool(request.get("Authorization")) for request in carrier.asked[:2]] == [False, True]
        assert all(CUSTOMER.password not in str(request.headers) for request in carrier.asked)
        with house.knobs(HOTLINE_NUMBERS=f"1000 {CUSTOMER.user}"):
            async with house.caller(bind_host=CARRIER) as caller:
                await caller.dial(CUSTOMER.user)
                await caller.hears("trouble")
            async with house.caller(bind_host=STRANGER) as caller:
                with pytest.raises(CallFailed) as refusal:
                    await caller.dial(CUSTOMER.user)
        assert refusal.value.status == 401


@pytest.mark.parametrize("vouched", [True, False], ids=["vouched for", "by nobody"])
async def test_it_registers_by_tls_at_a_carrier_whose_certificate_is_vouched_for(
    tmp_path: Path, prompts: Path, repertoire: Repertoire, vouched: bool
) -> None:
    """`;transport=tls`, with FAULTLINE_SIP_TLS_CA: who is not vouched for is told nothing."""
    certificate, key = issue(tmp_path)
    (tmp_path / "other").mkdir()
    other, _ = issue(tmp_path / "other")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    carrier = Carrier(CUSTOMER, "127.0.0.1")
    await carrier.open(tls)
    values = {
        "sip_tls_port": free_ports()["sip_port"],
        "sip_tls_certificate": certificate,
        "sip_tls_key": key,
        "sip_tls_ca": certificate if vouched else other,
    }
    async with registering(tmp_path, prompts, repertoire, carrier, ";transport=tls", **values) as house:
        if vouched:
            async with asyncio.timeout(15):
                assert f":{house.settings.sip_tls_port}" in await carrier.contact
        else:
            async with asyncio.timeout(15):
                await carrier.left.wait()
            assert carrier.asked == []


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
