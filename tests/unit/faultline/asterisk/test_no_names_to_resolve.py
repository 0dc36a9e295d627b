"""R19: wherever Asterisk would look a name up, our configuration has an address."""

import re
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from faultline.asterisk.install import install
from faultline.doctor.configuration import read_configuration
from faultline.settings import Settings
from faultline.toolbox import AsteriskInstall

RESOLVED = {
    "bind",
    "bindaddr",
    "media_address",
    "external_media_address",
    "external_signaling_address",
    "local_net",
    "match",
    "permit",
    "deny",
    "tlsbindaddr",
    "stunaddr",
    "turnaddr",
    "outbound_proxy",
    "srv_lookups",
}
"""Keys whose values Asterisk resolves."""
PORT = re.compile(r"(?<=[\]0-9]):[0-9]+$")


def addresses(folder: Path, **values: object) -> list[tuple[str, str]]:
    (folder / "secrets").mkdir()
    (folder / "secrets" / "trunk").write_text("made-up\n")
    settings = Settings(data=folder, **values)  # type: ignore[arg-type]
    program = AsteriskInstall(Path("asterisk"), ["asterisk"], folder, folder, (22, 10, 1))
    install(settings, program)
    conf = read_configuration(settings)
    assert conf.troubles == []
    items = [(key, value) for name in conf.files for _, key, value in conf.items(name)]
    text = "\n".join(value for _, value in items)
    carrier = re.findall(r"^sip:(?:[^@\s]*@)?([^;\s]+)", text, re.MULTILINE)
    places = [("agi", host) for host in re.findall(r"agi://([^/]+?)(?::\d+)?(?:/|$)", text, re.MULTILINE)]
    places += [("carrier", host) for host in carrier]
    return [(key, value) for key, value in items if key in RESOLVED] + places


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"bind": "0.0.0.0", "trunk_hosts": "192.0.2.10,198.51.100.0/24"},
        {"bind": "::1", "trunk_hosts": "2001:db8::/32"},
        {"trunk_register": "sip:hotline@192.0.2.20:5070"},
    ],
    ids=["loopback", "a site", "IPv6", "registered at an address"],
)
def test_addresses_stand_where_names_would_be_looked_up(tmp_path: Path, values: dict[str, object]) -> None:
    found = addresses(tmp_path, **values)
    assert {key for key, _ in found} >= {"bind", "bindaddr", "match", "permit", "agi"}
    for key, value in found:
        if not value:  # takes a template's address back: none, so nothing is looked up
            assert key == "media_address"
            continue
        address = PORT.sub("", value).strip("[]")
        assert ip_network(address, strict=False) if "/" in address else ip_address(address), key
