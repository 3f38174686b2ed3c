"""Counters and times in Prometheus' text form; no post, device or person is ever a label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0

from core.wire.envelope import PROTOCOL
from server.http.limits import Bounds

REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
STORE_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

MEDIA_TYPE = CONTENT_TYPE_PLAIN_1_0_0


@dataclass(slots=True)
class Seen:
    """What the log and the metrics learn of one request.

    Args:
        route: the route's template, never the path as it came.
        device_key: key id (hex) of the device that signed, or enrolled.
        outcomes: how many events came to what.
        words: how often its post was told what about proofs and mailboxes.
    """

    method: str
    route: str
    status: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    device_key: str = ""
    post: str = ""
    problem: str = ""
    reason: str = ""
    events_taken: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)


class Metrics:
    """What one process has done since it started. Each process has its own; Prometheus adds them up."""

    def __init__(self, engine: str, bounds: Bounds) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("posko_build", "What runs here", registry=registry).info(
            {"version": version("posko"), "protocol": str(PROTOCOL), "engine": engine}
        )
        Gauge("posko_requests_under_way", "Requests being worked on", registry=registry).set_function(
            lambda: bounds.under_way
        )
        self._requests = Counter(
            "posko_requests", "Requests answered", ("method", "route", "status"), registry=registry
        )
        self._seconds = _histogram("posko_request_seconds", "Head to last byte", "route", REQUEST_SECONDS, registry)
        self._bytes = Counter("posko_request_bytes", "Bytes of bodies", ("route", "direction"), registry=registry)
        self._problems = Counter("posko_problems", "Problem documents sent", ("code",), registry=registry)
        self._busy = Counter("posko_busy", "Requests asked to come again", ("reason",), registry=registry)
        self._events = Counter("posko_events_taken", "New events stored", registry=registry)
        self._outcomes = Counter("posko_event_outcomes", "What events came to", ("outcome",), registry=registry)
        self._mail = Counter("posko_mail", "What posts were told of codes and mailboxes", ("code",), registry=registry)
        self._waiting = Gauge("posko_mail_waiting", "Codes that have not gone out, of all posts", registry=registry)
        self._store = _histogram(
            "posko_store_seconds", "Transactions, waiting for their turn included", "kind", STORE_SECONDS, registry
        )

    def count(self, seen: Seen, seconds: float) -> None:
        """One request was answered."""
        self._requests.labels(seen.method, seen.route, str(seen.status)).inc()
        self._seconds.labels(seen.route).observe(seconds)
        self._bytes.labels(seen.route, "up").inc(seen.bytes_up)
        self._bytes.labels(seen.route, "down").inc(seen.bytes_down)
        if seen.problem:
            self._problems.labels(seen.problem).inc()
        if seen.status == 503:
            self._busy.labels(seen.reason).inc()
        self._events.inc(seen.events_taken)
        for outcome, count in seen.outcomes.items():
            self._outcomes.labels(outcome).inc(count)
        for code, count in seen.words.items():
            self._mail.labels(code).inc(count)

    def note_mail(self, code: str) -> None:
        """A post was told this of a code or a mailbox, outside of any round."""
        self._mail.labels(code).inc()

    def note_waiting(self, count: int) -> None:
        """So many codes have not gone out."""
        self._waiting.set(count)

    def note_transaction(self, kind: str, seconds: float) -> None:
        """A transaction of the store ended; ``kind`` is ``read`` or ``write``."""
        self._store.labels(kind).observe(seconds)

    def text(self) -> bytes:
        """Everything as Prometheus reads it."""
        return generate_latest(self._registry)


def _histogram(name: str, about: str, label: str, buckets: tuple[float, ...], registry: CollectorRegistry) -> Histogram:
    return Histogram(name, about, (label,), buckets=buckets, registry=registry)
