"""S4, S5, S9: who may call, what a number may be, and that a refusal tells nothing."""

import asyncio
import re
import socket

import pytest

from testcalls.caller import CallFailed
from tests.real.asterisk.broken_dialogs import request, say, sends_to, server
from tests.real.house import House

STRANGER = "127.0.0.2"
"""Not among the trunk's addresses."""

NOT_OURS = [
    pytest.param("113", id="a number that is not ours"),
    pytest.param("10001", id="longer than ours"),
    pytest.param("100", id="the beginning of ours"),
    pytest.param("8001", id="an agent's extension"),
    pytest.param("*11", id="an agent's code"),
    pytest.param("s", id="the name of an entry of the dialplan"),
    pytest.param("T", id="the time-out's entry"),
    pytest.param("1000&PJSIP", id="S4: dial-string ampersand"),
    pytest.param("1000%26PJSIP%2f8001", id="S4: the same, escaped"),
    pytest.param("PJSIP%2f8001%40trunk", id="S4: a dial string"),
    pytest.param("1000,s,1", id="S5: a comma"),
    pytest.param("$%7bSHELL(id)%7d", id="S5: an expression"),
    pytest.param("009005550100", id="S4: a premium number abroad"),
]


@pytest.mark.parametrize("number", NOT_OURS)
async def test_only_the_hotlines_own_numbers_are_taken(house: House, number: str) -> None:
    async with house.caller() as caller:
        with pytest.raises(CallFailed) as refusal:
            await caller.dial(number)
    assert refusal.value.status == 404
    assert house.channels() == []


async def test_the_dialplan_dials_agents_and_what_operations_allow_alone(house: House) -> None:
    """S4: nothing else dials, and without patterns of operations no number is allowed."""
    dialplan = house.asterisk.rx("dialplan show")
    applications = set(re.findall(r"\d+\. (\w+)\(", dialplan))
    assert "Queue" in applications
    assert not applications & {"Originate", "Transfer", "System", "Page", "FollowMe", "ExternalIVR", "EAGI"}
    agents = {"PJSIP/${OFFER_AGENT}", "PJSIP/${CONSULTED}"}
    assert set(re.findall(r"\d+\. Dial\(([^,]*),", dialplan)) == {*agents, "${OUTSIDE}"}
    assert set(re.findall(r"Set\(OUTSIDE=(.*?)\) ", dialplan)) == {"${GOSUB_RETVAL}"}
    assert set(re.findall(r"'(\S+)' =>", house.asterisk.rx("dialplan show outbound"))) == {"_X!"}


@pytest.mark.parametrize("name", ["8001", "8999", "trunk", "87650001", "trunk-addresses"])
async def test_a_stranger_is_refused_whatever_name_he_gives(house: House, name: str) -> None:
    """S9: no anonymous endpoint, and the trunk is not known by its name."""
    async with house.caller(bind_host=STRANGER, from_number=name) as caller:
        with pytest.raises(CallFailed) as refusal:
            await caller.dial("1000")
    assert refusal.value.status == 401
    assert house.channels() == []


def answer(house: House, method: str, name: str) -> list[str]:
    """The first answer to a request from a stranger, without what differs in each one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sip:
        sip.bind((STRANGER, 0))
        sip.settimeout(5)
        port = sip.getsockname()[1]
        host, server_port = house.server
        sip.sendto(
            f"{method} sip:{name}@{host}:{server_port} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {STRANGER}:{port};branch=z9hG4bK-{method}-{name}\r\n"
            f"From: <sip:{name}@{host}>;tag=1\r\nTo: <sip:{name}@{host}>\r\n"
            f"Call-ID: {method}-{name}\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\n"
            f"Contact: <sip:{name}@{STRANGER}:{port}>\r\nContent-Length: 0\r\n\r\n".encode(),
            house.server,
        )
        text = sip.recv(4096).decode()
    text = text.replace(name, "NAME").replace(str(port), "PORT")
    return re.sub(r'((?:nonce|opaque)="|tag=)[^";\s]+', r"\1", text).splitlines()


@pytest.mark.parametrize("method", ["REGISTER", "INVITE", "OPTIONS", "SUBSCRIBE", "MESSAGE"])
def test_a_refusal_does_not_tell_which_extensions_exist(house: House, method: str) -> None:
    """S9: a scanner gets the same answer, header by header, for 8001 that exists and 8999 that does not."""
    assert answer(house, method, "8001") == answer(house, method, "8999")


HOSTILE_CALLERS = [
    pytest.param("8765,s,1", "87651", id="S5: comma"),
    pytest.param("8765%0aAction", "8765", id="S1: a line break"),
    pytest.param("%22%29%7d$%5b1%5d8765", "18765", id="S5: brackets and quotes"),
    pytest.param("anonymous", "unknown", id="withheld"),
]


@pytest.mark.parametrize(("given", "seen"), HOSTILE_CALLERS)
async def test_the_dialog_sees_digits_only(house: House, given: str, seen: str) -> None:
    """S1, S5: caller's number and name are reduced before anything else sees them."""
    heads: list[dict[str, str]] = []

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await request(reader))
        await say(reader, writer, "SET VARIABLE IVR_NEXT goodbye")
        await say(reader, writer, "SET VARIABLE IVR_DONE 1")
        writer.close()

    async with server(house.settings.agi_port, session), house.caller(from_number=given) as caller:
        await caller.dial("112")
        assert await caller.ended() == "them"
    assert [(head["agi_callerid"], head["agi_calleridname"]) for head in heads] == [(seen, "unknown")]


async def test_a_number_added_by_operations_is_answered_after_a_reload(house: House) -> None:
    with house.knobs(HOTLINE_NUMBERS="1000 4001000"):
        async with server(house.settings.agi_port, sends_to("goodbye")), house.caller() as caller:
            await caller.dial("4001000")
            assert await caller.ended() == "them"
