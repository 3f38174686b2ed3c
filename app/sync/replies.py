"""Reading answers that may come from anywhere: what counts, what is a refusal, what is a foreign page."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from app.models.profile import ServerBond
from app.sync.transport import Reply
from core.address import PROVINCES
from core.errors import Trouble, unusable
from core.ids import POST_CODE
from core.signing import Purpose, is_signed
from core.typed import json_as
from core.wire.codec import CONTENT_TYPE, Codec, Malformed
from core.wire.envelope import ExchangeReply, Problem, receipt_message

_PROBLEM_TYPE = "application/problem+json"
_BUSY = frozenset({429, 503})
_LOG_IN_FIRST = 511
"""Network Authentication Required [RFC 6585]: a gateway's answer, not a server's."""

_TROUBLES = {
    "STREAM_FORK": "DEVICE_COPIED",
    "TRAINING_MISMATCH": "TRAINING_MISMATCH",
    "DEVICE_REVOKED": "DEVICE_REVOKED",
    "DEVICE_UNKNOWN": "DEVICE_UNKNOWN",
    "PROTOCOL_VERSION": "SERVER_OTHER_VERSION",
    "MESSAGE_VERSION": "SERVER_OTHER_VERSION",
    "MESSAGE_DICTIONARY": "SERVER_OTHER_VERSION",
    "ENROL_CODE_WRONG": "ENROL_CODE_WRONG",
    "ENROL_CODE_USED": "ENROL_CODE_USED",
    "ENROL_CODE_EXPIRED": "ENROL_CODE_EXPIRED",
    "ENROL_TOO_MANY_TRIES": "ENROL_TOO_MANY_TRIES",
    "ENROL_DEVICE_KNOWN": "ENROL_DEVICE_KNOWN",
    "ENROL_KEY_TAKEN": "ENROL_KEY_TAKEN",
    "HTTP_TIMEOUT": "LINE_SLOW",
}
"""Codes of the server's problem documents that have a sentence of their own at the desk."""


def believed(reply: Reply, codec: Codec, server: ServerBond) -> ExchangeReply:
    """The server's answer, if it is the server's answer.

    Raises: Trouble naming what came instead; nothing at the desk has changed by then.
    """
    if reply.status != 200 or reply.media_type != CONTENT_TYPE:
        raise refusal(reply)
    try:
        answer = codec.unpack(reply.body, ExchangeReply)
    except Malformed as error:
        raise Trouble("REPLY_DAMAGED") from error
    message = receipt_message(answer.receipt)
    if not is_signed(server.public_key, Purpose.RECEIPT, message, answer.receipt_signature):
        raise Trouble("RECEIPT_WRONG")
    return answer


@dataclass(frozen=True, slots=True)
class Held:
    """How far the server says it holds a stream."""

    have_seq: int
    have_hash: bytes


def gap_of(reply: Reply) -> Held | None:
    """What the server has, if it says that events before our batch are missing."""
    return _held(reply, "STREAM_GAP")


def fork_of(reply: Reply) -> Held | None:
    """What the server has, if it says that our stream went another way there."""
    return _held(reply, "STREAM_FORK")


def _held(reply: Reply, code: str) -> Held | None:
    problem = problem_of(reply)
    if problem is None or problem.code != code:
        return None
    have_seq, have_hash = problem.facts.get("have_seq"), problem.facts.get("have_hash")
    if not isinstance(have_seq, int) or not isinstance(have_hash, str):
        return None
    try:
        return Held(have_seq, bytes.fromhex(have_hash))
    except ValueError:
        return None


def problem_of(reply: Reply) -> Problem | None:
    """The problem document, if the answer is one."""
    if reply.media_type != _PROBLEM_TYPE:
        return None
    try:
        return json_as(reply.body, Problem)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def refusal(reply: Reply) -> Trouble:
    """The trouble that an unwelcome answer means."""
    problem = problem_of(reply)
    other_post = _other_post(problem) if problem is not None else None
    if other_post is not None:
        return other_post
    if problem is not None and problem.code in _TROUBLES:
        return Trouble(_TROUBLES[problem.code], seconds=max(retry_after_s(reply), 1))
    if reply.status in _BUSY:
        return Trouble("SERVER_BUSY", retry_after_s=retry_after_s(reply))
    if problem is not None and reply.status < 500:
        return Trouble("SERVER_REFUSES", problem=problem.code)
    if reply.status >= 500 and reply.status != _LOG_IN_FIRST:
        return Trouble("SERVER_TROUBLE", status=reply.status)
    return Trouble("CAPTIVE_PORTAL")


def _other_post(problem: Problem) -> Trouble | None:
    """The trouble that this code belongs to another post, if the problem says so and names one."""
    post, province = str(problem.facts.get("post")), str(problem.facts.get("province"))
    if problem.code != "ENROL_OTHER_POST" or POST_CODE.fullmatch(post) is None or province not in PROVINCES:
        return None
    return unusable("ENROL_OTHER_POST", post=post, province=province)


def retry_after_s(reply: Reply) -> int:
    """How long the server asks us to wait; 0 = it did not say. Never more than an hour."""
    text = reply.headers.get("retry-after", "")
    return min(int(text), 3600) if text.isascii() and text.isdigit() and len(text) < 9 else 0
