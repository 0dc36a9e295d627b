"""Figures of the screen pops for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Histogram

BUCKETS = (0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


class PopCounters:
    """`seconds`: from the manager event of the ringing to the desktop's acknowledgement, of every pop."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.seconds = Histogram(
            "faultline_pop_seconds",
            "Manager event of the ringing until the desktop acknowledged the pop",
            buckets=BUCKETS,
            registry=registry,
        )
        self.shown = Counter("faultline_pops", "Pops begun", registry=registry)
        self.late = Counter(
            "faultline_pops_late", "Pops that went out before the database had answered", registry=registry
        )
        self.again = Counter("faultline_pops_again", "Pops sent again, unacknowledged", registry=registry)
        self.withdrawn = Counter("faultline_pops_withdrawn", "Pops taken away", registry=registry)
