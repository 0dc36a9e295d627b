"""Prompts through the API: listed, heard, replaced by a recording, put back, with who did it (H15, V1)."""

import hashlib
import io
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from desk.models import AuditRow
from faultline.toolbox.tools import find_tool
from ivr.prompts.build import build_prompts
from ivr.prompts.engine import EspeakEngine
from ivr.prompts.level import active_level
from tests.real.api.site import Site, whole_site
from tests.real.desk.rows import rows

pytestmark = pytest.mark.real

PATH = "/api/prompts/zh/V1"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all prompts."""
    folder = tmp_path_factory.mktemp("prompts")
    build_prompts(folder, EspeakEngine(find_tool("espeak-ng")))
    return folder


def studio(form: str, seconds: float = 1.5, rate: int = 44100) -> bytes:
    """A voice-like recording, quiet, in stereo."""
    moments = np.arange(int(rate * seconds)) / rate
    voice = 0.05 * np.sin(2 * np.pi * 220 * moments) * (1 + np.sin(2 * np.pi * 3 * moments))
    stream = io.BytesIO()
    soundfile.write(stream, np.column_stack([voice, voice]), rate, format=form)
    return stream.getvalue()


async def test_a_prompt_is_replaced_heard_and_put_back(rendered: Path, tmp_path: Path) -> None:
    for part in ("prompts", "moh"):
        shutil.copytree(rendered / part, tmp_path / part)
    async with whole_site(tmp_path) as site:
        browser = await site.signed_in(await site.user("operations"))
        before = (await browser.get(f"{PATH}/sound")).content
        for form, name in (("FLAC", "take.flac"), ("MP3", "take.mp3"), ("WAV", "take.wav")):
            asked = {"file": name, "recorded_by": "Sample Voice"}
            assert (await browser.put(PATH, params=asked, content=studio(form))).status_code == 204
        shown = {(one["language"], one["id"]): one for one in (await browser.get("/api/prompts")).json()}
        prompt = shown["zh", "V1"]
        assert (prompt["source"], prompt["take"]["recorded_by"]) == ("studio", "Sample Voice")
        assert {one["source"] for key, one in shown.items() if key != ("zh", "V1")} == {"rendered"}
        samples, rate = soundfile.read(io.BytesIO((await browser.get(f"{PATH}/sound")).content))
        assert rate == 16000
        assert abs(active_level(samples, rate) + 22) < 0.1
        assert (await browser.delete(PATH)).status_code == 204
        assert (await browser.delete(PATH)).status_code == 404
        after = (await browser.get(f"{PATH}/sound")).content
        assert hashlib.sha256(after).digest() == hashlib.sha256(before).digest()
        history = (await browser.get(f"{PATH}/history")).json()
        assert [one["file"] for one in history] == [None, "take.wav", "take.mp3", "take.flac"]
        audit = [row["subject"] for row in await rows(site.database, AuditRow) if row["outcome"] == "done"]
        assert audit.count("prompt zh/V1") == 4


@pytest.mark.parametrize(
    ("reason", "content", "status"),
    [
        ("no sound", b"MZ nothing to hear", 422),
        ("nothing", b"", 422),
        ("another kind of sound", studio("OGG"), 422),
        ("too long", studio("FLAC", seconds=130, rate=8000), 422),
        ("over 10 MB", bytes(10 * 1024 * 1024 + 1), 413),
    ],
)
async def test_what_cannot_become_a_prompt_changes_nothing(
    whole: Site, tmp_path: Path, reason: str, content: bytes, status: int
) -> None:
    browser = await whole.signed_in(await whole.user("operations"))
    assert (await browser.put(PATH, content=content)).status_code == status, reason
    assert (await browser.put("/api/prompts/zh/no_such", content=content)).status_code in {404, 413}
    assert not list(tmp_path.rglob("prompts-override/**/*.wav"))  # noqa: ASYNC240 - looked at once


async def test_settings_and_health_are_shown_with_secrets_hidden(whole: Site) -> None:
    browser = await whole.signed_in(await whole.user("operations"))
    settings = {one["name"]: one for one in (await browser.get("/api/settings")).json()}
    assert settings["database_url"]["value"] == "not set"
    assert "loopback" in settings["trunk_hosts"]["about"]
    health = (await browser.get("/api/health-overview")).json()
    assert health["database"]["engine"] == "sqlite"
    assert health["database"]["seconds"] is not None
    assert health["asterisk"]["trouble"]
    assert health["node"] == "node1"
    assert "zh/V1" in health["missing_prompts"]
