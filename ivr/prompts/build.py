"""Renders the catalogues into DATA/prompts/<language>/<id>.wav and .wav16, and music into DATA/moh.

A studio take in DATA/prompts-override/<language>/<id>.wav wins over the voice and gets the same finish. Only
what changed is rendered; two builds of the same ingredients give the same bytes; each file is replaced in one
step, so that a build may run while calls are up. What no longer belongs to a catalogue is removed.
"""

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ivr.prompts.catalogue import Catalogue, load_catalogues
from ivr.prompts.engine import Engine, EngineError
from ivr.prompts.finish import ENDINGS
from ivr.prompts.manifest import NAME, Manifest, checksum, replace_file
from ivr.prompts.plan import PROMPTS, Job, planned


class BuildError(Exception):
    """A prompt could not be made; the message names it, and the file where there is one."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: stems rendered, stems found unchanged, files removed."""

    rendered: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def build_prompts(
    data: Path,
    engine: Engine | None,
    *,
    catalogues: Mapping[str, Catalogue] | None = None,
    force: bool = False,
    progress: Callable[[int, int, str], None] = lambda done, total, stem: None,
) -> Built:
    """Bring the data folder's sounds up to date.

    Without an engine, every prompt needs a studio take. `progress` gets the number done, the number to
    render, and the stem about to be rendered. Raises BuildError, CatalogueError, EngineError; what was
    rendered until then stays.
    """
    catalogues = load_catalogues() if catalogues is None else catalogues
    (data / PROMPTS).mkdir(parents=True, exist_ok=True)
    with _alone(data / PROMPTS):
        jobs = planned(data, catalogues, engine)
        manifest = Manifest() if force else Manifest.read(data / PROMPTS / NAME)
        due = [job for job in jobs if not manifest.holds(data, job.stem, job.fingerprint, list(ENDINGS))]
        try:
            for number, job in enumerate(due):
                progress(number, len(due), job.stem)
                _render(data, job, manifest)
            removed = _remove_others(data, {job.stem for job in jobs}, manifest)
        finally:
            manifest.write(data / PROMPTS / NAME)
    rendered = tuple(job.stem for job in due)
    return Built(rendered, tuple(job.stem for job in jobs if job.stem not in set(rendered)), removed)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build at a time in a data folder; a second one waits."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _render(data: Path, job: Job, manifest: Manifest) -> None:
    from ivr.prompts.audio import SoundError, finished, wav_bytes

    try:
        sound = job.make()
        contents = {end: wav_bytes(finished(sound, job.finish, rate), rate) for end, rate in ENDINGS.items()}
    except (SoundError, EngineError) as error:
        raise BuildError(f"{job.name}: {error}") from error
    for ending, content in contents.items():
        replace_file(data / (job.stem + ending), content)
        manifest.files[job.stem + ending] = checksum(data / (job.stem + ending)) or ""
    manifest.made[job.stem] = job.fingerprint


def _remove_others(data: Path, stems: set[str], manifest: Manifest) -> tuple[str, ...]:
    """Remove sounds no longer wanted; in moh/, which operations may fill too, only what a build wrote."""
    wanted = {stem + ending for stem in stems for ending in ENDINGS}
    found = {
        path.relative_to(data).as_posix()
        for path in (data / PROMPTS).rglob("*")
        if path.suffix in {*ENDINGS, ".draft"}
    }
    orphans = tuple(sorted((found | manifest.files.keys()) - wanted))
    for name in orphans:
        (data / name).unlink(missing_ok=True)
        manifest.files.pop(name, None)
    for stem in manifest.made.keys() - stems:
        del manifest.made[stem]
    return orphans
