"""Imports by upload of one node: the file comes in, is checked, and is taken as a whole or not at all (H15).

Each import is a row that any process can show; the file lies on the node that it came to, for a day.
"""

import asyncio
import contextlib
import json
import logging
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cti.errors import Unavailable
from cti.people.audit import Act
from cti.people.people import People
from cti.people.person import Person
from cti.site.import_runs import (
    SHOWN_ERRORS,
    begin_run,
    interrupt_runs,
    note_run,
    run_of,
    take_run,
)
from cti.site.import_work import ImportWork

log = logging.getLogger(__name__)

PIECE = 1 << 20
"""Bytes written at once."""
TICK = 1.0
LONGEST_LINE = 1 << 20
TIDY_SECONDS = 3600.0
KEEP_SECONDS = 24 * 3600.0
KEEP_ERRORS_SECONDS = 30 * 24 * 3600.0


class Importer:
    """Run `run()` as a task. `url`: of the database, `folder`: for the files."""

    def __init__(self, people: People, url: str, folder: Path, node: str, zone: str) -> None:
        self._people = people
        self._url = url
        self._folder = folder
        self._node = node
        self._zone = zone
        self._tasks: set[asyncio.Task[None]] = set()
        self._one = asyncio.Lock()

    async def run(self) -> None:
        """Note what a former process left, and remove old files, until cancelled; then end what is under way."""
        interrupted = False
        try:
            while True:
                if not interrupted:
                    interrupted = await self._interrupt()
                await asyncio.to_thread(self._tidy)
                await asyncio.sleep(TIDY_SECONDS if interrupted else TICK)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def errors_file(self, run: str) -> Path:
        """Where the list of an import's bad rows lies, if it has any."""
        return self._folder / f"{run}.errors.csv"

    async def receive(
        self,
        run: str,
        kind: str,
        file: str,
        chunks: AsyncIterator[bytes],
        act: Act,
        *,
        replace: bool,
        dry_run: bool,
    ) -> None:
        """Take a file in and begin; a run that is known already is let be. Raises Unavailable (no room, database)."""
        values = {
            "id": run, "kind": kind, "node": self._node, "file": file, "replaces": replace,
            "begun_at": self._people.store.now(), "by": act.person.login,
        }  # fmt: skip
        if not await self._people.store.write(lambda connection: begin_run(connection, values)):
            return
        try:
            size = await self._store(run, chunks)
        except BaseException:
            await asyncio.shield(self._over(run, state="interrupted"))
            raise
        state = "checking" if dry_run else "taking"
        await self._note(run, bytes=size, state=state)
        after = {"kind": kind, "bytes": size, "replace": replace, "dry_run": dry_run}
        await act.note(f"import {run}", after=after)
        self._start(run, act.person, dry_run=dry_run)

    async def take(self, run: str, act: Act) -> None:
        """Take what was checked. Raises NotFound, Conflict, Unavailable."""
        await self._people.store.write(lambda connection: take_run(connection, run, self._node))
        await act.note(f"import {run}")
        self._start(run, act.person, dry_run=False)

    async def _store(self, run: str, chunks: AsyncIterator[bytes]) -> int:
        self._folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        size, pieces = 0, bytearray()
        try:
            with self._upload(run).open("wb") as stream:
                async for chunk in chunks:
                    size += len(chunk)
                    pieces += chunk
                    if len(pieces) >= PIECE:
                        await asyncio.to_thread(stream.write, bytes(pieces))
                        pieces.clear()
                await asyncio.to_thread(stream.write, bytes(pieces))
        except OSError as trouble:
            self._upload(run).unlink(missing_ok=True)
            raise Unavailable("the file could not be stored", code="no_room") from trouble
        return size

    def _upload(self, run: str) -> Path:
        return self._folder / f"{run}.upload"

    def _start(self, run: str, person: Person, *, dry_run: bool) -> None:
        task = asyncio.create_task(self._work(run, person, dry_run=dry_run))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, run: str, person: Person, *, dry_run: bool) -> None:
        async with self._one:
            try:
                values = await self._imported(run, dry_run=dry_run)
            except (Unavailable, OSError) as trouble:
                log.warning("An import was broken off", extra={"run": run, "cause": type(trouble).__name__})
                values = {"state": "interrupted"}
            await self._over(run, **values)
        told = {name: value for name, value in values.items() if name != "first_errors"}
        with contextlib.suppress(Unavailable):
            act = self._people.act(person, "imports.end")
            await act.note(f"import {run}", after=told, outcome="done" if values.get("changes") else "failed")

    async def _imported(self, run: str, *, dry_run: bool) -> dict[str, Any]:
        row = await self._people.store.read(lambda connection: run_of(connection, run))
        work = ImportWork(
            url=self._url, kind=row.kind, file=str(self._upload(run)), errors=str(self.errors_file(run)),
            zone=self._zone, replace=row.replaces, dry_run=dry_run, keep=SHOWN_ERRORS,
        )  # fmt: skip
        child = await asyncio.create_subprocess_exec(
            *[sys.executable, "-m", "cti.site.import_child"],
            stdin=PIPE,
            stdout=PIPE,
            limit=LONGEST_LINE,
            start_new_session=True,
        )
        try:
            return await self._followed(run, child, work)
        finally:
            if child.returncode is None:
                child.kill()
            await child.wait()

    async def _followed(self, run: str, child: Process, work: ImportWork) -> dict[str, Any]:
        """What the child says last; one that ends without a word was broken off."""
        assert child.stdin is not None  # noqa: S101 - both are pipes
        assert child.stdout is not None  # noqa: S101
        child.stdin.write(json.dumps(asdict(work)).encode() + b"\n")
        told = 0.0
        async for line in child.stdout:
            message = json.loads(line)
            if "over" in message:
                over: dict[str, Any] = message["over"]
                return over
            if time.monotonic() - told >= TICK:
                told = time.monotonic()
                with contextlib.suppress(Unavailable):
                    await self._note(run, rows=message["rows"])
        return {"state": "interrupted"}

    async def _over(self, run: str, **values: Any) -> None:
        """Say how it ended as soon as the database lets us; what was not only checked leaves no file."""
        if values["state"] != "checked":
            self._upload(run).unlink(missing_ok=True)
        while True:
            try:
                await self._note(run, ended_at=self._people.store.now(), **values)
            except Unavailable:
                await asyncio.sleep(TICK)
            else:
                return

    async def _note(self, run: str, **values: Any) -> None:
        await self._people.store.write(lambda connection: note_run(connection, run, **values))

    async def _interrupt(self) -> bool:
        now = self._people.store.now()
        with contextlib.suppress(Unavailable):
            await self._people.store.write(lambda connection: interrupt_runs(connection, self._node, now))
            return True
        return False

    def _tidy(self) -> None:
        keep = {".upload": KEEP_SECONDS, ".csv": KEEP_ERRORS_SECONDS}
        for path in self._folder.glob("*"):
            with contextlib.suppress(OSError):
                if path.suffix in keep and path.stat().st_mtime < time.time() - keep[path.suffix]:
                    path.unlink()
