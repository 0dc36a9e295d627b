"""The house whose queues have somebody in them, shared with the tests of Asterisk alone."""

from tests.real.asterisk.conftest import staffed

__all__ = ["staffed"]
