"""What the archive has done and what is wrong, for `/metrics` (K12)."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from recordings.archive import Archive
from recordings.completeness import FindingKind
from recordings.retention import Retention
from recordings.verification import Verification


class RecordingMetrics(Collector):
    """Archived, failed, waiting, deleted, compared, stalled, and findings by kind."""

    def __init__(self, archive: Archive, retention: Retention, verification: Verification) -> None:
        self._archive = archive
        self._retention = retention
        self._verification = verification

    def collect(self) -> Iterator[Metric]:
        """All metrics as they stand."""
        archive = self._archive
        yield _counter("archived", "Conversations filed into the archive.", archive.archived)
        yield _counter("archive_failures", "Attempts to file one that failed.", archive.failed)
        yield _counter("deleted", "Recordings deleted when their time was over.", self._retention.deleted)
        verified = self._verification.verified
        yield _counter("verified", "Recordings compared with their checksums.", verified)
        yield _counter(
            "conversations_stalled",
            "Recordings of conversations that stopped growing.",
            archive.spool.stalled,
        )
        yield GaugeMetricFamily(
            "faultline_recordings_in_spool", "Recordings under way or not filed yet.", archive.waiting
        )
        found = GaugeMetricFamily(
            "faultline_recording_findings", "Open findings of the completeness audit.", labels=["kind"]
        )
        for kind in FindingKind:
            found.add_metric([kind.value], archive.open_findings.get(kind.value, 0))
        yield found


def _counter(name: str, text: str, value: int) -> CounterMetricFamily:
    return CounterMetricFamily(f"faultline_recordings_{name}", text, value)
