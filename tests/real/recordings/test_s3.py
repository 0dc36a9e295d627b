"""K12, H4: the archive in an object store, over S3's real protocol: filed, played by ranges, compared, deleted in time."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from uuid import uuid4

import fsspec
import numpy as np
import pytest
from moto.server import ThreadedMotoServer

from cti.api.recordings import recordings_router
from desk.database.database import Database
from desk.models import RecordingFindingRow, RecordingRow
from recordings.object_store import ObjectStore
from recordings.verification import Verification
from tests.real.api.site import Site
from tests.real.desk.rows import rows
from tests.real.recordings.conftest import AT, Calls, OpenRoom
from tests.recorded import talk

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def _server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bucket's URL; the store's address and credentials are fsspec's own settings, as at a site."""
    settings = {"endpoint_url": _server, "key": "of-tests", "secret": "of-tests"}
    monkeypatch.setitem(fsspec.config.conf, "s3", settings)
    name = f"recordings-{uuid4().hex}"
    fsspec.filesystem("s3").mkdir(name)
    return f"s3://{name}/faultline"


@pytest.fixture
async def site(database: Database) -> AsyncIterator[Site]:
    """People and their browsers."""
    site = Site(database)
    yield site
    site.close()


@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_recording_in_an_object_store(
    encrypted: bool, bucket: str, open_room: OpenRoom, calls: Calls, database: Database, site: Site
) -> None:
    at = AT
    room = open_room(url=bucket, encrypted=encrypted, wall=lambda: at)
    site.app.include_router(recordings_router(room))
    told = calls.told(20.0)
    left = calls.leave(told)
    await room.take(told)
    assert await room.archive.look() == 1
    assert not left.exists()
    (row,) = await rows(database, RecordingRow)
    store = ObjectStore(bucket)
    assert store.digest(row["storage_key"]) == row["sha256"]
    assert store.size(row["storage_key"]) == row["bytes"]

    client = await site.signed_in(await site.user("inspector"))
    whole = (await client.get("/api/recordings/1/audio")).content
    assert whole.startswith(b"fLaC")
    part = await client.get("/api/recordings/1/audio", headers={"range": "bytes=70000-140000"})
    assert (part.status_code, part.content) == (206, whole[70_000:140_001])
    waveform = (await client.get("/api/recordings/1/waveform", params={"points": 10})).json()
    assert waveform["seconds"] == len(talk(20.0)) / 8000
    assert np.allclose(waveform["caller"], 0.3, atol=0.01)

    walk = Verification(database, store, wall=lambda: at)
    at += timedelta(days=1)
    fsspec.filesystem("s3").pipe_file(f"{bucket}/{row['storage_key']}", b"something else")
    assert await walk.step()
    assert [one["kind"] for one in await rows(database, RecordingFindingRow)] == ["damaged"]

    at += timedelta(days=90)
    assert await room.retention.sweep() == 1
    with pytest.raises(FileNotFoundError):
        store.size(row["storage_key"])
    assert (await client.get("/api/recordings/1/audio")).status_code == 404


def test_a_store_that_does_not_answer_is_no_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """R10: whatever the store's client raises arrives as OSError, which the API answers with 503."""
    nobody = {"endpoint_url": "http://127.0.0.1:9", "config_kwargs": {"retries": {"max_attempts": 0}}}
    monkeypatch.setitem(fsspec.config.conf, "s3", nobody | {"key": "of-tests", "secret": "of-tests"})
    store, key = ObjectStore("s3://recordings/faultline"), "2026/11/22/node1-1.1-0.flac"
    for attempt in (store.size, store.digest, store.delete):
        with pytest.raises(OSError, match="does not answer"):
            attempt(key)


async def test_a_bucket_that_is_gone_keeps_the_recording_in_the_spool(
    bucket: str, open_room: OpenRoom, calls: Calls, database: Database
) -> None:
    """And files it when the bucket is there again."""
    name = bucket.removeprefix("s3://").partition("/")[0]
    fsspec.filesystem("s3").rmdir(name)
    room = open_room(url=bucket)
    told = calls.told()
    left = calls.leave(told)
    await room.take(told)
    assert await room.archive.look() == 0
    assert left.exists()
    fsspec.filesystem("s3").mkdir(name)
    assert await open_room(url=bucket).archive.look() == 1
    assert not left.exists()
    (row,) = await rows(database, RecordingRow)
    assert row["state"] == "ok"
