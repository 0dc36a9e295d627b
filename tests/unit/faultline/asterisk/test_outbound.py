"""S4: which numbers the dialplan may call: exact patterns of operations, nothing by default."""

from typing import Any

import pytest
from pydantic import ValidationError

from faultline.asterisk import AsteriskError
from faultline.asterisk.outbound import outbound_patterns
from faultline.settings import Settings


def rendered(**values: Any) -> list[str]:
    lines = outbound_patterns(Settings(**values)).splitlines()
    return [line for line in lines if line and not line.startswith(";")]


def test_nothing_is_allowed_by_default() -> None:
    assert rendered() == []


HOSTS = [
    pytest.param({"outbound_host": "192.0.2.10:5070"}, "192.0.2.10:5070", id="named"),
    pytest.param({"trunk_hosts": "192.0.2.9"}, "192.0.2.9", id="the trunk's only address"),
    pytest.param(
        {"trunk_register": "sip:u@carrier.example:5080"}, "carrier.example:5080", id="the registrar"
    ),
    pytest.param(
        {"trunk_register": "sip:u@192.0.2.9;transport=tls"},
        r"192.0.2.9\;transport=tls",
        id="the registrar, by TLS",
    ),
]


@pytest.mark.parametrize(("values", "host"), HOSTS)
def test_each_pattern_is_an_extension_that_gives_the_dial_string(values: dict[str, Any], host: str) -> None:
    assert rendered(outbound_patterns="5550XXXX, 5551[2-4]XX", **values) == [
        f"exten => _5550XXXX,1,Return(PJSIP/trunk/sip:${{EXTEN}}@{host})",
        f"exten => _5551[2-4]XX,1,Return(PJSIP/trunk/sip:${{EXTEN}}@{host})",
    ]


@pytest.mark.parametrize("hosts", ["", "192.0.2.0/24", "192.0.2.1,192.0.2.2"])
def test_where_calls_would_go_must_be_certain(hosts: str) -> None:
    with pytest.raises(AsteriskError, match="FAULTLINE_OUTBOUND_HOST"):
        rendered(outbound_patterns="5550XXXX", trunk_hosts=hosts)


LOOSE = [
    pytest.param("5550.", id="any length"),
    pytest.param("5550!", id="any length, matched at once"),
    pytest.param("_5550XXXX", id="an underscore"),
    pytest.param("55", id="too short to be exact"),
    pytest.param("5550XX|1", id="a dialplan sign"),
    pytest.param("5550[0-9", id="half a range"),
    pytest.param("5550 XXX", id="a blank"),
    pytest.param("5550X\n", id="a line break"),
    pytest.param("٥٥٥٠", id="digits of another script"),
]


@pytest.mark.parametrize("pattern", LOOSE)
def test_a_pattern_that_is_not_exact_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        Settings(outbound_patterns=(pattern,))


def test_a_host_that_would_be_syntax_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(outbound_patterns="5550XXXX", outbound_host="192.0.2.1)&x")  # type: ignore[arg-type]
