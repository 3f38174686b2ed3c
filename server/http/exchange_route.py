"""``POST /v1/exchange``: who sends, is it signed, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from litestar import Request, Response
from litestar import post as post_route
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from core.signing import key_id
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
from server.http.metrics import Seen
from server.http.openapi import EXCHANGE_PATH
from server.http.problems import HttpCode, problem
from server.http.statuses import STATUS
from server.http.watching import seen_of
from server.store import enrolment
from server.store.records import Device


def exchange_route(centre: Centre) -> HTTPRouteHandler:
    """The route of this server's exchange."""

    @post_route(EXCHANGE_PATH, status_code=200, sync_to_thread=True, request_max_body_size=MAX_PACKED_BYTES)
    def handle(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        return answer(centre, request, body)

    return handle


def answer(centre: Centre, request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """The answer to one request of the line."""
    if media_type(request) != CONTENT_TYPE:
        return problem(415, HttpCode.MEDIA_TYPE, {"Accept": CONTENT_TYPE}, expected=CONTENT_TYPE)
    headers = {name.lower(): text for name, text in request.headers.items()}
    return signed_answer(centre, Signed(request.method, request.scope["path"], headers, body), seen_of(request))


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as its sender signed it. Header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def signed_answer(centre: Centre, request: Signed, seen: Seen) -> Response[bytes]:
    """The answer to one request, however it came; its body is not looked into before the signature holds.

    Args:
        seen: where is written down who sent it and what became of it.
    """
    sender = _sender(centre, request, seen)
    if isinstance(sender, Response):
        return sender
    body = request.body
    seen.device_key, seen.post = key_id(sender.public_key).hex(), sender.post
    try:
        outcome = exchange(centre, sender, body)
    except Malformed as malformed:
        return problem(STATUS[malformed.code], malformed.code, version=VERSION)
    if isinstance(outcome, Accepted):
        seen.events_taken, seen.outcomes, seen.words = outcome.taken, outcome.told, outcome.words
    return _as_response(outcome)


def media_type(request: Request[Any, Any, Any]) -> str:
    """The content type without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _sender(centre: Centre, request: Signed, seen: Seen) -> Device | Response[bytes]:
    """The device that signed this request, or why there is none."""
    claimed = claimed_key_id(request.headers)
    if claimed is None:
        return _unauthorized(HttpCode.UNSIGNED)
    with centre.store.reading() as work:
        candidates = enrolment.devices_with_key_id(work, claimed)
    if not candidates:
        return _unauthorized(HttpCode.DEVICE_UNKNOWN)
    for device in candidates:
        if is_request_signed(device.public_key, request.method, request.path, request.body, request.headers):
            return _refused_as_revoked(seen, device) if device.is_revoked else device
    return _unauthorized(HttpCode.SIGNATURE)


def _refused_as_revoked(seen: Seen, device: Device) -> Response[bytes]:
    seen.device_key, seen.post = key_id(device.public_key).hex(), device.post
    return problem(403, HttpCode.REVOKED)


def _unauthorized(code: HttpCode) -> Response[bytes]:
    return problem(401, code, {"WWW-Authenticate": "Signature"})


def _as_response(outcome: ExchangeOutcome) -> Response[bytes]:
    match outcome:
        case Accepted(reply):
            # nobody keeps an answer to a POST that names no time [RFC 9110, 9.3.3]; to forbid it costs a byte a record
            return Response(reply, media_type=CONTENT_TYPE)
        case Gap(have_seq, have_hash):
            return problem(409, ExchangeCode.GAP, have_seq=have_seq, have_hash=have_hash.hex())
        case Fork(seq, have_seq, have_hash):
            return problem(409, ExchangeCode.FORK, seq=seq, have_seq=have_seq, have_hash=have_hash.hex())
        case TrainingMismatch(is_server_training):
            return mismatch(is_server_training=is_server_training)
        case Refused(code):
            return problem(STATUS[code], code, protocol=PROTOCOL)
        case _:
            assert_never(outcome)


def mismatch(*, is_server_training: bool) -> Response[bytes]:
    """A training desk at a real server, or the other way round."""
    return problem(409, ExchangeCode.TRAINING_MISMATCH, server="training" if is_server_training else "real")
