"""The link's figures for Prometheus; the registry is passed in, so that two instances never share one."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class AmiCounters:
    """One set for both sessions of a link; label `session` is `events` or `actions`."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.up = Gauge("faultline_ami_up", "1 while signed in to Asterisk", ["session"], registry=registry)
        self.connects = Counter("faultline_ami_connects", "Sign-ins", ["session"], registry=registry)
        self.losses = Counter(
            "faultline_ami_losses", "Sessions that ended, by cause", ["session", "cause"], registry=registry
        )
        self.events = Counter("faultline_ami_events", "Events taken in", registry=registry)
        self.ignored = Counter("faultline_ami_ignored", "Events of kinds we do not act on", registry=registry)
        self.quarantined = Counter(
            "faultline_ami_quarantined", "Blocks not believed, by reason (S1)", ["reason"], registry=registry
        )
        self.overflow = Counter(
            "faultline_ami_overflow", "Events dropped because handling lags (R9)", registry=registry
        )
        self.gaps = Counter(
            "faultline_ami_gaps", "Resynchronisations, by cause", ["cause"], registry=registry
        )
        self.unanswered = Counter(
            "faultline_ami_unanswered", "Actions without an answer in time", ["action"], registry=registry
        )
