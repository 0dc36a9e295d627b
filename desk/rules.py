"""What a site decides about its desk: seconds it waits for others, and what counts as too much."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRules:
    """Seconds, unless the name says otherwise."""

    site_zone: str = "Asia/Shanghai"
    """IANA name of the zone whose midnight begins a new series of report numbers."""
    mended_hours: int = 24
    """For how long a mended line is announced as mended (F1.5)."""
    test_head_seconds: float = 30.0
    """Longest wait for a busy test head (F1.8)."""
    look_up_seconds: float = 1.5
    """A call's patience for one look-up; then it goes to an agent (R10)."""
    confirm_seconds: float = 2.0
    """A call's patience for the number of its report (R10)."""
    migrate_seconds: float = 60.0
    """How long a start waits for the database before it goes on without."""
    guess_limit: int = 0
    """Wrong numbers that a caller may key in `guess_window` (S18); 0: any."""
    guess_window: float = 3600.0
    least_free: int = 0
    """Bytes of free disk below which an alarm is raised (R11)."""
