"""`python -m tools.describe FOLDER`: what the API and the live channel speak, as openapi.json and live.json.

The app is put together as `faultline cti` does, over a database that is never opened.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from prometheus_client import CollectorRegistry

from cti.http.app import create_app
from cti.live.messages import schema
from desk.desk import Desk
from faultline import __version__
from faultline.live_floor import opened_floor
from faultline.settings import Settings
from faultline.staff import opened_people


async def describe(folder: Path, scratch: Path) -> None:
    """Write both descriptions; `scratch` takes what the parts make at their start."""
    settings = Settings(data=scratch)
    registry = CollectorRegistry()
    desk = Desk(settings.store_url, settings.folder, settings.node)

    async def ready() -> None:
        return None

    async with (
        opened_people(settings, desk.database) as people,
        opened_floor(settings, desk, people, registry) as floor,
    ):
        app = create_app(
            database_ready=ready,
            asterisk_ready=ready,
            registry=registry,
            version=__version__,
            api=floor.api,
        )
        described = {"openapi.json": app.openapi(), "live.json": schema()}
    for name, document in described.items():
        (folder / name).write_text(json.dumps(document, indent=1, sort_keys=True))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(describe(Path(sys.argv[1]), Path(made)))
