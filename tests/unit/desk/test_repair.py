"""What a caller who asks again is told (F2.5): one row a state."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.repair import Progress, repair_of

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
FRESH, LATE = NOW - timedelta(hours=23, minutes=59), NOW - timedelta(hours=24)

ROWS: list[tuple[str, str, bool, datetime, Progress]] = [
    ("F2.5: open, within its deadline", "open", True, FRESH, Progress.IN_TIME),
    ("F2.5: at the deadline it is overdue", "open", True, LATE, Progress.OVERDUE),
    ("F2.5: mended, however late", "mended", True, LATE, Progress.MENDED),
    ("F2.7: answered on the spot", "closed", True, LATE, Progress.CLOSED),
    ("F1.10: never confirmed", "open", False, LATE, Progress.UNCONFIRMED),
]


@pytest.mark.parametrize(
    ("why", "status", "confirmed", "created_at", "wanted"), ROWS, ids=[row[0] for row in ROWS]
)
def test_progress(why: str, status: str, confirmed: bool, created_at: datetime, wanted: Progress) -> None:
    found = repair_of(status=status, confirmed=confirmed, created_at=created_at, now=NOW, repair_hours=24)
    assert found.progress is wanted
    waits = wanted in (Progress.IN_TIME, Progress.OVERDUE)
    assert found.deadline == (created_at + timedelta(hours=24) if waits else None)
