"""S15: somebody who reads a call's packets speaks into it, from its first packet until after Asterisk has locked on to
the caller (5 s)."""

import socket
from dataclasses import replace
from pathlib import Path

from testcalls.caller import TestCaller
from testcalls.g711 import Codec
from testcalls.media import Media
from testcalls.rtp import SAMPLES, Packet
from tests.real.asterisk.dictation import NUMBER, dictation, share, tone
from tests.real.house import House

CALLER_HZ, STRANGER_HZ = 440, 1130
SECONDS = 7.0


class _Overheard(Media):
    """For each packet of the caller `stranger` sends one like it, with other sound, from another port; a bit sooner."""

    def __init__(self, stranger: socket.socket) -> None:
        super().__init__()
        self.send_with(self._twice)
        self._stranger = stranger
        self._sound = Codec.PCMA.encode(tone(STRANGER_HZ, SECONDS))

    def _twice(self, data: bytes, address: tuple[str, int]) -> None:
        packet = Packet.decode(data)
        payload, self._sound = self._sound[:SAMPLES], self._sound[SAMPLES:]
        self._stranger.sendto(replace(packet, payload=payload).encode(), address)
        if self._socket is not None:
            self._socket.sendto(data, address)


async def test_a_stranger_does_not_speak_into_a_call(house: House, tmp_path: Path) -> None:
    """Only the caller's tone is in what Asterisk heard; the stranger's, said by a caller, would be."""
    heard, control = tmp_path / "heard.wav", tmp_path / "control.wav"
    with dictation(house, heard), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        async with TestCaller(house.server, house.repertoire, media=_Overheard(stranger)) as caller:
            await caller.dial(NUMBER)
            await caller.speak(tone(CALLER_HZ, SECONDS))
    with dictation(house, control):
        async with house.caller() as caller:
            await caller.dial(NUMBER)
            await caller.speak(tone(STRANGER_HZ, 1.0))
    await house.empty()
    assert share(heard, CALLER_HZ) > 0.9
    assert share(heard, STRANGER_HZ) < 0.001
    assert share(control, STRANGER_HZ) > 0.9
