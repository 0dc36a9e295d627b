"""A number read out while the machine stalls: whatever the stall does to the packets, each digit is heard."""

from collections.abc import Callable

import numpy as np
import pytest

from testcalls.ear import Ear, Heard
from testcalls.g711 import Codec, Samples
from testcalls.repertoire import Repertoire
from testcalls.rtp import SAMPLES, Packet
from testcalls.timeline import Timeline
from tests.unit.testcalls.sounds import prompt, silence, voice

DIGITS = [voice(100 + n, 0.25 + n / 50) for n in range(10)]
REPERTOIRE = Repertoire([prompt(f"digit_{n}", sound) for n, sound in enumerate(DIGITS)])
NUMBER = "5503697801"
TICK = 0.02
MIDDLES = [sum(len(DIGITS[int(digit)]) for digit in NUMBER[:before]) + 1400 for before in (1, 4)]
"""Samples of the number before the stall: in the middle of its second digit, and of its fifth."""

Arrival = tuple[float, Packet]


def read_out() -> list[Arrival]:
    """The number's packets on an idle machine, silence in front and behind."""
    return packets_of(np.concatenate([silence(0.3), *(DIGITS[int(digit)] for digit in NUMBER), silence(0.2)]))


def packets_of(sound: Samples) -> list[Arrival]:
    """A sound's packets on an idle machine."""
    payload = Codec.PCMA.encode(np.pad(sound, (0, -len(sound) % SAMPLES)))
    parts = [payload[n : n + SAMPLES] for n in range(0, len(payload), SAMPLES)]
    return [(n * TICK, Packet(8, n, n * SAMPLES, 7, part)) for n, part in enumerate(parts)]


def later(arrival: Arrival, seconds: float, *, stamped: bool) -> Arrival:
    """A packet that comes later; `stamped`: its sender's clock went on meanwhile."""
    at, packet = arrival
    stamp = packet.timestamp + (round(seconds * 8000) if stamped else 0)
    return at + seconds, Packet(8, packet.sequence, stamp, packet.ssrc, packet.payload)


def paused(packets: list[Arrival], seconds: float) -> list[Arrival]:
    """The sender stands still and goes on where it was; its stamps show the pause."""
    return [later(arrival, seconds, stamped=True) for arrival in packets]


def held_up(packets: list[Arrival], seconds: float) -> list[Arrival]:
    """The sender stands still; its stamps don't show it."""
    return [later(arrival, seconds, stamped=False) for arrival in packets]


def hurried(packets: list[Arrival], seconds: float) -> list[Arrival]:
    """What was due meanwhile comes at once, stamped by the clock and from there on one behind the other."""
    resumed = packets[0][0] + seconds
    stamped = [later(arrival, seconds, stamped=True)[1] for arrival in packets]
    return [(max(resumed, at), packet) for (at, _), packet in zip(packets, stamped, strict=True)]


def lost(packets: list[Arrival], seconds: float) -> list[Arrival]:
    """Packets never arrive."""
    return packets[round(seconds / TICK) :]


def understood(packets: list[Arrival]) -> list[str]:
    """The numbers that an ear makes of them."""
    return [heard.digits for heard in recognised(packets, REPERTOIRE)]


def recognised(packets: list[Arrival], repertoire: Repertoire) -> list[Heard]:
    """What an ear makes of them that listens every tenth of a second."""
    timeline, ear, listened = Timeline(), Ear(repertoire), 0.0
    for at, packet in packets:
        while listened + 0.1 <= at:
            listened += 0.1
            ear.hear(timeline.advance(listened))
        timeline.place(packet, Codec.PCMA, at)
    ear.hear(np.concatenate([timeline.advance(packets[-1][0] + 2.0), timeline.finish(), silence(1.0)]))
    return ear.heard


@pytest.mark.parametrize("middle", MIDDLES)
@pytest.mark.parametrize(
    ("stall", "seconds"),
    [
        (paused, 0.06), (paused, 0.12), (paused, 0.3), (paused, 0.45),
        (held_up, 0.12), (held_up, 0.35), (held_up, 0.45),
        (hurried, 0.12), (hurried, 0.3), (hurried, 0.45),
        (lost, 0.02), (lost, 0.04),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)  # fmt: skip
def test_each_digit_is_heard_though_the_machine_stalls_within_one(
    stall: Callable[[list[Arrival], float], list[Arrival]], seconds: float, middle: int
) -> None:
    packets = read_out()
    torn = round(0.3 / TICK) + middle // SAMPLES
    assert understood(packets[:torn] + stall(packets[torn:], seconds)) == [NUMBER]


@pytest.mark.parametrize("stall", [paused, held_up, hurried])
def test_a_prompt_is_heard_whole_though_the_machine_stalls_where_it_is_quiet(
    stall: Callable[[list[Arrival], float], list[Arrival]],
) -> None:
    sound = np.concatenate([voice(60, 0.8), silence(0.1), voice(61, 0.8)])
    packets = packets_of(np.concatenate([silence(0.3), sound, silence(0.2)]))
    torn = round(1.14 / TICK)
    (heard,) = recognised(packets[:torn] + stall(packets[torn:], 0.25), Repertoire([prompt("V3", sound)]))
    assert heard.complete


@pytest.mark.parametrize("seconds", [0.6, 1.2])
@pytest.mark.parametrize("torn", [0.5, 0.7])
def test_all_that_was_due_during_a_long_stall_may_come_at_once(torn: float, seconds: float) -> None:
    """More than half a second ahead of the clock, and still the sender's own time counts."""
    sound = voice(60, 3.0)
    packets = packets_of(np.concatenate([silence(0.3), sound, silence(0.2)]))
    at = round(torn / TICK)
    (heard,) = recognised(packets[:at] + hurried(packets[at:], seconds), Repertoire([prompt("V3", sound)]))
    assert heard.id == "V3"
    assert heard.until == pytest.approx(0.3 + 3.0 + seconds, abs=0.05)


def test_stalls_add_up() -> None:
    packets = read_out()
    for middle in MIDDLES:
        torn = round(0.3 / TICK) + middle // SAMPLES
        packets = packets[:torn] + paused(packets[torn:], 0.45)
    assert understood(packets) == [NUMBER]


def test_it_is_understood_on_an_idle_machine() -> None:
    assert understood(read_out()) == [NUMBER]
