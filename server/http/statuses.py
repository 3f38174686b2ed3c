"""Every code of a problem and its HTTP status, and which codes each call may answer with: for routes and OpenAPI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from server.exchange.outcomes import EnrolCode, ExchangeCode
from server.http.problems import HttpCode

MESSAGE_CODES = (
    "MESSAGE_MAGIC",
    "MESSAGE_VERSION",
    "MESSAGE_DICTIONARY",
    "MESSAGE_DAMAGED",
    "MESSAGE_SHAPE",
    "MESSAGE_SIZE",
    "EVENT_RECORD",
)
"""Of ``core.wire``: why bytes are no message."""

STATUS: dict[str, int] = {
    **dict.fromkeys(MESSAGE_CODES, 400),
    "MESSAGE_SIZE": 413,
    HttpCode.BAD_REQUEST: 400,
    HttpCode.SHAPE: 400,
    HttpCode.UNSIGNED: 401,
    HttpCode.DEVICE_UNKNOWN: 401,
    HttpCode.SIGNATURE: 401,
    HttpCode.REVOKED: 403,
    HttpCode.NOT_FOUND: 404,
    HttpCode.METHOD: 405,
    HttpCode.TIMEOUT: 408,
    HttpCode.TOO_LARGE: 413,
    HttpCode.MEDIA_TYPE: 415,
    HttpCode.TOO_MANY_TRIES: 429,
    HttpCode.BUG: 500,
    HttpCode.BUSY: 503,
    ExchangeCode.PROTOCOL: 400,
    ExchangeCode.SALT_KEY: 400,
    ExchangeCode.HEAD: 400,
    ExchangeCode.SUPPLY: 400,
    ExchangeCode.STREAM: 403,
    ExchangeCode.POST: 403,
    ExchangeCode.TRAINING_MISMATCH: 409,
    ExchangeCode.GAP: 409,
    ExchangeCode.FORK: 409,
    EnrolCode.PROOF: 400,
    EnrolCode.CODE_WRONG: 403,
    EnrolCode.CODE_USED: 403,
    EnrolCode.CODE_EXPIRED: 403,
    EnrolCode.CERTIFICATE: 403,
    EnrolCode.KEY_TAKEN: 409,
    EnrolCode.DEVICE_KNOWN: 409,
    EnrolCode.OTHER_POST: 409,
}

_ANY_BODY = (
    HttpCode.BAD_REQUEST,
    HttpCode.TIMEOUT,
    HttpCode.TOO_LARGE,
    HttpCode.MEDIA_TYPE,
    HttpCode.BUG,
    HttpCode.BUSY,
)

EXCHANGE_CODES: tuple[str, ...] = (
    *_ANY_BODY,
    *MESSAGE_CODES,
    *ExchangeCode,
    HttpCode.UNSIGNED,
    HttpCode.DEVICE_UNKNOWN,
    HttpCode.SIGNATURE,
    HttpCode.REVOKED,
)
ENROL_CODES: tuple[str, ...] = (
    *_ANY_BODY,
    *EnrolCode,
    HttpCode.SHAPE,
    HttpCode.TOO_MANY_TRIES,
    ExchangeCode.TRAINING_MISMATCH,
)
READY_CODES: tuple[str, ...] = (HttpCode.BUG, HttpCode.BUSY)
SLIP_CODES: tuple[str, ...] = (HttpCode.BUG, HttpCode.BUSY)
FORM_CODES: tuple[str, ...] = (*_ANY_BODY, HttpCode.SHAPE)


def by_status(codes: Iterable[str]) -> dict[int, list[str]]:
    """These codes, each under its status."""
    grouped: dict[int, list[str]] = defaultdict(list)
    for code in dict.fromkeys(str(code) for code in codes):
        grouped[STATUS[code]].append(code)
    return dict(sorted(grouped.items()))
