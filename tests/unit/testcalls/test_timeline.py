"""The audio of a call on one line of time, whatever the network does to its packets."""

import numpy as np
import pytest

from testcalls.g711 import Codec, Samples
from testcalls.rtp import Packet
from testcalls.timeline import GRACE, STALL, Timeline

SPEECH = np.tile(np.array([4096, -4096], np.int16), 800)
"""Ten packets."""


def packets(first: int = 0, stamp: int = 0, ssrc: int = 7, audio: Samples = SPEECH) -> list[Packet]:
    payload = Codec.PCMA.encode(audio)
    cut = [payload[n : n + 160] for n in range(0, len(payload), 160)]
    return [
        Packet(8, (first + n) % 2**16, (stamp + 160 * n) % 2**32, ssrc, part) for n, part in enumerate(cut)
    ]


def loud(samples: Samples) -> list[bool]:
    """Packet by packet, whether there is sound."""
    return [
        bool(np.abs(frame).max() > 100) for frame in samples[: len(samples) // 160 * 160].reshape(-1, 160)
    ]


def heard(order: list[Packet], *, every: float = 0.02) -> Timeline:
    timeline = Timeline()
    for n, packet in enumerate(order):
        timeline.place(packet, Codec.PCMA, n * every)
        timeline.advance(n * every)
    timeline.finish()
    return timeline


@pytest.mark.parametrize(
    ("first", "stamp"), [(0, 0), (65530, 0), (0, 2**32 - 800), (65530, 2**32 - 800)], ids=str
)
def test_in_order_also_across_the_wrap_of_sequence_and_time(first: int, stamp: int) -> None:
    timeline = heard(packets(first, stamp))
    assert loud(timeline.audio()) == [True] * 10
    assert (timeline.counts.packets, timeline.counts.lost, timeline.counts.late) == (10, 0, 0)


def test_overtaken_packets_come_back_into_order() -> None:
    order = packets()
    order[3], order[5] = order[5], order[3]
    timeline = heard(order)
    assert loud(timeline.audio()) == [True] * 10
    assert timeline.counts.lost == 0


def test_a_lost_packet_is_silence_of_its_length_in_its_place() -> None:
    order = packets()
    del order[4:6]
    timeline = heard(order)
    assert loud(timeline.audio()) == [True] * 4 + [False] * 2 + [True] * 4
    assert timeline.counts.lost == 2


def test_a_doubled_packet_counts_once() -> None:
    order = [packet for packet in packets() for _ in (1, 2)]
    timeline = heard(order, every=0.01)
    assert loud(timeline.audio()) == [True] * 10
    assert timeline.counts.doubled == 10


def test_a_pause_of_the_sender_is_silence_of_its_length() -> None:
    timeline = Timeline()
    for n, packet in enumerate(packets()):
        timeline.place(packet, Codec.PCMA, n * 0.02)
    for n, packet in enumerate(packets(first=10, stamp=16000)):
        timeline.advance(2.0 + n * 0.02 - 0.001)
        timeline.place(packet, Codec.PCMA, 2.0 + n * 0.02)
    timeline.finish()
    assert loud(timeline.audio()) == [True] * 10 + [False] * 90 + [True] * 10


@pytest.mark.parametrize(
    ("stall", "silent", "reason"),
    [
        (STALL - 0.1, 0, "in the middle of a sound: closed up"),
        (STALL + 0.2, 35, "too long: a pause"),
    ],
)
def test_a_sender_that_stalls_keeps_its_audio_whole(stall: float, silent: int, reason: str) -> None:
    timeline = Timeline()
    order = packets()
    for n, packet in enumerate(order[:5]):
        timeline.place(packet, Codec.PCMA, n * 0.02)
    stalled = 0.1 + stall
    timeline.advance(stalled)
    for packet in order[5:]:
        timeline.place(packet, Codec.PCMA, stalled)
    timeline.finish()
    assert loud(timeline.audio()) == [True] * 5 + [False] * silent + [True] * 5, reason
    assert timeline.counts.lost == 0


def test_a_pause_between_two_sounds_is_as_long_as_it_was() -> None:
    timeline = Timeline()
    quiet = np.concatenate([SPEECH, np.zeros(160, np.int16)])
    for n, packet in enumerate([*packets(audio=quiet), *packets(first=11, stamp=160 * 31)]):
        timeline.place(packet, Codec.PCMA, (n if n < 11 else n + 20) * 0.02)
    timeline.finish()
    assert loud(timeline.audio()) == [True] * 10 + [False] * 21 + [True] * 10


def test_a_new_source_begins_where_it_arrives() -> None:
    timeline = Timeline()
    for n, packet in enumerate(packets()):
        timeline.place(packet, Codec.PCMA, n * 0.02)
    timeline.advance(0.3)
    for n, packet in enumerate(packets(first=40000, stamp=99, ssrc=8)):
        timeline.place(packet, Codec.PCMA, 0.3 + n * 0.02)
    timeline.finish()
    assert loud(timeline.audio()) == [True] * 10 + [False] * 5 + [True] * 10


def test_without_packets_time_goes_on_in_silence() -> None:
    timeline = Timeline()
    assert len(timeline.advance(1.0 + GRACE)) == 8000
    assert not timeline.audio().any()
