"""Writes the transcripts anew: `python -m tests.real.cti.capture [SCENE ...]`, from the project's folder after
`make setup`.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from faultline.asterisk import AgentEndpoint
from faultline.settings import Settings
from tests.real.cti.desk_scenes import DESK_SCENES
from tests.real.cti.outside_scenes import OUTSIDE_SCENES
from tests.real.cti.scenes import AGENT, CALL_SCENES, COLLEAGUE, Scene
from tests.real.house import House, free_ports

FOLDER = Path(__file__).parents[2] / "unit" / "cti" / "transcripts"
SCENES = {**CALL_SCENES, **DESK_SCENES, **OUTSIDE_SCENES}
SECRET = "a-secret-of-this-capture-only"


async def capture(house: House, name: str, log: Path) -> None:
    """One scene as a transcript."""
    alive = name != "parachute"
    scene = Scene(house, SECRET, log, alive=alive)
    async with scene.running():
        if not alive:
            house.asterisk.rx("dialplan set global FAULTLINE_HEARTBEAT 1")
        await SCENES[name](scene)
    await house.empty()
    scene.link.save(FOLDER / f"{name}.jsonl")


def main() -> None:
    """The scenes named, or every one, on an Asterisk of its own."""
    FOLDER.mkdir(exist_ok=True)
    agents = tuple(AgentEndpoint(extension, SECRET) for extension in (AGENT, COLLEAGUE))
    port = free_ports()["sip_port"]
    outside: dict[str, Any] = {"outbound_patterns": ("5550XXXX",), "outbound_host": f"127.0.0.1:{port}"}
    with tempfile.TemporaryDirectory() as folder:
        house = House.open(Path(folder) / "house", Settings().folder, agents=agents, **outside)
        house.agent_port = port
        try:
            with house.knobs(OVERFLOW_SECONDS=3, RING_SECONDS=2):
                for name in sys.argv[1:] or SCENES:
                    asyncio.run(capture(house, name, Path(folder) / name))
        finally:
            house.close()


if __name__ == "__main__":
    main()
