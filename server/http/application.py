"""The server's HTTP application: routes, limits, and a problem document for everything that goes wrong."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from litestar import Litestar
from litestar.exceptions import HTTPException

from core.clock import Clock
from core.errors import Trouble
from core.signing import SigningKey
from core.wire.codec import Codec
from server.exchange.centre import Centre, MailTerms, bundled_codec
from server.exchange.first_round import be_ready
from server.http.enrol_route import enrol_route
from server.http.exchange_route import exchange_route
from server.http.health_routes import health_route, openapi_route, ready_route
from server.http.limits import Bounds, Limits, Throttle
from server.http.mailbox_routes import PageTerms, mailbox_routes
from server.http.metrics import Metrics
from server.http.problems import bug_problem, http_problem, trouble_problem
from server.http.slip_route import slip_routes
from server.http.watching import Application
from server.store import enrolment
from server.store.database import Store
from server.store.device_keys import number_devices


def create_app(
    store: Store,
    key: SigningKey,
    clock: Clock,
    *,
    is_training: bool,
    codec: Codec | None = None,
    bounds: Bounds | None = None,
    mail: MailTerms | None = None,
    pages: PageTerms | None = None,
) -> Application:
    """The application of one server.

    Args:
        codec: the bundled dictionaries where none is given.
        mail: nothing about e-mail where none is given.
    """
    with store.reading() as work:
        lineage = enrolment.known_server(work).lineage
    number_devices(store, clock)  # those that a process of an older program enrolled
    terms = mail or MailTerms()
    centre = Centre(store, key, codec or bundled_codec(), lineage, is_training, clock, mail=terms)
    be_ready(key)
    limits = bounds or Bounds()
    litestar = Litestar(
        route_handlers=[
            exchange_route(centre),
            enrol_route(centre, Throttle(clock)),
            health_route(is_training=is_training),
            ready_route(centre),
            openapi_route(),
            *slip_routes(centre),
            *mailbox_routes(centre, pages or PageTerms()),
        ],
        middleware=[partial(Limits, bounds=limits)],  # not on a router: Litestar copies what a router is given
        exception_handlers={HTTPException: http_problem, Trouble: trouble_problem, Exception: bug_problem},
        openapi_config=None,
        logging_config=None,
    )
    metrics = Metrics("sqlite" if isinstance(store.address, Path) else "postgresql", limits)
    store.observe = metrics.note_transaction
    return Application(litestar, limits, metrics)
