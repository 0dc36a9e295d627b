"""Session descriptions of a test call (RFC 8866, RFC 3264): one audio stream of G.711 with telephone-events."""

from collections.abc import Sequence
from dataclasses import dataclass

from testcalls.g711 import Codec

EVENT_PAYLOAD = 101


class SdpError(ValueError):
    """The description has no usable audio stream."""


@dataclass(frozen=True, slots=True)
class Audio:
    """One side's audio: where it wants RTP, its codecs by preference, its payload type for telephone-events."""

    host: str
    port: int
    codecs: tuple[Codec, ...]
    event_payload: int | None = EVENT_PAYLOAD
    direction: str = "sendrecv"

    @property
    def codec(self) -> Codec:
        """The preferred codec."""
        return self.codecs[0]


def build(audio: Audio, session: int = 1) -> str:
    """The description of `audio`, 20 ms a packet. `session` is the version; raise it when the content changes."""
    formats = [str(codec.value) for codec in audio.codecs]
    maps = [f"a=rtpmap:{codec.value} {codec.name}/8000" for codec in audio.codecs]
    if audio.event_payload is not None:
        formats.append(str(audio.event_payload))
        maps.append(f"a=rtpmap:{audio.event_payload} telephone-event/8000")
        maps.append(f"a=fmtp:{audio.event_payload} 0-15")
    family = "IP6" if ":" in audio.host else "IP4"
    lines = [
        "v=0",
        f"o=- {session} {session} IN {family} {audio.host}",
        "s=test call",
        f"c=IN {family} {audio.host}",
        "t=0 0",
        f"m=audio {audio.port} RTP/AVP {' '.join(formats)}",
        *maps,
        "a=ptime:20",
        f"a={audio.direction}",
    ]
    return "\r\n".join(lines) + "\r\n"


def parse(text: str) -> Audio:
    """The first audio stream of a description. Raises SdpError when it is refused or speaks no G.711."""
    host, section = "", ""
    port, formats = 0, list[str]()
    attributes: list[str] = []
    for kind, value in _lines(text):
        if kind == "m":
            section = "audio" if value.startswith("audio ") and not formats else "other"
            if section == "audio":
                port, formats = _stream(value)
        elif kind == "c" and section in ("", "audio"):
            host = value.split()[-1].split("/")[0]
        elif kind == "a" and section in ("", "audio"):
            attributes.append(value)
    codecs = tuple(Codec(int(f)) for f in formats if f in ("0", "8"))
    if not (host and port and codecs):
        raise SdpError("no audio stream of G.711 in the description")
    return Audio(host, port, codecs, _event_payload(attributes, formats), _direction(attributes))


def _lines(text: str) -> list[tuple[str, str]]:
    return [(line[0], line[2:].strip()) for line in text.splitlines() if line[1:2] == "="]


def _stream(value: str) -> tuple[int, list[str]]:
    parts = value.split()
    if len(parts) < 4 or not parts[1].split("/")[0].isdigit():
        raise SdpError("an audio line without port or formats")
    return int(parts[1].split("/")[0]), parts[3:]


def _event_payload(attributes: Sequence[str], formats: Sequence[str]) -> int | None:
    for attribute in attributes:
        name, _, rest = attribute.partition(":")
        number, _, encoding = rest.partition(" ")
        if name == "rtpmap" and encoding.lower().startswith("telephone-event/8000") and number in formats:
            return int(number)
    return None


def _direction(attributes: Sequence[str]) -> str:
    stated = [a for a in attributes if a in ("sendrecv", "sendonly", "recvonly", "inactive")]
    return stated[-1] if stated else "sendrecv"
