"""The server's HTTP application: routes, limits, and a problem document for everything that goes wrong."""

from __future__ import annotations

from functools import partial

import msgspec
from litestar import HttpMethod, Litestar, Response, route
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from core.clock import Clock
from core.errors import Trouble
from core.signing import SigningKey
from core.wire.codec import Codec
from core.wire.envelope import PROTOCOL
from server.exchange.centre import Centre, bundled_codec
from server.http.enrol_route import JSON, enrol_route
from server.http.exchange_route import exchange_route
from server.http.limits import Bounds, Limits, Throttle
from server.http.openapi import HEALTH_PATH, OPENAPI_PATH, Health, document
from server.http.problems import bug_problem, http_problem, trouble_problem
from server.store import enrolment
from server.store.database import Store

_READ = (HttpMethod.GET, HttpMethod.HEAD)


def create_app(
    store: Store,
    key: SigningKey,
    clock: Clock,
    *,
    is_training: bool,
    codec: Codec | None = None,
    bounds: Bounds | None = None,
) -> Litestar:
    """The application of one server.

    Args:
        codec: the bundled dictionaries where none is given.
    """
    with store.reading() as work:
        lineage = enrolment.known_server(work).lineage
    centre = Centre(store, key, codec or bundled_codec(), lineage, is_training, clock)
    return Litestar(
        route_handlers=[
            exchange_route(centre),
            enrol_route(centre, Throttle(clock)),
            _health_route(centre),
            _openapi_route(),
        ],
        middleware=[partial(Limits, bounds=bounds or Bounds())],
        exception_handlers={HTTPException: http_problem, Trouble: trouble_problem, Exception: bug_problem},
        openapi_config=None,
        logging_config=None,
    )


def _health_route(centre: Centre) -> HTTPRouteHandler:
    @route(HEALTH_PATH, http_method=_READ, sync_to_thread=True)
    def healthz() -> Response[bytes]:
        with centre.store.reading() as work:
            enrolment.known_server(work)
        health = Health("ok", PROTOCOL, centre.is_training)
        return Response(msgspec.json.encode(health), media_type=JSON, headers={"Cache-Control": "no-store"})

    return healthz


def _openapi_route() -> HTTPRouteHandler:
    text = msgspec.json.encode(document())

    @route(OPENAPI_PATH, http_method=_READ, sync_to_thread=False)
    def openapi() -> Response[bytes]:
        return Response(text, media_type=JSON)

    return openapi
