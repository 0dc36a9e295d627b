"""What the FastAGI server counts, for `/metrics` (Prometheus).

Plain numbers, turned into Prometheus' metrics only when somebody asks: counting costs the callers next to
nothing. All of it happens on the event loop's thread.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

REFUSED = (
    "binary",
    "closed_early",
    "closing",
    "control_bytes",
    "crowded",
    "duplicate_header",
    "long_headers",
    "long_line",
    "long_usage",
    "no_answer",
    "no_headers",
    "not_a_header",
    "not_an_answer",
    "sessions",
    "slow_greeting",
    "unasked_answer",
    "unique_id",
)
"""Every reason for which a connection is closed by the server, or was closed before it had greeted."""

_SECONDS = (1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0)


class AgiMetrics(Collector):
    """The counters of one server; a second server in one process brings a registry of its own."""

    def __init__(self, registry: CollectorRegistry, active: Callable[[], int]) -> None:
        self.connections = 0
        self.sessions = 0
        self.commands = 0
        self.hangups = 0
        self.failures = 0
        self.missing_prompts = 0
        self.refused = dict.fromkeys(REFUSED, 0)
        self._active = active
        self._lengths = [0] * (len(_SECONDS) + 1)
        self._total_seconds = 0.0
        registry.register(self)

    def missed_prompt(self) -> None:
        """Count a prompt that was missing or broken when needed (R4)."""
        self.missing_prompts += 1

    def ended(self, seconds: float, commands: int) -> None:
        """Count a dialog that ended."""
        self.commands += commands
        self._lengths[bisect_left(_SECONDS, seconds)] += 1
        self._total_seconds += seconds

    def collect(self) -> Iterator[Metric]:
        """All metrics as they stand."""
        for name, text, value in (
            ("faultline_agi_connections", "Connections accepted.", self.connections),
            ("faultline_agi_sessions", "Dialogs begun: unique id verified.", self.sessions),
            ("faultline_agi_commands", "Commands sent in dialogs that ended.", self.commands),
            ("faultline_agi_hangups", "Dialogs that a hang-up ended.", self.hangups),
            ("faultline_agi_dialog_failures", "Dialogs that an unexpected error ended.", self.failures),
            ("faultline_prompts_missing", "Prompts missing or broken when needed.", self.missing_prompts),
        ):
            yield CounterMetricFamily(name, text, value)
        yield GaugeMetricFamily("faultline_agi_sessions_active", "Dialogs under way.", self._active())
        refused = CounterMetricFamily(
            "faultline_agi_refused", "Connections closed, by reason.", labels=["reason"]
        )
        for reason, count in self.refused.items():
            refused.add_metric([reason], count)
        yield refused
        yield HistogramMetricFamily(
            "faultline_agi_dialog_seconds", "Length of dialogs.", self._buckets(), self._total_seconds
        )

    def _buckets(self) -> list[tuple[str, float]]:
        buckets: list[tuple[str, float]] = []
        total = 0
        for limit, count in zip((*map(str, _SECONDS), "+Inf"), self._lengths, strict=True):
            total += count
            buckets.append((limit, total))
        return buckets
