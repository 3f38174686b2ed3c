"""What an answer means: each problem of the server, each foreign page, and how long a busy server asks us to wait."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.replies import Held, gap_of, problem_of, refusal, retry_after_s
from app.sync.transport import Reply
from core.errors import Kind
from core.sentences import sentence
from server.exchange.outcomes import EnrolCode, ExchangeCode
from server.http.problems import MEDIA_TYPE, HttpCode, problem_bytes

HASH = "ab" * 32


def problem(status: int, code: str, headers: dict[str, str] | None = None, **facts: Any) -> Reply:  # noqa: ANN401 - facts as they come
    """A problem document as the server writes it."""
    return Reply(status, {"content-type": MEDIA_TYPE, **(headers or {})}, problem_bytes(status, code, **facts))


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (409, ExchangeCode.FORK, "DEVICE_COPIED"),
        (409, ExchangeCode.TRAINING_MISMATCH, "TRAINING_MISMATCH"),
        (400, ExchangeCode.PROTOCOL, "SERVER_OTHER_VERSION"),
        (400, "MESSAGE_VERSION", "SERVER_OTHER_VERSION"),
        (400, "MESSAGE_DICTIONARY", "SERVER_OTHER_VERSION"),
        (403, HttpCode.REVOKED, "DEVICE_REVOKED"),
        (401, HttpCode.DEVICE_UNKNOWN, "DEVICE_UNKNOWN"),
        (408, HttpCode.TIMEOUT, "LINE_SLOW"),
        (403, EnrolCode.CODE_WRONG, "ENROL_CODE_WRONG"),
        (403, EnrolCode.CODE_USED, "ENROL_CODE_USED"),
        (403, EnrolCode.CODE_EXPIRED, "ENROL_CODE_EXPIRED"),
        (409, EnrolCode.DEVICE_KNOWN, "ENROL_DEVICE_KNOWN"),
        (409, EnrolCode.KEY_TAKEN, "ENROL_KEY_TAKEN"),
        (401, HttpCode.SIGNATURE, "SERVER_REFUSES"),
        (400, ExchangeCode.HEAD, "SERVER_REFUSES"),
        (413, HttpCode.TOO_LARGE, "SERVER_REFUSES"),
        (404, HttpCode.NOT_FOUND, "SERVER_REFUSES"),
        (500, HttpCode.BUG, "SERVER_TROUBLE"),
        (503, HttpCode.BUSY, "SERVER_BUSY"),
    ],
)
def test_every_problem_of_the_server_has_its_trouble_and_a_whole_sentence(status: int, code: str, trouble: str) -> None:
    found = refusal(problem(status, code, seconds=3))
    assert found.code == trouble
    assert "{" not in sentence(found.code, found.facts)


def test_the_code_of_another_post_says_whose_it_is() -> None:
    found = refusal(problem(409, EnrolCode.OTHER_POST, post="MLG01", province="35"))
    assert (found.code, found.kind) == ("ENROL_OTHER_POST", Kind.USAGE)
    assert "MLG01 di provinsi 35" in sentence(found.code, found.facts)


@pytest.mark.parametrize("facts", [{}, {"post": "MLG01"}, {"post": 1, "province": 35}, {"post": "?", "province": "35"}])
def test_another_post_that_is_none_is_only_a_refusal(facts: dict[str, Any]) -> None:
    assert refusal(problem(409, EnrolCode.OTHER_POST, **facts)).code == "SERVER_REFUSES"


def test_too_many_wrong_codes_say_for_how_many_seconds() -> None:
    found = refusal(problem(429, HttpCode.TOO_MANY_TRIES, {"retry-after": "64"}, seconds=64))
    assert found.code == "ENROL_TOO_MANY_TRIES"
    assert "64 detik" in sentence(found.code, found.facts)


def test_a_problem_of_a_program_to_come_is_refused_with_its_code() -> None:
    found = refusal(problem(409, HttpCode.SHAPE))
    assert (found.code, found.facts["problem"]) == ("SERVER_REFUSES", "HTTP_SHAPE")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("0", 0), ("7", 7), ("3600", 3600), ("3601", 3600), ("99999999", 3600), ("999999999", 0)),
        *(("", 0), ("-5", 0), ("1.5", 0), ("soon", 0), ("٣", 0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0)),
    ],
)
def test_the_wait_that_a_busy_server_asks_for_is_at_most_an_hour(text: str, seconds: int) -> None:
    reply = Reply(503, {"retry-after": text}, b"")
    assert retry_after_s(reply) == seconds
    assert refusal(reply).facts == {"retry_after_s": seconds}


def test_a_busy_server_that_does_not_say_how_long_is_busy_too() -> None:
    assert refusal(Reply(429, {}, b"")).facts == {"retry_after_s": 0}


def test_a_gap_says_what_the_server_has() -> None:
    assert gap_of(problem(409, "STREAM_GAP", have_seq=4, have_hash=HASH)) == Held(4, bytes.fromhex(HASH))


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"have_seq": 4},
        {"have_hash": HASH},
        {"have_seq": "4", "have_hash": HASH},
        {"have_seq": 4, "have_hash": 5},
        {"have_seq": 4, "have_hash": "zz"},
    ],
    ids=repr,
)
def test_a_gap_that_does_not_say_it_is_refused_like_any_other_problem(facts: dict[str, Any]) -> None:
    reply = problem(409, "STREAM_GAP", **facts)
    assert gap_of(reply) is None
    assert refusal(reply).code == "SERVER_REFUSES"


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{}", b"[]", b"null", b'"x"', b"\xff\xfe", b"<html>", b'{"code": 7}', b"[" * 100_000),
        json.dumps({"type": "t", "title": "\ud800", "status": 409, "code": "STREAM_GAP"}).encode(),
        json.dumps({"type": "t", "title": "t", "status": 409, "code": "C", "facts": {"a": [1]}}).encode(),
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_only_claims_to_be_a_problem_is_none(body: bytes) -> None:
    assert problem_of(Reply(409, {"content-type": MEDIA_TYPE}, body)) is None


def test_a_problem_under_another_content_type_is_a_foreign_page() -> None:
    reply = Reply(409, {"content-type": "text/html"}, problem_bytes(409, "STREAM_FORK"))
    assert refusal(reply).code == "CAPTIVE_PORTAL"


@given(st.integers(100, 599), st.sampled_from(["", "text/html", MEDIA_TYPE]), st.binary(max_size=200))
def test_no_answer_at_all_breaks_the_reading(status: int, media_type: str, body: bytes) -> None:
    found = refusal(Reply(status, {"content-type": media_type}, body))
    assert sentence(found.code, found.facts)
