"""What one connection, and all of them together, may cost (S7, S20)."""

from dataclasses import dataclass, field

from ivr.agi_stream import StreamLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers of connections, and seconds."""

    sessions: int = 1_000
    """Dialogs at once; a further call is closed at once and takes the dialplan's fallback."""
    greetings: int = 128
    """Connections that have not sent their header block yet; the oldest makes room for a new one."""
    greeting_seconds: float = 5.0
    """Time to complete the header block."""
    answer_margin_seconds: float = 10.0
    """How much longer than its own expected duration a command may go unanswered."""
    sweep_seconds: float = 0.25
    """How often the deadlines of all connections are looked at."""
    backlog: int = 1_024
    """Connections that the kernel may hold before they are accepted (R1)."""
    stream: StreamLimits = field(default_factory=StreamLimits)
