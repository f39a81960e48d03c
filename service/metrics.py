"""Figures for whoever runs the service (Prometheus). No label names a letter, a person or an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_QUICK = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
_LETTERS = (0.1, 0.2, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300)


class Metrics:
    """The figures of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "kravvakt_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self.request_seconds = Histogram(
            "kravvakt_request_seconds", "Time to answer", ["method", "route"], buckets=_QUICK, registry=self.registry
        )
        self.audits = Counter(
            "kravvakt_audits", "Runs over letters by how they ended", ["ending"], registry=self.registry
        )
        self.audit_seconds = Histogram(
            "kravvakt_audit_seconds", "Time a letter took once taken up", buckets=_LETTERS, registry=self.registry
        )
        self.worker_deaths = Counter("kravvakt_worker_deaths", "Workers that died", registry=self.registry)
        self.purged = Counter(
            "kravvakt_purged_audits", "Letters deleted because their time was up", registry=self.registry
        )
        self.workers = Gauge("kravvakt_workers", "Letters read at the same time", registry=self.registry)

    def watch_queue(self, depths: Callable[[], Mapping[str, int]]) -> None:
        """Tells how many letters are in each state, asked when the figures are."""
        self.registry.register(_QueueDepth(depths))

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)


class _QueueDepth:
    """A figure that is asked for, not counted."""

    def __init__(self, depths: Callable[[], Mapping[str, int]]) -> None:
        self._depths = depths

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("kravvakt_letters", "Letters by state", labels=["state"])
        for state, count in sorted(self._depths().items()):
            family.add_metric([state], count)
        yield family

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Names only: the database is not asked when the figure is registered."""
        yield GaugeMetricFamily("kravvakt_letters", "Letters by state", labels=["state"])
