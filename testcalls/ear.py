"""Recognises which prompts a caller heard, from the audio that reached the caller and nothing else.

A prompt is found by the normalised correlation of its first half second with the stream and then followed to its end
or to the place where it was cut short. While a prompt is followed nothing else is looked for, so a digit inside a
sentence is never taken for a digit read out. Prompts that begin alike are followed side by side until one is left;
of two that both fit, the longer wins, and if they can't be told apart both are named.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from testcalls.g711 import RATE, Samples
from testcalls.repertoire import HEAD, STRIDE, Known, Repertoire, Signal

FOUND = 0.92
"""Correlation of a beginning (half a second, or a shorter sound whole) from which it counts as heard.

On a clean line every prompt reaches 0.99, with one packet in ten lost 0.95. The same words in the middle of another
prompt reach 0.89, which is why a prompt under way is followed and not searched; music on hold stays below 0.84
(tests/real/testcalls/test_catalogue.py measures these)."""
_SURE = 0.98
"""Correlation from which the place found is the right one at once, without looking for a better one behind it."""
_JOINED = 0.95
"""Correlation from which half a second is a part of music on hold, whose chords come again and again."""
_PEAK = RATE * 15 // 100
"""A tone's correlation climbs before its peak: how far the peak may lie behind the first place above FOUND."""
_HOP = RATE // 10
_SAME = 0.6
"""Correlation of a tenth of a second from which it still is the same prompt."""
_MISSED_HOPS = 2
"""Hops that must fail before a prompt counts as ended: a lost packet doesn't end it."""
QUIET = 60.0
"""Root mean square below which a stretch of audio is silence (full scale is 32,768: -55 dB)."""
_BACK = 4 * _HOP
"""How far before the place judged last a prompt may turn out to have ended."""
_ALIGNED = RATE * 5 // 1000
"""Prompts that begin alike are trimmed alike to a few milliseconds."""
DIGIT_GAP = 1.0
"""Seconds of silence after which a number that was read out is complete."""
DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was heard. Times are seconds since the call was answered.

    `id` is the prompt's id, or `digits` for a number read out, which is in `digits`. `until` is None while it still
    goes on; `complete` tells whether it was heard to its end. `or_else` names prompts that sounded just the same.
    """

    id: str
    language: str
    at_seconds: float
    score: float
    until: float | None = None
    complete: bool = False
    digits: str = ""
    or_else: tuple[str, ...] = ()

    def matches(self, wanted: str) -> bool:
        """Whether this may have been the prompt of that id, or is the number that was read out."""
        return wanted in (self.id, *self.or_else) or wanted == self.digits != ""


@dataclass(slots=True)
class _Candidate:
    sound: Known
    start: int
    """Position of its first sample in the stream."""
    matched: int = 0
    """Samples of it that fit so far."""
    joined: int = 0
    """Samples of it that were over when it was first heard."""
    missed: int = 0
    product: float = 0.0
    energy: float = 0.0
    own_energy: float = 0.0

    @property
    def finished(self) -> bool:
        return self.matched >= len(self.sound.sound)

    @property
    def judged(self) -> int:
        """Samples of it that have been compared."""
        return self.matched + self.missed * _HOP

    @property
    def alive(self) -> bool:
        return self.missed < _MISSED_HOPS and self.judged < len(self.sound.sound)

    @property
    def next_end(self) -> int:
        """Position up to which the stream is needed to judge it further."""
        return self.start + min(self.judged + _HOP, len(self.sound.sound))

    @property
    def score(self) -> float:
        return self.product / max(math.sqrt(self.energy * self.own_energy), 1.0)

    def compare(self, begin: int, heard: Signal) -> None:
        """Judge the stretch of the stream that begins `begin` samples into the sound."""
        own = self.sound.sound[begin : begin + len(heard)]
        product = float(heard @ own)
        energy, own_energy = float(heard @ heard), float(own @ own)
        silence = QUIET**2 * len(own)
        if own_energy < silence or energy < silence:
            same = max(energy, own_energy) < 4 * silence
        else:
            same = product >= _SAME * math.sqrt(energy * own_energy)
        if not same:
            self.missed += 1
            return
        self.missed, self.matched = 0, begin + len(own)
        self.product += product
        self.energy += energy
        self.own_energy += own_energy


@dataclass(slots=True)
class _Following:
    """The prompts that what is heard now may be, and the entry they have in the list once one is in the lead."""

    candidates: list[_Candidate]
    position: int
    """The stream has been judged up to here."""
    entry: int | None = None

    @property
    def leaders(self) -> list[_Candidate]:
        """Those that fit best: the longest, whole ones before cut ones, several when they can't be told apart."""
        furthest = max(c.matched for c in self.candidates)
        near = [c for c in self.candidates if c.matched > furthest - _HOP]
        return [c for c in near if c.finished] or near


