"""S15: somebody who guesses a call's RTP port speaks into it, from its first packet until after Asterisk has locked
on to the caller (5 s)."""

import asyncio
import socket
from pathlib import Path

from testcalls.caller import TestCaller
from testcalls.g711 import Codec
from testcalls.rtp import PTIME_MS, SAMPLES, Packet
from testcalls.sdp import Audio
from testcalls.sip import Answered, Event
from tests.real.asterisk.dictation import NUMBER, dictation, share, tone
from tests.real.house import House

CALLER_HZ, STRANGER_HZ = 440, 1130
SECONDS = 7.0


class _Overheard(TestCaller):
    """A caller whose signalling a stranger has read."""

    __test__ = False
    far: Audio

    def _act(self, event: Event) -> None:
        if isinstance(event, Answered):
            self.far = event.audio
        super()._act(event)


async def test_a_stranger_does_not_speak_into_a_call(house: House, tmp_path: Path) -> None:
    """Only the caller's tone is in what Asterisk heard; the same packets from the caller's own port are heard."""
    heard, control = tmp_path / "heard.wav", tmp_path / "control.wav"
    with dictation(house, heard):
        async with _Overheard(house.server, house.repertoire) as caller:
            await caller.dial(NUMBER)
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
                speaking = asyncio.create_task(_inject(stranger, caller.far))
                await caller.speak(tone(CALLER_HZ, SECONDS))
                await speaking
    with dictation(house, control):
        async with house.caller() as caller:
            await caller.dial(NUMBER)
            await caller.speak(tone(STRANGER_HZ, 1.0))
    await house.empty()
    assert share(heard, CALLER_HZ) > 0.9
    assert share(heard, STRANGER_HZ) < 0.001
    assert share(control, STRANGER_HZ) > 0.9


async def _inject(stranger: socket.socket, far: Audio) -> None:
    """As many packets as the caller sends, at their pace."""
    sound = Codec.PCMA.encode(tone(STRANGER_HZ, SECONDS))
    loop = asyncio.get_running_loop()
    due = loop.time()
    for n in range(0, len(sound), SAMPLES):
        packet = Packet(Codec.PCMA.value, n // SAMPLES, n, 0x5151, sound[n : n + SAMPLES])
        stranger.sendto(packet.encode(), (far.host, far.port))
        due += PTIME_MS / 1000
        await asyncio.sleep(max(due - loop.time(), 0))
