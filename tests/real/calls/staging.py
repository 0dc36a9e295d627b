"""The test head's part in a call: `lab.toml` in the data folder, as a rehearsal stages it (F1.8)."""

import contextlib
from collections.abc import Iterator

from tests.real.served import Served


@contextlib.contextmanager
def staged(served: Served, text: str) -> Iterator[None]:
    """Lines in the states that `text` tells; the head's own ones again on leaving."""
    file = served.house.settings.folder / "lab.toml"
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)
    try:
        yield
    finally:
        file.unlink()
