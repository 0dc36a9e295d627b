"""Who may call: without an address, public calls are refused (S1)."""

from collections.abc import Iterator
from ipaddress import ip_address

from faultline.asterisk.telephones import registrar
from faultline.asterisk.trouble import AsteriskError
from faultline.doctor.finding import Finding, fail, ok, warn
from faultline.settings import Settings


def check_trunk(settings: Settings) -> Iterator[Finding]:
    """Where public calls come from, and what a registration and encryption need."""
    if settings.trunk_register is not None:
        yield _registration(settings)
    elif settings.trunk_addresses:
        yield ok("trunk", f"calls are taken from {', '.join(settings.trunk_addresses)}")
    else:
        do = "set FAULTLINE_TRUNK_HOSTS to the carrier's addresses"
        yield warn("trunk", "no public calls are taken", do)
    if settings.sip_tls_port is not None:
        yield from _tls(settings)


def _registration(settings: Settings) -> Finding:
    secret = settings.folder / "secrets" / "trunk"
    if not (secret.is_file() and secret.read_text().strip()):
        do = f"write it into {secret}, then chmod 600 {secret}"
        return fail("trunk", "the carrier's password is missing", do)
    return _known_by_address(settings.trunk_register or "")


def _known_by_address(register: str) -> Finding:
    """Calls are taken from addresses: a name is looked up as Asterisk starts and as it registers (R19)."""
    try:
        host = registrar(register)
    except AsteriskError as trouble:
        return fail("trunk", "FAULTLINE_TRUNK_REGISTER can't be used", str(trouble))
    try:
        ip_address(host.partition(":")[0])
    except ValueError:
        says = f"registers at {host}, a name: with a dead resolver no public call is taken"
        return warn("trunk", says, "give the carrier's IP address in FAULTLINE_TRUNK_REGISTER")
    return ok("trunk", "registers at the carrier")


def _tls(settings: Settings) -> Iterator[Finding]:
    for name in ("sip_tls_certificate", "sip_tls_key"):
        path = getattr(settings, name)
        if path is None or not path.is_file():
            setting = f"FAULTLINE_{name.upper()}"
            yield fail("trunk", f"{setting} is missing, FAULTLINE_SIP_TLS_PORT needs it", "name a PEM file")
