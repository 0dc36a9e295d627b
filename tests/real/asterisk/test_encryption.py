"""Calls that nobody on the way can hear: SIP over TLS, sound by SRTP, each a setting (issue 2, section 2; S15)."""

import asyncio
import contextlib
import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from testcalls.caller import CallFailed
from testcalls.repertoire import Repertoire
from tests.real.asterisk.dictation import NUMBER, dictation, share, tone
from tests.real.asterisk.encrypted_caller import EncryptedCaller
from tests.real.asterisk.srtp import ForgedPacket, Srtp
from tests.real.house import House, free_ports

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(scope="module")
def encrypted(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire
) -> Iterator[House]:
    """An instance with SIP over TLS, and with SRTP demanded of the public network."""
    folder = tmp_path_factory.mktemp("encrypted")
    certificate, key = issue(folder)
    house = House.open(
        folder / "data",
        prompts,
        repertoire=repertoire,
        trunk_srtp=True,
        sip_tls_port=free_ports()["sip_port"],
        sip_tls_certificate=certificate,
        sip_tls_key=key,
    )
    with contextlib.closing(house):
        yield house


def issue(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sip.example")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    own = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(own)
    return folder / "certificate.pem", folder / "key.pem"


def options(port: int, transport: str) -> bytes:
    """A question that any SIP server answers."""
    lines = (
        f"OPTIONS sip:127.0.0.1:{port};transport=tls SIP/2.0",
        f"Via: SIP/2.0/{transport} 127.0.0.1:5061;branch=z9hG4bK-encryption;rport",
        "From: <sip:test@127.0.0.1>;tag=test",
        f"To: <sip:127.0.0.1:{port}>",
        "Call-ID: encryption@127.0.0.1",
        "CSeq: 1 OPTIONS",
        "Contact: <sip:test@127.0.0.1:5061;transport=tls>",
        "Max-Forwards: 70",
        "Content-Length: 0",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


async def asked(port: int, trust: ssl.SSLContext | None, question: bytes) -> bytes:
    """What comes back within 5 s, up to the end of the connection or of a SIP message's header."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust)
    try:
        writer.write(question)
        async with asyncio.timeout(5):
            return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as over:
        return over.partial
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_sip_over_tls(encrypted: House) -> None:
    """Certificate and key of the site; nothing on that port is answered in the clear."""
    port, certificate = encrypted.settings.sip_tls_port, encrypted.settings.sip_tls_certificate
    assert port is not None
    trust = ssl.create_default_context(cafile=certificate)
    for question in (options(port, "TCP"), b"\0" * 2000):
        assert b"SIP/2.0" not in await asked(port, None, question)
    with pytest.raises(ssl.SSLCertVerificationError):
        await asked(port, ssl.create_default_context(), options(port, "TLS"))
    assert (await asked(port, trust, options(port, "TLS"))).startswith(b"SIP/2.0 200 OK\r\n")


async def test_a_caller_whose_sound_is_encrypted(encrypted: House) -> None:
    """FAULTLINE_TRUNK_SRTP: the answer carries a key, and that key alone opens what the caller hears."""
    async with EncryptedCaller(encrypted.server, encrypted.repertoire) as caller:
        await caller.dial("1000")
        await caller.hears("trouble")
    assert " RTP/SAVP " in caller.answer
    sealed = caller.sealed[0]
    assert Srtp(caller.far_key).unprotect(sealed)[12:] != sealed[12:-10]
    with pytest.raises(ForgedPacket):
        Srtp(bytes(30)).unprotect(sealed)


async def test_what_such_a_caller_says_is_understood(encrypted: House, tmp_path: Path) -> None:
    """The caller's own key, offered in the INVITE, opens what Asterisk hears."""
    take = tmp_path / "take.wav"
    with dictation(encrypted, take):
        async with EncryptedCaller(encrypted.server, encrypted.repertoire) as caller:
            await caller.dial(NUMBER)
            await caller.speak(tone(440, 1.0))
    await encrypted.empty()
    assert share(take, 440) > 0.9


async def test_an_encrypted_trunk_takes_no_plain_call(encrypted: House) -> None:
    """488, not a call whose sound anybody may hear."""
    async with encrypted.caller() as caller:
        with pytest.raises(CallFailed) as refusal:
            await caller.dial("1000")
    assert refusal.value.status == 488
