"""`faultline doctor`: everything that can be wrong, each by one small function that says what to do."""

from faultline.doctor.examination import examine, read_settings
from faultline.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine", "read_settings"]
