"""The metrics on a listener of their own: no proxy before the desks' door can pass them on by mistake."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from server.http.metrics import Metrics
from server.http.metrics_page import METRICS_PATH, MetricsPage
from server.serving import address_of, bound_socket, polite_config

log = logging.getLogger("posko.server")


@contextmanager
def metrics_served(metrics: Metrics, host: str, port: int | None) -> Iterator[str]:
    """The metrics under the URL it gives, until the block ends; ``port`` ``None`` = nowhere, 0 = any free one.

    Raises: Trouble of the port or host.
    """
    if port is None:
        yield ""
        return
    bound = bound_socket(host, port)
    url = address_of(bound) + METRICS_PATH
    server = uvicorn.Server(polite_config(MetricsPage(metrics), lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, name="metrics", daemon=True)
    thread.start()
    log.info("metrics", extra={"facts": {"url": url}})
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join()
