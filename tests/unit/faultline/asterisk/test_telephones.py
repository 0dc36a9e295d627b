"""Telephones and trunks: nothing that a setting holds can become a line of its own in a configuration file."""

import pytest

from faultline.asterisk import AgentEndpoint, AsteriskError
from faultline.asterisk.telephones import agent_section, trunk_by_address, trunk_by_registration

SECRET = "0123456789abcdef"

REFUSED = [
    pytest.param({"extension": "80\n01"}, id="a line break in the extension"),
    pytest.param({"extension": "trunk"}, id="not a number"),
    pytest.param({"extension": ""}, id="empty"),
    pytest.param({"secret": "short"}, id="S9: a short secret"),
    pytest.param({"secret": SECRET + "\nallow_transfer=yes"}, id="a line break in the secret"),
    pytest.param({"secret": SECRET + ";"}, id="a comment in the secret"),
    pytest.param({"contact": "sip:8001@192.0.2.1\ncontext=x"}, id="a line break in the contact"),
    pytest.param({"queue": "elsewhere"}, id="a queue that does not exist"),
]


@pytest.mark.parametrize("values", REFUSED)
def test_what_could_change_the_file_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^an? "):
        AgentEndpoint(**{"extension": "8001", "secret": SECRET, **values})  # type: ignore[arg-type]


def test_an_agent_is_known_by_name_and_password() -> None:
    text = agent_section(AgentEndpoint("8001", SECRET, queue="senior"))
    assert "[8001](agent-template)\nauth = 8001\naors = 8001\nset_var = SIGN_IN_QUEUE=senior\n" in text
    assert f"[8001](agent-auth-template)\nusername = 8001\npassword = {SECRET}\n" in text


def test_a_secret_does_not_show_in_messages() -> None:
    assert SECRET not in repr(AgentEndpoint("8001", SECRET))


def test_without_addresses_there_is_no_trunk() -> None:
    """The design: outside loopback public calls are taken from nowhere until operations say from where."""
    assert "[trunk]" not in trunk_by_address((), srtp=False)


@pytest.mark.parametrize(("srtp", "encrypted"), [(True, True), (False, False)])
def test_encryption_is_a_setting(srtp: bool, encrypted: bool) -> None:
    assert ("media_encryption = sdes" in trunk_by_address(("192.0.2.1",), srtp)) is encrypted


REGISTRATIONS = [
    pytest.param("carrier.example", SECRET, id="no user"),
    pytest.param("sip:user@carrier.example\n[x]", SECRET, id="a line break"),
    pytest.param("sip:user@carrier.example;transport=smoke", SECRET, id="a transport that is none"),
    pytest.param("sip:user@carrier.example", "", id="no password"),
    pytest.param("sip:user@carrier.example", "a;b", id="a comment in the password"),
    pytest.param("sip:user@carrier.example", "a\nb", id="two lines of password"),
]


@pytest.mark.parametrize(("register", "secret"), REGISTRATIONS)
def test_a_registration_that_cannot_work_is_named(register: str, secret: str) -> None:
    with pytest.raises(AsteriskError, match=r"FAULTLINE_TRUNK_REGISTER|secrets/trunk"):
        trunk_by_registration(register, secret, srtp=False)
