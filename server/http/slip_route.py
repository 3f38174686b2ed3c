"""``GET /s/{token}`` and ``GET /S/{token}``: the address in a slip's QR, for whoever holds the slip."""

from __future__ import annotations

from litestar import HttpMethod, Response, route
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from server.exchange.centre import Centre
from server.http.openapi import HTML, SLIP_PATHS
from server.http.page_refusals import PAGE_REFUSALS
from server.http.slip_page import HEADERS, slip_page
from server.office.slip_status import slip_status

_READ = (HttpMethod.GET, HttpMethod.HEAD)


def slip_routes(centre: Centre) -> tuple[HTTPRouteHandler, ...]:
    """The page of a slip under each of its paths; of a token that is none it says so."""
    return tuple(_slip_route(centre, path.replace("{token}", "{token:str}")) for path in SLIP_PATHS)


def _slip_route(centre: Centre, path: str) -> HTTPRouteHandler:
    @route(path, http_method=_READ, sync_to_thread=True, exception_handlers=PAGE_REFUSALS)
    def slip(token: FromPath[str]) -> Response[bytes]:
        page = slip_page(slip_status(centre.store, token), is_training=centre.is_training)
        return Response(page, media_type=HTML, headers=HEADERS)

    return slip
