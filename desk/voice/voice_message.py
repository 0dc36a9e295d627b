"""Taking in a technician's voice message for the caller from a sound file of any common form (F1.6)."""

import os
import struct
import tempfile
import warnings
import wave
from pathlib import Path
from typing import Any

from desk.errors import BadRecording

RATE = 8000
LONGEST_SECONDS = 120.0
LARGEST_BYTES = 64 * 1024 * 1024


def take_in(source: Path, target: Path) -> float:
    """Write `source` as 8 kHz mono 16-bit WAV to `target`, whole or not at all; its length in seconds.

    WAV is read as it is, other forms where ffmpeg is installed. Raises BadRecording.
    """
    sound = _read(source)
    if sound.duration_seconds <= 0:
        raise BadRecording("there is no sound in it", "sound_empty")
    if sound.duration_seconds > LONGEST_SECONDS:
        raise BadRecording(
            f"it is longer than {LONGEST_SECONDS:.0f} seconds", "sound_too_long", most=int(LONGEST_SECONDS)
        )
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(dir=target.parent, prefix=".taking-in-", suffix=".wav")
    try:
        with os.fdopen(descriptor, "w+b") as file:
            sound.set_frame_rate(RATE).set_channels(1).set_sample_width(2).export(file, format="wav")
            file.flush()
            os.fsync(file.fileno())
        Path(partial).chmod(0o640)
        Path(partial).rename(target)
    finally:
        Path(partial).unlink(missing_ok=True)
    return float(sound.duration_seconds)


def _read(source: Path) -> Any:
    if source.stat().st_size > LARGEST_BYTES:
        raise BadRecording("it is too large", "sound_too_large")
    with warnings.catch_warnings():  # a missing ffmpeg shows as a file that cannot be read
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return _decode(source)
        except (OSError, EOFError, LookupError, ValueError, struct.error, wave.Error) as error:
            raise BadRecording("it is not a sound file that can be read here", "sound_unreadable") from error


def _decode(source: Path) -> Any:
    # Imported here because it looks for ffmpeg on import, at the expense of every other command.
    from pydub import AudioSegment
    from pydub.exceptions import PydubException

    with source.open("rb") as file:
        is_wave = file.read(4) == b"RIFF"
    try:
        return AudioSegment.from_file(source, format="wav" if is_wave else None)
    except PydubException as error:
        raise ValueError(type(error).__name__) from error
