"""Counters of the FastAGI server for `/metrics` (Prometheus)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REFUSED = (
    "crowded",
    "sessions",
    "slow_greeting",
    "no_answer",
    "closed_early",
    "unique_id",
    "unasked_answer",
    "long_line",
    "long_headers",
    "duplicate_header",
    "no_headers",
    "not_a_header",
    "not_an_answer",
    "long_usage",
    "binary",
    "control_bytes",
    "closing",
)


class AgiMetrics:
    """One set of counters; tests and second servers in one process bring a registry of their own."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.sessions = Counter(
            "faultline_agi_sessions",
            "Dialogs begun: header block read and unique id verified.",
            registry=registry,
        )
        self.connections = Counter("faultline_agi_connections", "Connections accepted.", registry=registry)
        self.active = Gauge("faultline_agi_sessions_active", "Dialogs under way.", registry=registry)
        self.commands = Counter("faultline_agi_commands", "Commands sent.", registry=registry)
        self.hangups = Counter("faultline_agi_hangups", "Dialogs that a hang-up ended.", registry=registry)
        self.failures = Counter(
            "faultline_agi_dialog_failures", "Dialogs that ended by an unexpected error.", registry=registry
        )
        self.missing_prompts = Counter(
            "faultline_prompts_missing", "Prompts that were missing or broken when needed.", registry=registry
        )
        self.refused = Counter(
            "faultline_agi_refused",
            "Connections closed by the server, by reason.",
            ["reason"],
            registry=registry,
        )
        for reason in REFUSED:
            self.refused.labels(reason)
        self.seconds = Histogram(
            "faultline_agi_dialog_seconds",
            "Length of dialogs.",
            buckets=(1, 5, 15, 30, 60, 120, 300, 600),
            registry=registry,
        )
