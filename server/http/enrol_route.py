"""``POST /v1/enrol``: a new device with its one-time code; wrong codes cost growing time."""

from __future__ import annotations

import logging
from typing import Any, assert_never

import msgspec
from litestar import Request, Response
from litestar import post as post_route
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from core.signing import key_id
from core.typed import json_as
from core.wire.envelope import EnrolReply, EnrolRequest
from server.exchange.centre import Centre
from server.exchange.enrol import enrol
from server.exchange.outcomes import EnrolCode, Enrolled, NotEnrolled, OtherPost, TrainingMismatch
from server.http.exchange_route import media_type, mismatch
from server.http.limits import Throttle
from server.http.openapi import ENROL_PATH, JSON, MAX_ENROL_BYTES
from server.http.problems import HttpCode, problem
from server.http.statuses import STATUS
from server.http.watching import seen_of

log = logging.getLogger("posko.server")


def enrol_route(centre: Centre, throttle: Throttle) -> HTTPRouteHandler:
    """The route of this server's enrolment."""

    @post_route(ENROL_PATH, status_code=200, sync_to_thread=True, request_max_body_size=MAX_ENROL_BYTES)
    def handle(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        return answer(centre, throttle, request, body)

    return handle


def answer(centre: Centre, throttle: Throttle, request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """The answer to one enrolment."""
    if media_type(request) != JSON:
        return problem(415, HttpCode.MEDIA_TYPE, {"Accept": JSON}, expected=JSON)
    address = request.client.host if request.client else ""
    wait_s = throttle.seconds_left(address)
    if wait_s:
        return problem(429, HttpCode.TOO_MANY_TRIES, {"Retry-After": str(wait_s)}, seconds=wait_s)
    try:
        wanted = json_as(body, EnrolRequest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return problem(400, HttpCode.SHAPE)
    outcome = enrol(centre, wanted)
    match outcome:
        case Enrolled(reply):
            throttle.note_right(address)
            seen = seen_of(request)
            seen.device_key, seen.post = key_id(bytes.fromhex(wanted.public_key)).hex(), reply.post_code
            log.info("enrolled a device", extra={"facts": {"post": reply.post_code, "block": reply.block}})
            return _welcome(reply)
        case TrainingMismatch(is_server_training):
            return mismatch(is_server_training=is_server_training)
        case OtherPost(post, province):
            throttle.note_wrong(address)
            return problem(409, EnrolCode.OTHER_POST, post=post, province=province)
        case NotEnrolled(code):
            throttle.note_wrong(address)
            return problem(STATUS[code], code)
        case _:
            assert_never(outcome)


def _welcome(reply: EnrolReply) -> Response[bytes]:
    return Response(msgspec.json.encode(reply), media_type=JSON, headers={"Cache-Control": "no-store"})
