"""Session descriptions: what we offer can be read back, and what others answer is understood."""

import pytest

from testcalls.g711 import Codec
from testcalls.sdp import Audio, SdpError, build, parse

ASTERISK = (
    "v=0\r\no=- 1 3 IN IP4 127.0.0.1\r\ns=Asterisk\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 31274 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n"
)


@pytest.mark.parametrize(
    "audio",
    [
        Audio("127.0.0.1", 4000, (Codec.PCMA, Codec.PCMU)),
        Audio("127.0.0.1", 4000, (Codec.PCMU,), 96),
        Audio("127.0.0.1", 4000, (Codec.PCMA,), None, "sendonly"),
        Audio("::1", 4000, (Codec.PCMA,)),
    ],
)
def test_what_is_built_reads_back(audio: Audio) -> None:
    assert parse(build(audio)) == audio


@pytest.mark.parametrize(
    ("text", "audio"),
    [
        (ASTERISK, Audio("127.0.0.1", 31274, (Codec.PCMA,), 101)),
        (ASTERISK.replace("101", "96"), Audio("127.0.0.1", 31274, (Codec.PCMA,), 96)),
        (ASTERISK.replace("\r\n", "\n"), Audio("127.0.0.1", 31274, (Codec.PCMA,), 101)),
        # a connection line of the stream wins over the session's (RFC 8866 section 5.7)
        (
            ASTERISK.replace("RTP/AVP 8 101\r\n", "RTP/AVP 8 101\r\nc=IN IP4 127.0.0.2\r\n"),
            Audio("127.0.0.2", 31274, (Codec.PCMA,), 101),
        ),
        # a video stream behind it changes nothing
        (
            ASTERISK + "m=video 9000 RTP/AVP 99\r\nc=IN IP4 127.0.0.9\r\n",
            Audio("127.0.0.1", 31274, (Codec.PCMA,)),
        ),
    ],
)
def test_answers_are_understood(text: str, audio: Audio) -> None:
    assert parse(text) == audio


@pytest.mark.parametrize(
    "text",
    [
        "",
        ASTERISK.replace("31274", "0"),  # a refused stream (RFC 3264 section 6)
        ASTERISK.replace("8 101", "18 101"),  # no codec of ours
        ASTERISK.replace("m=audio", "m=image"),
        ASTERISK.replace("m=audio 31274 RTP/AVP 8 101", "m=audio x"),
        ASTERISK.replace("c=IN IP4 127.0.0.1\r\n", ""),
    ],
)
def test_no_usable_audio(text: str) -> None:
    with pytest.raises(SdpError):
        parse(text)