@dataclass(slots=True)
class Ear:
    """Feed the caller's side audio with `hear`; `heard` grows. Not to be fed from two threads at once."""

    repertoire: Repertoire
    heard: list[Heard] = field(default_factory=list)
    _stream: Signal = field(default_factory=lambda: np.zeros(0, np.float32))
    _base: int = 0
    """Position of the first sample of `_stream`."""
    _at: int = 0
    """Everything before this position has been dealt with."""
    _following: _Following | None = None

    def hear(self, samples: Samples) -> None:
        """The next samples of the stream (8 kHz)."""
        self._stream = np.concatenate([self._stream, samples.astype(np.float32)])
        while self._follow() if self._following else self._search():
            pass
        keep = max(self._following.position - _BACK, self._base) if self._following else self._at
        self._stream, self._base = self._stream[keep - self._base :], keep

    @property
    def seconds(self) -> float:
        """How much audio has come in."""
        return self._end / RATE

    @property
    def _end(self) -> int:
        return self._base + len(self._stream)

    def _slice(self, begin: int, end: int) -> Signal:
        return self._stream[begin - self._base : end - self._base]

    def _search(self) -> bool:
        """Look for a beginning in the next places; False when more audio is needed."""
        if self._end - self._at < HEAD + STRIDE:
            return False
        window = self._slice(self._at, self._at + HEAD + STRIDE)
        if not self.repertoire.sounds or np.abs(window).max() < QUIET:
            self._at += STRIDE
            return True
        scores = self.repertoire.scores(window, QUIET)
        places = np.flatnonzero((scores >= FOUND).any(axis=0))
        if len(places) == 0:
            self._join(window[:HEAD])
            return True
        first = int(places[0])
        near = scores[:, first : first + _PEAK]
        place = first + int(np.unravel_index(np.argmax(near), near.shape)[1])
        if near.max() < _SURE and first and first + _PEAK > STRIDE:
            self._at += first
            return True
        left = max(place - _ALIGNED, 0)
        self._begin(scores[:, left : place + _ALIGNED + 1], self._at + left)
        return True

    def _join(self, snippet: Signal) -> None:
        """No beginning is near: see whether this is the middle of music or of something the caller said."""
        at, self._at = self._at, self._at + STRIDE
        if not self.repertoire.anywhere or float(snippet @ snippet) < QUIET**2 * HEAD:
            return
        found = self.repertoire.place_in(snippet)
        if found is None or found[2] < _JOINED:
            return
        sound, place, score = found
        energy = float(snippet @ snippet)
        candidate = _Candidate(sound, at - place, place + HEAD, place)
        candidate.product, candidate.energy, candidate.own_energy = score * energy, energy, energy
        self._following = _Following([candidate], at + HEAD)
        self._announce()

    def _begin(self, scores: Signal, left: int) -> None:
        best, places = scores.max(axis=1), scores.argmax(axis=1)
        enough = np.flatnonzero(best >= max(FOUND, best.max() - 0.1))
        candidates = []
        for n in enough:
            sound, begin = self.repertoire.marks[int(n)]
            place = left + int(places[n])
            candidate = _Candidate(sound, place - begin, joined=begin)
            candidate.compare(begin, self._slice(place, place + min(len(sound.sound) - begin, HEAD)))
            candidates.append(candidate)
        self._following = _Following(candidates, min(c.start + c.matched for c in candidates))
        self._announce()

    def _follow(self) -> bool:
        """Compare the next tenth of a second; False when more audio is needed."""
        following = self._following
        if following is None:
            return True
        if not any(c.alive for c in following.candidates):
            self._conclude(following)
            return True
        following.position += _HOP
        if self._end < following.position:
            following.position -= _HOP
            return False
        for candidate in following.candidates:
            while candidate.alive and candidate.next_end <= following.position:
                begin = candidate.start + candidate.judged
                candidate.compare(candidate.judged, self._slice(begin, candidate.next_end))
        self._announce()
        return True

    def _announce(self) -> None:
        """Note what is heard as soon as only one prompt is left that it can be."""
        following = self._following
        if following is None or following.entry is not None or len(following.leaders) != 1:
            return
        leader = following.leaders[0]
        if not leader.finished and not leader.sound.digit:
            following.entry = len(self.heard)
            self.heard.append(self._entry(leader))

    def _conclude(self, following: _Following) -> None:
        """The prompt has ended or was cut short: the search goes on right behind it."""
        leaders = following.leaders
        best = max(leaders, key=lambda c: (c.matched, c.score))
        end = best.start + best.matched
        # What cut a prompt short may have begun within the last tenth of a second that still seemed to fit.
        self._following, self._at = None, max(end if best.finished else end - _HOP, self._base)
        if best.sound.digit and self._joined(best, end):
            return
        entry = replace(
            self._entry(best),
            until=end / RATE,
            complete=best.finished,
            or_else=tuple(dict.fromkeys(c.sound.id for c in leaders if c.sound.id != best.sound.id)),
        )
        if following.entry is None:
            self.heard.append(entry)
        else:
            self.heard[following.entry] = entry

    def _entry(self, candidate: _Candidate) -> Heard:
        sound = candidate.sound
        begin = candidate.start + candidate.joined if candidate.joined else candidate.start - sound.lead
        at = max(begin, 0) / RATE
        name = DIGITS if sound.digit else sound.id
        return Heard(name, sound.language, at, candidate.score, digits=sound.digit)

    def _joined(self, candidate: _Candidate, end: int) -> bool:
        """Add a digit to the number that is being read out."""
        last = self.heard[-1] if self.heard else None
        if last is None or last.id != DIGITS or last.language != candidate.sound.language:
            return False
        if candidate.start / RATE - (last.until or 0) > DIGIT_GAP:
            return False
        digits, score = last.digits + candidate.sound.digit, min(last.score, candidate.score)
        self.heard[-1] = replace(last, digits=digits, score=score, until=end / RATE)
        return True
