"""S9: what a scanner does stands in the log in the form that fail2ban is given, and a good telephone's doings do not."""

import configparser
import re
import socket
from pathlib import Path

import pytest

from testcalls.agent_phone import AgentPhone, RegistrationRefused
from testcalls.caller import CallFailed
from testcalls.sip_digest import Credentials
from tests.real.asterisk.test_strangers import STRANGER, answer
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House

GUESSER, GOOD_TELEPHONE, VICTIM = "127.0.0.4", "127.0.0.3", "198.51.100.9"
METHODS = ("REGISTER", "INVITE", "OPTIONS", "SUBSCRIBE", "MESSAGE")
NAMES = ("100", "8999", "admin")


def _filter(house: House) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What cuts the time away, and the expression that is then looked for, as fail2ban reads both."""
    conf = configparser.RawConfigParser()
    conf.read(house.asterisk.places.ban_filter)
    time = conf["Definition"]["datepattern"].replace("%%", "%")
    for sign, digits in (("%Y", r"\d{4}"), ("%f", r"\d+"), *((f"%{sign}", r"\d\d") for sign in "mdHMS")):
        time = time.replace(sign, digits)
    expression = conf["Definition"]["failregex"].replace("<HOST>", r"(?P<host>[0-9a-fA-F.:]+)")
    return re.compile(time), re.compile(expression)


def _banned(house: House) -> list[str]:
    """The address of each line that counts against somebody, in order."""
    time, expression = _filter(house)
    lines = (house.asterisk.places.log / "security").read_text().splitlines()
    found = [expression.search(time.sub("", line, count=1)) for line in lines if time.match(line)]
    return [match["host"] for match in found if match]


async def _guesses_a_password(house: House) -> None:
    """One call and one registration as 8001."""
    wrong = Credentials("8001", "not the password")
    async with house.caller(bind_host=GUESSER, credentials=wrong) as caller:
        with pytest.raises(CallFailed):
            await caller.dial("*11")
    with pytest.raises(RegistrationRefused):
        async with AgentPhone(house.server, house.repertoire, wrong, bind_host=GUESSER):
            pass


async def test_each_try_of_a_scanner_counts_against_its_address_and_no_good_call_does(house: House) -> None:
    before = len(_banned(house))
    for method in METHODS:
        for name in NAMES:
            answer(house, method, name)
    await _guesses_a_password(house)
    agent = Credentials("8001", AGENT_SECRET)
    async with AgentPhone(house.server, house.repertoire, agent, bind_host=GOOD_TELEPHONE):
        pass
    async with house.caller(bind_host=GOOD_TELEPHONE, credentials=agent) as phone:
        await phone.dial("*10")
    async with house.caller() as caller:
        await caller.dial("1000")
    tries = len(METHODS) * len(NAMES)
    await house.until(lambda: _banned(house)[before:].count(STRANGER) >= tries, what="the scanner's tries")
    await house.until(lambda: _banned(house)[before:].count(GUESSER) >= 2, what="the guesser's tries")
    assert set(_banned(house)[before:]) == {STRANGER, GUESSER}
    assert f"/{GOOD_TELEPHONE}/" in (house.asterisk.places.log / "security").read_text()


async def test_a_line_that_names_another_address_counts_against_its_sender(house: House) -> None:
    """A Call-ID in the form of the log's own fields: nobody gets a third party banned."""
    fake = f'x",LocalAddress="IPV4/UDP/{STRANGER}/5060",RemoteAddress="IPV4/UDP/{VICTIM}/5060",Challenge="'
    log = house.asterisk.places.log / "security"
    before = len(_banned(house))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sip:
        sip.bind((STRANGER, 0))
        host, port = house.server
        here = f"{STRANGER}:{sip.getsockname()[1]}"
        sip.sendto(
            f"OPTIONS sip:8999@{host}:{port} SIP/2.0\r\nVia: SIP/2.0/UDP {here};branch=z9hG4bK-forged\r\n"
            f"From: <sip:8999@{host}>;tag=1\r\nTo: <sip:8999@{host}>\r\nCall-ID: {fake}\r\n"
            f"CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContact: <sip:8999@{here}>\r\n\r\n".encode(),
            house.server,
        )
    await house.until(lambda: VICTIM in log.read_text(), what="the forged line in the log")
    assert set(_banned(house)[before:]) == {STRANGER}


def test_the_jail_reads_this_log_and_leaves_the_trunk_alone(house: House) -> None:
    """UDP's senders can be forged: whoever may never be cut off stands in the jail's list."""
    conf = configparser.RawConfigParser()
    conf.read(house.asterisk.places.ban_jail)
    jail = conf["faultline-asterisk"]
    assert {"127.0.0.1", *house.settings.trunk_addresses} <= set(jail["ignoreip"].split())
    assert Path(jail["logpath"]) == house.asterisk.places.log / "security"
    assert jail["filter"] == house.asterisk.places.ban_filter.stem
    assert {str(house.settings.sip_port), str(house.settings.ws_port)} <= set(jail["port"].split(","))
