"""``POST /v1/enrol``: a new device with its one-time code; wrong codes cost growing time."""

from __future__ import annotations

import logging
from typing import Any, assert_never

import msgspec
from litestar import Request, Response
from litestar import post as post_route
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from core.wire.envelope import EnrolReply, EnrolRequest
from server.exchange.centre import Centre
from server.exchange.enrol import enrol
from server.exchange.outcomes import EnrolCode, Enrolled, NotEnrolled, OtherPost, TrainingMismatch
from server.http.exchange_route import media_type, mismatch
from server.http.limits import Throttle
from server.http.problems import HttpCode, problem

PATH = "/v1/enrol"
MAX_BYTES = 4096
JSON = "application/json"

_STATUS = {
    EnrolCode.CODE_WRONG: 403,
    EnrolCode.CODE_USED: 403,
    EnrolCode.CODE_EXPIRED: 403,
    EnrolCode.REVOKED: 403,
    EnrolCode.PROOF: 400,
    EnrolCode.KEY_TAKEN: 409,
    EnrolCode.DEVICE_KNOWN: 409,
}

log = logging.getLogger("posko.server")


def enrol_route(centre: Centre, throttle: Throttle) -> HTTPRouteHandler:
    """The route of this server's enrolment."""

    @post_route(PATH, status_code=200, sync_to_thread=True, request_max_body_size=MAX_BYTES)
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
        wanted = msgspec.json.decode(body, type=EnrolRequest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return problem(400, HttpCode.SHAPE)
    outcome = enrol(centre, wanted)
    match outcome:
        case Enrolled(reply):
            throttle.note_right(address)
            log.info("enrolled a device at %s, block %d", reply.post_code, reply.block)
            return _welcome(reply)
        case TrainingMismatch(is_server_training):
            return mismatch(is_server_training=is_server_training)
        case OtherPost(post, province):
            throttle.note_wrong(address)
            log.warning("enrolment refused: %s", EnrolCode.OTHER_POST)
            return problem(409, EnrolCode.OTHER_POST, post=post, province=province)
        case NotEnrolled(code):
            throttle.note_wrong(address)
            log.warning("enrolment refused: %s", code)
            return problem(_STATUS[code], code)
        case _:
            assert_never(outcome)


def _welcome(reply: EnrolReply) -> Response[bytes]:
    return Response(msgspec.json.encode(reply), media_type=JSON, headers={"Cache-Control": "no-store"})
