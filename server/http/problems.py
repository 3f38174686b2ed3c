"""Every error as a problem document [RFC 9457]: a stable code, no personal data, no traceback."""

from __future__ import annotations

import enum
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from core.errors import Trouble
from core.sentences import sentence
from core.wire.envelope import Problem

MEDIA_TYPE = "application/problem+json"

log = logging.getLogger("posko.server")


class HttpCode(enum.StrEnum):
    """Why a request failed before it reached the exchange."""

    NOT_FOUND = "HTTP_NOT_FOUND"
    METHOD = "HTTP_METHOD"
    TOO_LARGE = "HTTP_TOO_LARGE"
    MEDIA_TYPE = "HTTP_MEDIA_TYPE"
    TIMEOUT = "HTTP_TIMEOUT"
    BUSY = "HTTP_BUSY"
    BAD_REQUEST = "HTTP_BAD_REQUEST"
    SHAPE = "HTTP_SHAPE"
    UNSIGNED = "REQUEST_UNSIGNED"
    DEVICE_UNKNOWN = "DEVICE_UNKNOWN"
    SIGNATURE = "REQUEST_SIGNATURE"
    REVOKED = "DEVICE_REVOKED"
    TOO_MANY_TRIES = "ENROL_TOO_MANY_TRIES"
    BUG = "SERVER_BUG"


_BY_STATUS = {
    400: HttpCode.BAD_REQUEST,
    404: HttpCode.NOT_FOUND,
    405: HttpCode.METHOD,
    408: HttpCode.TIMEOUT,
    413: HttpCode.TOO_LARGE,
    415: HttpCode.MEDIA_TYPE,
    503: HttpCode.BUSY,
}

_BODY_LEFT = (408, 413)
"""Refused with part of the body still on the line: nothing sensible can follow on this connection."""

_PASSED_ON = ("allow", "connection", "retry-after")
"""Headers of the framework's refusals that are ours or mean what they say."""

RETRY_AFTER_S = 5


def problem(status: int, code: str, headers: Mapping[str, str] | None = None, **facts: str | int) -> Response[bytes]:
    """An answer that says what is wrong."""
    return Response(
        problem_bytes(status, code, **facts),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def problem_type(code: str) -> str:
    """The stable URI that names this kind of problem."""
    return f"/problems/{code.lower().replace('_', '-')}"


def problem_bytes(status: int, code: str, **facts: str | int) -> bytes:
    """The problem document itself."""
    return msgspec.json.encode(
        Problem(
            type=problem_type(code),
            title=sentence(code, facts),
            status=status,
            code=code,
            facts=facts,
        )
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused, before anybody knows whether a desk or a person is told."""

    status: int
    code: str
    headers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def problem(self) -> Response[bytes]:
        """As a desk is told."""
        return problem(self.status, self.code, self.headers, **self.facts)


def http_refusal(error: HTTPException) -> Refusal:
    """What the framework refuses by itself (path, method, size); its own texts may quote the request: left out."""
    status = error.status_code if error.status_code in _BY_STATUS else 400 if error.status_code < 500 else 500
    headers = {name: text for name, text in (error.headers or {}).items() if name.lower() in _PASSED_ON}
    if status in _BODY_LEFT:
        headers["Connection"] = "close"
    reason = error.extra.get("reason") if isinstance(error.extra, dict) else None
    facts: dict[str, str | int] = {"reason": str(reason)} if reason else {}
    return Refusal(status, _BY_STATUS.get(status, HttpCode.BUG), headers, facts)


def trouble_refusal(error: Trouble) -> Refusal:
    """The store cannot work at the moment: the desk keeps its data and comes again."""
    log.error("trouble", extra={"facts": {"code": error.code}})
    return Refusal(503, HttpCode.BUSY, {"Retry-After": str(RETRY_AFTER_S)}, {"reason": error.code})


def bug_refusal(request: Request[Any, Any, Any], error: Exception) -> Refusal:
    """A bug of ours. The log gets the place, not the text of the exception, which may hold a person's data."""
    place = "".join(traceback.format_tb(error.__traceback__))
    facts = {"route": request.scope.get("path_template", "-"), "bug": type(error).__name__, "place": place}
    log.error("bug: %s", type(error).__name__, extra={"facts": facts})
    return Refusal(500, HttpCode.BUG)


def http_problem(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the framework refuses, as a desk is told."""
    return http_refusal(error).problem


def trouble_problem(_: Request[Any, Any, Any], error: Trouble) -> Response[bytes]:
    """What the store cannot do, as a desk is told."""
    return trouble_refusal(error).problem


def bug_problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A bug of ours, as a desk is told."""
    return bug_refusal(request, error).problem
