"""An import as a process of its own, so that a million rows hold up no call: `python -m cti.site.import_child`.

The work comes as one line of JSON on standard input, which then stays open: its end is the service's end, and nothing
of the file is taken. Lines of JSON go out: rows read, and last the outcome.
"""

import json
import os
import sys
import threading

from cti.site.import_runs import outcome
from cti.site.import_work import ImportWork
from desk.errors import DeskUnavailable
from desk.imports.refusal import ImportRefused

POLITE = 10
"""Niceness: calls come first."""


def main() -> None:
    """Do the work that standard input names."""
    os.nice(POLITE)
    work = ImportWork(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_the_service, daemon=True).start()
    try:
        imported, first = work.run(lambda rows: _tell({"rows": rows}))
        _tell({"over": outcome(imported, dry_run=work.dry_run) | {"first_errors": first}})
    except ImportRefused as refusal:
        why = {"reason": str(refusal), "reason_code": refusal.code, "reason_params": refusal.params}
        _tell({"over": {"state": "refused", **why}})
    except (DeskUnavailable, OSError):
        _tell({"over": {"state": "interrupted"}})


def _end_with_the_service() -> None:
    sys.stdin.read()
    os._exit(1)


def _tell(message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
