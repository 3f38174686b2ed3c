"""``/aktivasi`` and ``/kotak``: a mailbox's owner activates it and sees to it; a page, a form, a page.

Nothing is kept between requests: no cookie, no session. So there is nothing that another site could make a browser
misuse, and no token against that: whoever sends a form must know the code or the password that stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar import post as post_route
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

import resources
from core.errors import Trouble
from core.identity_rules import parse_rules
from server.exchange.centre import Centre
from server.http.client_address import LOOPBACK, Network, client_of
from server.http.exchange_route import media_type
from server.http.limits import Throttle
from server.http.mailbox_form import form_fields
from server.http.mailbox_forms import ActivationForm, Form, SettingsForm
from server.http.mailbox_pages import MailHosts, Pages
from server.http.openapi import ACTIVATE_PATHS, FORM, HTML, MAILBOX_PATH, MAX_FORM_BYTES
from server.http.page_frame import HEADERS
from server.http.page_refusals import PAGE_REFUSALS, refusal_page
from server.http.problems import RETRY_AFTER_S, HttpCode, Refusal
from server.office.activation import Activation
from server.office.mailbox_owner import Owners
from server.office.passwords import HashSlots

_READ = (HttpMethod.GET, HttpMethod.HEAD)

FREE_TRIES = 20
LONGEST_WAIT_S = 60.0
"""Of one client: a village may stand behind one address, and codes are far beyond trying out."""


@dataclass(frozen=True, slots=True)
class PageTerms:
    """What the pages of mailboxes have to know of the world.

    Args:
        hosts: what people type into a telephone to sign in; ``None`` = not known.
        proxies: who is believed about the address of a client.
    """

    hosts: MailHosts | None = None
    proxies: Sequence[Network] = LOOPBACK


@dataclass(frozen=True, slots=True)
class _Guard:
    """Makes guesses cost growing time, of one client and at one mailbox or code.

    What is right says something about that mailbox only: whoever owns one could otherwise go on guessing at others.
    """

    by_client: Throttle
    by_mailbox: Throttle
    proxies: Sequence[Network]

    def seconds_left(self, client: str, mailbox: str) -> int:
        return max(self.by_client.seconds_left(client), self.by_mailbox.seconds_left(mailbox) if mailbox else 0)

    def note(self, client: str, mailbox: str, *, is_right: bool) -> None:
        if is_right:
            self.by_mailbox.note_right(mailbox)
            return
        for throttle, key in ((self.by_client, client), (self.by_mailbox, mailbox)):
            if key:
                throttle.note_wrong(key)


def mailbox_routes(centre: Centre, terms: PageTerms) -> tuple[HTTPRouteHandler, ...]:
    """The routes of both pages. Raises: Trouble RESOURCE_MISSING."""
    slots, pages = HashSlots(), Pages(terms.hosts, is_training=centre.is_training)
    rules = parse_rules(resources.read("identity", "rules.toml"))
    activation = ActivationForm(pages, Activation(centre.store, centre.clock, slots))
    settings = SettingsForm(pages, Owners(centre.store, centre.clock, slots, rules))
    by_client = Throttle(centre.clock, free=FREE_TRIES, longest_s=LONGEST_WAIT_S, forgets_s=LONGEST_WAIT_S)
    guard = _Guard(by_client, Throttle(centre.clock), terms.proxies)
    return (
        *(_page_route(path, activation.begun({})) for path in ACTIVATE_PATHS),
        _page_route(MAILBOX_PATH, settings.begun({})),
        _form_route(ACTIVATE_PATHS[0], activation, guard),
        _form_route(MAILBOX_PATH, settings, guard),
    )


def _page_route(path: str, text: bytes) -> HTTPRouteHandler:
    @route(path, http_method=_READ, sync_to_thread=False, exception_handlers=PAGE_REFUSALS)
    def look() -> Response[bytes]:
        return _html(text)

    return look


def _form_route(path: str, form: Form, guard: _Guard) -> HTTPRouteHandler:
    @post_route(
        path,
        status_code=200,
        sync_to_thread=True,
        request_max_body_size=MAX_FORM_BYTES,
        exception_handlers=PAGE_REFUSALS,
    )
    def send(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        return _answered(request, body, form, guard)

    return send


def _answered(request: Request[Any, Any, Any], body: bytes, form: Form, guard: _Guard) -> Response[bytes]:
    if media_type(request) != FORM:
        return refusal_page(request, Refusal(415, HttpCode.MEDIA_TYPE, {"Accept": FORM}))
    fields = form_fields(body)
    if fields is None:
        return refusal_page(request, Refusal(400, HttpCode.SHAPE))
    client, mailbox = client_of(request, guard.proxies), form.mailbox(fields)
    wait_s = guard.seconds_left(client, mailbox)
    if wait_s:
        return _come_again(form.begun(fields, "PAGE_MAILBOX_TRIES", {"seconds": wait_s}), 429, wait_s)
    try:
        answer = form.answer(fields)
    except Trouble:  # of the store, or too many at once: a person reads this, so no problem document
        return _come_again(form.begun(fields, "PAGE_MAILBOX_CROWDED"), 503, RETRY_AFTER_S)
    if answer.is_guess_right is not None:
        guard.note(client, mailbox, is_right=answer.is_guess_right)
    return _html(answer.page)


def _come_again(page: bytes, status: int, wait_s: int) -> Response[bytes]:
    return _html(page, status, {"Retry-After": str(wait_s)})


def _html(page: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    return Response(page, status_code=status, media_type=HTML, headers={**HEADERS, **(headers or {})})
