"""``POST /v1/exchange``: who sends, is it signed, what became of it."""

from __future__ import annotations

import logging
from typing import Any, assert_never

from litestar import Request, Response
from litestar import post as post_route
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from core.wire.codec import CONTENT_TYPE, VERSION, Malformed
from core.wire.envelope import MAX_PACKED_BYTES, PROTOCOL
from core.wire.http_signature import claimed_key_id, is_request_signed
from server.exchange.centre import Centre
from server.exchange.outcomes import (
    Accepted,
    ExchangeCode,
    ExchangeOutcome,
    Fork,
    Gap,
    Refused,
    TrainingMismatch,
)
from server.exchange.receive import exchange
from server.http.problems import HttpCode, problem
from server.store import enrolment
from server.store.records import Device

PATH = "/v1/exchange"

_REFUSAL_STATUS: dict[str, int] = {ExchangeCode.STREAM: 403, ExchangeCode.POST: 403}

log = logging.getLogger("posko.server")


def exchange_route(centre: Centre) -> HTTPRouteHandler:
    """The route of this server's exchange."""

    @post_route(PATH, status_code=200, sync_to_thread=True, request_max_body_size=MAX_PACKED_BYTES)
    def handle(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        return answer(centre, request, body)

    return handle


def answer(centre: Centre, request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """The answer to one request; its body is not looked into before the signature holds."""
    if media_type(request) != CONTENT_TYPE:
        return problem(415, HttpCode.MEDIA_TYPE, {"Accept": CONTENT_TYPE}, expected=CONTENT_TYPE)
    sender = _sender(centre, request, body)
    if isinstance(sender, Response):
        return sender
    try:
        outcome = exchange(centre, sender, body)
    except Malformed as malformed:
        status = 413 if malformed.code == "MESSAGE_SIZE" else 400
        return problem(status, malformed.code, version=VERSION)
    log.info("exchange device=%s bytes=%d: %s", sender.uid, len(body), type(outcome).__name__)
    return _as_response(outcome)


def media_type(request: Request[Any, Any, Any]) -> str:
    """The content type without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _sender(centre: Centre, request: Request[Any, Any, Any], body: bytes) -> Device | Response[bytes]:
    """The device that signed this request, or why there is none."""
    headers = {name.lower(): text for name, text in request.headers.items()}
    key_id = claimed_key_id(headers)
    if key_id is None:
        return _unauthorized(HttpCode.UNSIGNED)
    with centre.store.reading() as work:
        candidates = enrolment.devices_with_key_id(work, key_id)
    if not candidates:
        return _unauthorized(HttpCode.DEVICE_UNKNOWN)
    for device in candidates:
        if is_request_signed(device.public_key, request.method, request.scope["path"], body, headers):
            return problem(403, HttpCode.REVOKED) if device.is_revoked else device
    return _unauthorized(HttpCode.SIGNATURE)


def _unauthorized(code: HttpCode) -> Response[bytes]:
    return problem(401, code, {"WWW-Authenticate": "Signature"})


def _as_response(outcome: ExchangeOutcome) -> Response[bytes]:
    match outcome:
        case Accepted(reply):
            return Response(reply, media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})
        case Gap(have_seq, have_hash):
            return problem(409, ExchangeCode.GAP, have_seq=have_seq, have_hash=have_hash.hex())
        case Fork(seq, have_seq, have_hash):
            return problem(409, ExchangeCode.FORK, seq=seq, have_seq=have_seq, have_hash=have_hash.hex())
        case TrainingMismatch(is_server_training):
            return mismatch(is_server_training=is_server_training)
        case Refused(code):
            return problem(_REFUSAL_STATUS.get(code, 400), code, protocol=PROTOCOL)
        case _:
            assert_never(outcome)


def mismatch(*, is_server_training: bool) -> Response[bytes]:
    """A training desk at a real server, or the other way round."""
    return problem(409, ExchangeCode.TRAINING_MISMATCH, server="training" if is_server_training else "real")
