"""What came in by RTP, laid out on one line of time: in order, gaps as silence at the right places (RFC 3550)."""

from dataclasses import dataclass, field

import numpy as np

from testcalls.g711 import RATE, Codec, Samples
from testcalls.rtp import Packet

GRACE = 0.3
"""Seconds that a missing packet is waited for before silence takes its place."""
_DRIFT = 0.5
"""Seconds between a packet's own time and its arrival beyond which its sender has set its clock anew."""


_SKEW = RATE * 40 // 1000
"""Samples by which the timestamps of two packets in a row may disagree with the audio between them. Asterisk stamps
with its clock of milliseconds when it comes late; a telephone's jitter buffer smooths that out, and so do we."""
STALL = 0.5
"""Seconds that a sender may fall silent in the middle of a sound: it has stalled, and the sound goes on whole when it
does. Where it is quiet anyhow that holds for GRACE: what lasts longer is a pause."""
_LOUD = 200
"""Largest sample of a packet in the middle of a sound, at least."""


@dataclass(slots=True)
class Counts:
    """How the network treated the audio: packets heard, doubled, come too late, and never come."""

    packets: int = 0
    doubled: int = 0
    late: int = 0
    lost: int = 0


@dataclass(slots=True)
class Timeline:
    """Audio of one call, time 0 = its beginning. `place` packets, then take what is final with `advance`."""

    counts: Counts = field(default_factory=Counts)
    _waiting: dict[int, tuple[int, Samples]] = field(default_factory=dict)
    """Position in samples → sequence number and audio."""
    _final: list[Samples] = field(default_factory=list)
    _end: int = 0
    _anchor: tuple[int, int, int] | None = None
    """Source, timestamp and position of a packet that the others are measured from."""
    _last_sequence: int | None = None
    _arrived: float = 0.0
    """When the newest packet came."""
    _newest: tuple[int, int] | None = None
    """Sequence number of the newest packet, and the position right behind it."""
    _patience: float = GRACE
    """Seconds without a packet behind the newest one that are no pause."""

    @property
    def seconds(self) -> float:
        """How much is final."""
        return self._end / RATE

    def audio(self) -> Samples:
        """All audio that is final."""
        return np.concatenate(self._final) if self._final else np.zeros(0, np.int16)

    def place(self, packet: Packet, codec: Codec, now: float) -> None:
        """Lay one packet down. `now`: seconds since the call's beginning."""
        position = self._position(packet, round(now * RATE))
        samples = codec.decode(packet.payload)
        self.counts.packets += 1
        position = self._smooth(packet, position, samples, stalled=now - self._arrived <= self._patience)
        self._arrived = now
        if position in self._waiting:
            self.counts.doubled += 1
        elif position >= self._end:
            self._waiting[position] = (packet.sequence, samples)
        elif self._last_sequence is not None and 0 < _ahead(packet.sequence, self._last_sequence) < 1000:
            # Nothing is missing before it, so its sender stalled: what follows moves along.
            self.counts.late += 1
            self._anchor = (packet.ssrc, packet.timestamp, self._end)
            self._waiting[self._end] = (packet.sequence, samples)
        else:
            self.counts.doubled += 1

    def advance(self, now: float) -> Samples:
        """What became final since the last time."""
        begin, limit = self._end, round((now - GRACE) * RATE)
        new: list[Samples] = []
        while self._waiting:
            position = min(self._waiting)
            sequence, samples = self._waiting[position]
            missing = 0 if self._last_sequence is None else _ahead(sequence, self._last_sequence) - 1
            if position > self._end and missing and position > limit:
                break
            del self._waiting[position]
            self.counts.lost += max(missing, 0)
            new += [np.zeros(max(position - self._end, 0), np.int16), samples[max(self._end - position, 0) :]]
            self._end = max(self._end, position + len(samples))
            self._last_sequence = sequence
        # A sender that is merely behind the clock must not be torn apart.
        silent = now - self._arrived > self._patience
        if limit > self._end and not self._waiting and silent:
            new.append(np.zeros(limit - self._end, np.int16))
            self._end = limit
        taken = np.concatenate(new) if new else np.zeros(0, np.int16)
        assert len(taken) == self._end - begin  # noqa: S101 - the clock of everything heard
        self._final.append(taken)
        return taken

    def finish(self) -> Samples:
        """The call is over: whatever still waits for a missing packet is final."""
        last = max((position + len(s) for position, (_, s) in self._waiting.items()), default=self._end)
        return self.advance(last / RATE + GRACE)

    def _smooth(self, packet: Packet, position: int, samples: Samples, *, stalled: bool) -> int:
        """Right behind the packet before it, where only a stall or its sender's clock lies between the two."""
        ahead = 1 if self._newest is None else _ahead(packet.sequence, self._newest[0])
        if ahead == 1 and self._newest:
            apart = position - self._newest[1]
            if 0 < abs(apart) <= _SKEW or (stalled and apart > 0):
                position = self._newest[1]
                self._anchor = (packet.ssrc, packet.timestamp, position)
        if ahead >= 1 or abs(ahead) > 1000:
            self._newest = (packet.sequence, position + len(samples))
            self._patience = STALL if np.abs(samples).max(initial=0) >= _LOUD else GRACE
        return position

    def _position(self, packet: Packet, arrived: int) -> int:
        if self._anchor and self._anchor[0] == packet.ssrc:
            apart = (packet.timestamp - self._anchor[1] + 2**31) % 2**32 - 2**31
            position = self._anchor[2] + apart
            if abs(position - arrived) < _DRIFT * RATE or (
                position > arrived and self._follows(packet, position)
            ):
                return position
        elif self._anchor:
            self._last_sequence = None
        position = max(arrived, self._end)
        self._anchor = (packet.ssrc, packet.timestamp, position)
        return position

    def _follows(self, packet: Packet, position: int) -> bool:
        """Whether it is the newest packet's next, by number and time: a sender that stalled sends all that was due."""
        if self._newest is None:
            return False
        return _ahead(packet.sequence, self._newest[0]) == 1 and abs(position - self._newest[1]) <= _SKEW


def _ahead(sequence: int, last: int) -> int:
    """How far a sequence number is ahead of another, across the wrap at 65,536."""
    return (sequence - last + 2**15) % 2**16 - 2**15
