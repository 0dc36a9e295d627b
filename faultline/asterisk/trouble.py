"""What goes wrong with Asterisk, each as one sentence that says what to do."""


class AsteriskError(Exception):
    """Asterisk can't be set up, started, reached or stopped."""


class PortTakenError(AsteriskError):
    """Another program listens where Asterisk has to."""


class NotAnsweringError(AsteriskError):
    """Asterisk's control socket does not answer (in time)."""
