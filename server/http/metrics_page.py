"""``GET /metrics`` and nothing else: the page of the listener that operators ask."""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.types import Receive, Scope, Send

from server.http.metrics import MEDIA_TYPE, Metrics
from server.http.problems import MEDIA_TYPE as PROBLEM_TYPE
from server.http.problems import HttpCode, problem_bytes

METRICS_PATH = "/metrics"


class MetricsPage:
    """An application of one page."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; there is nothing to receive."""
        del receive
        if scope["type"] != ScopeType.HTTP:
            return
        status, kind, body = self._answer(scope["method"], scope["path"])
        headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(body)), (b"allow", b"GET, HEAD")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def _answer(self, method: str, path: str) -> tuple[int, str, bytes]:
        if path != METRICS_PATH:
            return 404, PROBLEM_TYPE, problem_bytes(404, HttpCode.NOT_FOUND)
        if method not in {"GET", "HEAD"}:
            return 405, PROBLEM_TYPE, problem_bytes(405, HttpCode.METHOD)
        return 200, MEDIA_TYPE, self._metrics.text()
