"""What the settings become: limits, addresses, folders, and the sentence where Asterisk could not run with them."""

import re
from pathlib import Path
from typing import Any

import pytest

from cti.routing.ordering import KEY_ACCOUNT, head_start
from cti.routing.queues import QueueSettings, all_queues
from faultline.asterisk import AsteriskError
from faultline.asterisk.places import Places
from faultline.asterisk.render import call_limit, generated_files, main_file, site_queues
from faultline.settings import Settings
from faultline.toolbox import AsteriskInstall

PROGRAM = AsteriskInstall(Path("asterisk"), ["asterisk"], Path("/modules"), Path("/share"), (22, 10, 1))


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets are made in a folder of the test."""
    monkeypatch.setenv("FAULTLINE_DATA", str(tmp_path))


LIMITS = [
    pytest.param({"max_calls": 50}, 50, id="max_calls"),
    pytest.param(
        {"max_calls": 50, "rtp_start": 10000, "rtp_end": 10039}, 10, id="R14: forty ports carry ten calls"
    ),
    pytest.param({"max_calls": 10, "rtp_start": 10000, "rtp_end": 10039}, 10, id="just enough"),
]


@pytest.mark.parametrize(("values", "calls"), LIMITS)
def test_calls_are_limited_before_ports_run_out(values: dict[str, Any], calls: int) -> None:
    settings = Settings(**values)
    assert call_limit(settings) == calls
    assert f"maxcalls = {calls}\n" in main_file(settings, PROGRAM)


def test_a_range_that_carries_no_call_is_named() -> None:
    with pytest.raises(AsteriskError, match="FAULTLINE_RTP_START"):
        call_limit(Settings(rtp_start=10000, rtp_end=10002))


def test_the_caller_is_kept_from_the_system() -> None:
    """S6: the switches of asterisk.conf."""
    text = main_file(Settings(node="north-2"), PROGRAM)
    assert "live_dangerously = no\n" in text
    assert "execincludes = no\n" in text
    assert "systemname = north-2\n" in text


BINDS = [
    pytest.param("127.0.0.1", "bind = 127.0.0.1:5060", "media_address = 127.0.0.1", id="loopback"),
    pytest.param("192.0.2.7", "bind = 192.0.2.7:5060", "media_address = 192.0.2.7", id="one address"),
    pytest.param("::1", "bind = [::1]:5060", "media_address = ::1", id="IPv6"),
    pytest.param("0.0.0.0", "bind = 0.0.0.0:5060", "", id="every address: sound leaves from the fitting one"),
]


@pytest.mark.parametrize(("bind", "transport", "media"), BINDS)
def test_sip_and_sound_use_the_bound_address(bind: str, transport: str, media: str) -> None:
    text = generated_files(Settings(bind=bind))["pjsip-transports.conf"]  # type: ignore[arg-type]
    assert text.count(f"{transport}\n") == 2
    assert ("media_address" in text) is bool(media)
    assert media in text


@pytest.mark.parametrize(("bind", "lines"), [("127.0.0.1", 2), ("192.0.2.7", 0), ("0.0.0.0", 0)])
def test_a_browser_on_this_machine_finds_a_way_for_its_sound(bind: str, lines: int) -> None:
    """RFC 8828: browsers gather no loopback addresses, so that a socket on loopback alone is out of their reach."""
    text = generated_files(Settings(bind=bind))["pjsip-transports.conf"]  # type: ignore[arg-type]
    media = text.partition("[browser-media](!)\n")[2]
    assert len(media.split("\n")) - 1 == lines, media


def test_the_call_page_is_off_where_operations_say_so_and_away_from_loopback() -> None:
    """S4: an endpoint without an account only where it was meant."""
    on = [Settings(), Settings(bind="192.0.2.7", call_page=True)]  # type: ignore[arg-type]
    off = [Settings(call_page=False), Settings(bind="192.0.2.7")]  # type: ignore[arg-type]
    files = [generated_files(settings)["pjsip-call-page.conf"] for settings in (*on, *off)]
    assert ["(call-page-template)" in text for text in files] == [True, True, False, False]
    assert ["callerid" in text for text in files] == [True, False, False, False]


def test_the_manager_interface_stays_on_loopback() -> None:
    """S7, also where SIP is bound to every address."""
    files = generated_files(Settings(bind="0.0.0.0"))  # type: ignore[arg-type]
    assert "bindaddr = 127.0.0.1\n" in files["manager.conf"]
    permits = re.findall(r"permit = (.*)", files["manager-accounts.conf"])
    assert permits == ["127.0.0.1/255.255.255.255"] * 2


def test_tls_without_its_certificate_is_named() -> None:
    with pytest.raises(AsteriskError, match="FAULTLINE_SIP_TLS_CERTIFICATE"):
        generated_files(Settings(sip_tls_port=5061))


FOLDERS = [
    pytest.param("/srv/a,b", "syntax", id="a comma separates arguments"),
    pytest.param("/srv/a&b", "syntax", id="an ampersand separates files"),
    pytest.param("/srv/${x}", "syntax", id="a dollar is a variable"),
    pytest.param("/srv/a;b", "syntax", id="a semicolon is a comment"),
    pytest.param("/srv/" + "long/" * 20, "too long", id="unix(7): 108 bytes of socket path"),
]


@pytest.mark.parametrize(("folder", "why"), FOLDERS)
def test_a_data_folder_that_asterisk_could_not_use_is_named(folder: str, why: str) -> None:
    with pytest.raises(AsteriskError, match=why):
        Places(Path(folder))


def test_a_data_folder_with_spaces_and_letters_of_any_script_is_fine() -> None:
    assert Places(Path("/srv/my data/障碍")).control == Path("/srv/my data/障碍/asterisk/run/asterisk.ctl")


def test_only_the_sites_own_queues_get_a_section_and_not_those_written_by_hand() -> None:
    """R7, H15: the parachute serves them as well."""
    queues = all_queues(
        {"night": QueueSettings(priority=2), "day": QueueSettings(), "junior": QueueSettings()}
    )
    text = site_queues(queues, by_hand=["day"])
    assert re.findall(r"^\[(\w+)\]", text, re.MULTILINE) == ["night"]
    assert "[night](waiting-template,knobs)\nweight = 2" in text


def test_the_parachute_knows_the_services_own_head_start_of_key_accounts() -> None:
    """F2.4."""
    text = generated_files(Settings())["globals.conf"]
    (seconds,) = re.findall(r"^KEY_ACCOUNT_AHEAD = (\d+)$", text, re.MULTILINE)
    assert int(seconds) == head_start(KEY_ACCOUNT, weight=0) > 0
