"""What balancers and operators ask: does the process live, does the store answer, what does the server understand."""

from __future__ import annotations

import msgspec
from litestar import HttpMethod, Response, route
from litestar.handlers import HTTPRouteHandler

from core.wire.envelope import PROTOCOL
from server.exchange.centre import Centre
from server.http.limits import ALWAYS_ANSWERED
from server.http.openapi import HEALTH_PATH, JSON, OPENAPI_PATH, READY_PATH, Health, Ready, document
from server.store import enrolment

_READ = (HttpMethod.GET, HttpMethod.HEAD)
_FRESH = {"Cache-Control": "no-store"}


def health_route(*, is_training: bool) -> HTTPRouteHandler:
    """``GET /healthz``: the process lives. Says nothing of the store: a dead database is no reason to restart us."""
    text = msgspec.json.encode(Health("ok", PROTOCOL, is_training))

    @route(HEALTH_PATH, http_method=_READ, sync_to_thread=False, opt={ALWAYS_ANSWERED: True})
    def healthz() -> Response[bytes]:
        return Response(text, media_type=JSON, headers=_FRESH)

    return healthz


def ready_route(centre: Centre) -> HTTPRouteHandler:
    """``GET /readyz``: the store answers and the server takes requests; else a problem, and work goes elsewhere."""
    text = msgspec.json.encode(Ready("ok"))

    @route(READY_PATH, http_method=_READ, sync_to_thread=True)
    def readyz() -> Response[bytes]:
        with centre.store.reading() as work:
            enrolment.known_server(work)
        return Response(text, media_type=JSON, headers=_FRESH)

    return readyz


def openapi_route() -> HTTPRouteHandler:
    """``GET /openapi.json``."""
    text = msgspec.json.encode(document())

    @route(OPENAPI_PATH, http_method=_READ, sync_to_thread=False, opt={ALWAYS_ANSWERED: True})
    def openapi() -> Response[bytes]:
        return Response(text, media_type=JSON)

    return openapi
