"""A disk that is full: files may not grow (RLIMIT_FSIZE gives an error of write, like ENOSPC), then have room again.

Arguments: folder of the log, lines that the backlog takes. Prints what happened as JSON.
"""

import json
import resource
import signal
import sys
import time
from pathlib import Path

from cti.event_log.log import EventLog
from tests.unit.cti.event_log.events import ups

LIMIT = 600


def until(condition: object) -> None:
    deadline = time.monotonic() + 20
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.005)


def main(folder: Path, backlog: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    log = EventLog(folder, "node1", backlog=backlog)
    for event in ups(20):
        log.append(event)
    until(lambda: log.alarm)
    for event in ups(20):
        log.append(event)
    told = {"waiting": log.waiting, "lost": log.lost, "alarm": log.alarm, "last": log.last}
    [part] = log.folder.parts("node1", log.boot)
    told["torn"] = not part.read_bytes().endswith(b"\n") and part.stat().st_size > 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    until(lambda: log.waiting == 0 and not log.alarm)
    log.close()
    sys.stdout.write(json.dumps(told))


main(Path(sys.argv[1]), int(sys.argv[2]))
