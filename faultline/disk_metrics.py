"""What the watch over the disk has seen, for `/metrics` (R11)."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from desk.disk_watch import DiskWatch


class DiskMetrics(Collector):
    """Free bytes, whether that is an alarm, and recordings that suffered."""

    def __init__(self, watch: DiskWatch) -> None:
        self._watch = watch

    def collect(self) -> Iterator[Metric]:
        """All metrics as they stand."""
        watch = self._watch
        yield GaugeMetricFamily("faultline_disk_free_bytes", "Room where there is least of it.", watch.free)
        yield GaugeMetricFamily("faultline_disk_alarm", "1: too little room.", bool(watch.alarm))
        yield CounterMetricFamily(
            "faultline_recordings_stalled", "Recordings that stopped growing while under way.", watch.stalled
        )
        yield CounterMetricFamily(
            "faultline_recordings_truncated", "Recordings that a full disk cut short.", watch.truncated
        )
