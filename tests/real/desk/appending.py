"""A process that appends facts for ever and says which ones were acknowledged; the test kills it.

Arguments: folder of the journal, `kept` to acknowledge what was appended or `durable` what is on the disk itself.
"""

import asyncio
import sys
from pathlib import Path

from desk.journal.journal import Journal


async def main() -> None:
    journal = Journal(Path(sys.argv[1]), "node1", part_bytes=20_000)
    _say(f"boot {journal.boot}")
    while True:
        sequence = journal.append("step", "c1", {"name": "V1", "at_seconds": 0.0}, visit="v1")
        if sys.argv[2] == "durable":
            await journal.durable(sequence)
        _say(str(sequence))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


asyncio.run(main())
