"""Spoiled, spliced, foreign and oversized messages: a typed problem, nothing stored, and the next good one works."""

from __future__ import annotations

import base64
import itertools
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest

from core.signing import Purpose, SigningKey
from core.wire.codec import MAGIC, VERSION
from core.wire.envelope import MAX_EVENTS, MAX_PACKED_BYTES, Batch, EventUp, ExchangeRequest, Problem
from core.wire.events import GENESIS, head_message
from core.wire.http_signature import signed_headers
from server.exchange.centre import bundled_codec
from server.http.problems import MEDIA_TYPE, problem_type
from tests.kit.desk_wire import EXCHANGE, WireDesk
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine

pytestmark = pytest.mark.slow

HEAD = MAGIC + bytes([VERSION, 0])
MIB = 1024 * 1024
PEOPLE = itertools.count(1)
TABLES = ("event", "stream", "registration", "post", "device", "enrol_code", "answer")


@pytest.fixture(scope="module")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def desk(server: RunningServer) -> WireDesk:
    """An enrolled device with three registrations of which the server has one."""
    device = WireDesk()
    device.enrol(server.url, server.new_code())
    for _ in range(3):
        device.register(next(PEOPLE))
    device.exchange(server.url, last_seq=1)
    return device


def rows(server: RunningServer) -> dict[str, int]:
    """How many rows each table has."""
    with server.store.reading() as work:
        return {table: work.db.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES}


def refused(server: RunningServer, desk: WireDesk, body: bytes, headers: dict[str, str] | None = None) -> Problem:
    """The problem that these bytes get; sees that nothing was stored and that the desk's next good request works."""
    before = rows(server)
    response = desk.post_bytes(server.url, body, headers)
    problem = judged(response)
    assert rows(server) == before
    for event in desk.events:
        assert event.body[20:40] not in response.content
    fresh = desk.exchange(server.url, first_seq=2)
    assert (fresh.receipt.have_seq, fresh.receipt.have_hash) == (len(desk.events), desk.head)
    return problem


def judged(response: httpx.Response) -> Problem:
    assert response.headers["content-type"] == MEDIA_TYPE
    problem = msgspec.json.decode(response.content, type=Problem)
    assert problem.status == response.status_code
    assert 400 <= problem.status < 500
    assert problem.type == problem_type(problem.code)
    return problem


def deflated(plain: bytes, dictionary: int = 0) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return MAGIC + bytes([VERSION, dictionary]) + squeeze.compress(plain) + squeeze.flush()


def bomb(size: int) -> bytes:
    """Zeros that unpack to ``size`` bytes: one packed piece, again and again."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = squeeze.compress(bytes(MIB)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return HEAD + piece * (size // MIB) + squeeze.flush()


def plain_of(packed: bytes) -> bytes:
    return zlib.decompress(packed[5:], -15)


def changed(packed: bytes, place: tuple[int, ...], value: object) -> bytes:
    """The same message with one member changed."""
    message = msgspec.msgpack.decode(plain_of(packed))
    inner = message
    for number in place[:-1]:
        inner = inner[number]
    inner[place[-1]] = value
    return deflated(msgspec.msgpack.encode(message))


def with_dictionary(packed: bytes) -> bytes:
    """Packed with the newest dictionary, but saying that it is packed with none."""
    codec = bundled_codec()
    request = codec.unpack(packed, ExchangeRequest)
    return HEAD + codec.pack(request)[5:]


def changed_raw(good: bytes) -> bytes:
    """The post's name spoiled inside the MessagePack."""
    return deflated(plain_of(good).replace(b"\xa5SBY01", b"\xa5SB\xff01", 1))


# --- bytes that are no message --------------------------------------------------------------------------------------

Spoil = Callable[[bytes], bytes]

SPOILED: dict[str, tuple[Spoil, str]] = {
    "nothing": (lambda _: b"", "MESSAGE_MAGIC"),
    "a log-in page": (lambda _: b"<html><title>Silakan masuk</title></html>", "MESSAGE_MAGIC"),
    "JSON": (lambda _: b'{"protocol": 1}', "MESSAGE_MAGIC"),
    "another format's magic": (lambda good: b"PK\x03\x04" + good[4:], "MESSAGE_MAGIC"),
    "a later version": (lambda good: good[:3] + bytes([VERSION + 1]) + good[4:], "MESSAGE_VERSION"),
    "version 0": (lambda good: good[:3] + b"\0" + good[4:], "MESSAGE_VERSION"),
    "an unknown dictionary": (lambda good: good[:4] + b"\xfe" + good[5:], "MESSAGE_DICTIONARY"),
    "a dictionary that it does not name": (with_dictionary, "MESSAGE_DAMAGED"),
    "the head alone": (lambda good: good[:5], "MESSAGE_DAMAGED"),
    "a cut in the middle": (lambda good: good[: len(good) // 2], "MESSAGE_DAMAGED"),
    "the last byte missing": (lambda good: good[:-1], "MESSAGE_DAMAGED"),
    "a byte too many": (lambda good: good + b"\0", "MESSAGE_DAMAGED"),
    "two messages at once": (lambda good: good + good, "MESSAGE_DAMAGED"),
    "noise for deflate": (lambda _: HEAD + bytes(range(255, 100, -1)), "MESSAGE_DAMAGED"),
    "noise for MessagePack": (lambda _: deflated(b"\xc1" * 100), "MESSAGE_SHAPE"),
    "a number": (lambda _: deflated(b"\x07"), "MESSAGE_SHAPE"),
    "a map": (lambda _: deflated(msgspec.msgpack.encode({"protocol": 1})), "MESSAGE_SHAPE"),
    "something behind the message": (lambda good: deflated(plain_of(good) + b"\xc0"), "MESSAGE_SHAPE"),
    "5 MiB of zeros": (lambda _: bomb(5 * MIB), "MESSAGE_SIZE"),
    "1,000 MiB of zeros": (lambda _: bomb(1000 * MIB), "MESSAGE_SIZE"),
    "a bomb in a bomb": (lambda _: deflated(deflated(bomb(64 * MIB))), ""),
    "arrays in arrays": (lambda _: deflated(b"\x94\x01\xc3\x00" + b"\x91" * 1_000_000), "MESSAGE_SHAPE"),
    "maps in maps": (lambda _: deflated(b"\x97\x01\xc3\x00\xc0\xc0\xc0" + b"\x81\xa1a" * 500_000), "MESSAGE_SHAPE"),
    "an array of four milliards": (lambda _: deflated(b"\xdd\xff\xff\xff\xff"), "MESSAGE_SHAPE"),
    "a binary of four milliards": (lambda _: deflated(b"\x94\x01\xc3\x00\xc6\xff\xff\xff\xff"), "MESSAGE_SHAPE"),
    "text that is no UTF-8": (changed_raw, "MESSAGE_SHAPE"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_no_message_is_refused(server: RunningServer, desk: WireDesk, name: str) -> None:
    spoil, code = SPOILED[name]
    problem = refused(server, desk, spoil(desk.request(desk.batch(2))))
    assert problem.code in ({code} if code else {"MESSAGE_DAMAGED", "MESSAGE_SHAPE", "MESSAGE_MAGIC"})


@pytest.mark.parametrize("size", [MAX_PACKED_BYTES + 1, 8 * MIB])
def test_a_body_beyond_the_bound_is_refused(server: RunningServer, desk: WireDesk, size: int) -> None:
    before = rows(server)
    try:
        response = desk.post_bytes(server.url, bytes(size))
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        pass  # the server hung up while the rest was still coming
    else:
        assert judged(response).code == "HTTP_TOO_LARGE"
    assert rows(server) == before
    assert desk.exchange(server.url, first_seq=2).receipt.have_seq == 3


# --- members out of bounds ------------------------------------------------------------------------------------------

CURSOR, BATCH = (2,), (3,)

MEMBERS: dict[str, tuple[tuple[int, ...], object]] = {
    "a text for a number": ((0,), "1"),
    "a number for a truth": ((1,), 1),
    "a negative cursor": (CURSOR, -1),
    "a cursor of 2^53": (CURSOR, 2**53),
    "a cursor of 2^64 - 1": (CURSOR, 2**64 - 1),
    "a broken number": (CURSOR, float("nan")),
    "a batch that is a text": (BATCH, "batch"),
    "a stream too short": ((3, 0), bytes(19)),
    "a stream as text": ((3, 0), "x" * 20),
    "a post without a letter": ((3, 1), ""),
    "a post of 41 letters": ((3, 1), "P" * 41),
    "a first place of 0": ((3, 2), 0),
    "a hash too long": ((3, 3), bytes(33)),
    "no events": ((3, 4), []),
    "more events than allowed": ((3, 4), [["x", 1, bytes(16), b""]] * (MAX_EVENTS + 1)),
    "a kind of 41 letters": ((3, 4, 0, 0), "k" * 41),
    "a time before 1970": ((3, 4, 0, 1), -1),
    "a body beyond its bound": ((3, 4, 0, 3), bytes(65_537)),
    "a signature too short": ((3, 5), bytes(63)),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_out_of_its_bounds_is_refused(server: RunningServer, desk: WireDesk, name: str) -> None:
    body = changed(desk.request(desk.batch(2)), *MEMBERS[name])
    assert refused(server, desk, body).code == "MESSAGE_SHAPE"


def test_another_protocol_is_refused(server: RunningServer, desk: WireDesk) -> None:
    problem = refused(server, desk, changed(desk.request(desk.batch(2)), (0,), 2))
    assert (problem.code, problem.facts) == ("PROTOCOL_VERSION", {"protocol": 1})


# --- signatures that belong elsewhere --------------------------------------------------------------------------------


def test_the_signature_of_another_request_does_not_carry_this_one(server: RunningServer, desk: WireDesk) -> None:
    poll, body = desk.request(None), desk.request(desk.batch(2))
    earlier = signed_headers(desk.key, "POST", EXCHANGE, poll)
    assert refused(server, desk, body, earlier).code == "REQUEST_SIGNATURE"


def test_a_fitting_digest_under_another_requests_signature_is_refused(server: RunningServer, desk: WireDesk) -> None:
    poll, body = desk.request(None), desk.request(desk.batch(2))
    spliced = {
        **signed_headers(desk.key, "POST", EXCHANGE, poll),
        "Content-Digest": signed_headers(desk.key, "POST", EXCHANGE, body)["Content-Digest"],
    }
    assert refused(server, desk, body, spliced).code == "REQUEST_SIGNATURE"


@pytest.mark.parametrize(("method", "path"), [("PUT", EXCHANGE), ("POST", "/v1/enrol"), ("POST", "/v1/exchange/")])
def test_a_signature_for_another_method_or_path_is_refused(
    server: RunningServer, desk: WireDesk, method: str, path: str
) -> None:
    body = desk.request(desk.batch(2))
    assert refused(server, desk, body, signed_headers(desk.key, method, path, body)).code == "REQUEST_SIGNATURE"


def test_the_name_of_this_desks_key_over_another_keys_signature_is_refused(
    server: RunningServer, desk: WireDesk
) -> None:
    body = desk.request(desk.batch(2))
    other = signed_headers(SigningKey.generate(), "POST", EXCHANGE, body)
    own = signed_headers(desk.key, "POST", EXCHANGE, body)
    spliced = {**own, "Signature": other["Signature"]}
    assert refused(server, desk, body, spliced).code == "REQUEST_SIGNATURE"


ODD_HEADERS: dict[str, dict[str, str]] = {
    "no digest": {"Content-Digest": ""},
    "another hash": {"Content-Digest": "md5=:AAAA:"},
    "a label of its own": {"Signature": "sig2=:" + base64.b64encode(bytes(64)).decode() + ":"},
    "no base64": {"Signature": "sig1=:???:"},
    "zeros": {"Signature": "sig1=:" + base64.b64encode(bytes(64)).decode() + ":"},
    "fewer members under the signature": {"Signature-Input": 'sig1=("@method");keyid="0011223344556677";alg="ed25519"'},
    "no algorithm": {
        "Signature-Input": 'sig1=("@method" "@path" "content-digest");keyid="0011223344556677";alg="none"'
    },
    "eight thousand letters": {"Signature-Input": "s" * 8000},
}


@pytest.mark.parametrize("name", ODD_HEADERS)
def test_odd_signature_headers_are_refused(server: RunningServer, desk: WireDesk, name: str) -> None:
    body = desk.request(desk.batch(2))
    headers = {**signed_headers(desk.key, "POST", EXCHANGE, body), **ODD_HEADERS[name]}
    assert refused(server, desk, body, headers).status == 401


# --- chains that belong elsewhere ------------------------------------------------------------------------------------


def test_a_batch_under_the_head_signature_of_another_place_is_refused(server: RunningServer, desk: WireDesk) -> None:
    spliced = msgspec.structs.replace(desk.batch(2), head_signature=desk.batch(2, 2).head_signature)
    assert refused(server, desk, desk.request(spliced)).code == "HEAD_SIGNATURE"


def test_a_receipts_kind_of_signature_is_no_heads(server: RunningServer, desk: WireDesk) -> None:
    message = head_message(desk.stream, 3, desk.head)
    spliced = msgspec.structs.replace(desk.batch(2), head_signature=desk.key.sign(Purpose.RECEIPT, message))
    assert refused(server, desk, desk.request(spliced)).code == "HEAD_SIGNATURE"


def test_an_event_that_was_changed_on_the_way_is_refused(server: RunningServer, desk: WireDesk) -> None:
    batch = desk.batch(2)
    body = batch.events[0].body.replace(b"CONTOH", b"JAHAT!")
    events = (msgspec.structs.replace(batch.events[0], body=body), *batch.events[1:])
    assert refused(server, desk, desk.request(msgspec.structs.replace(batch, events=events))).code == "HEAD_SIGNATURE"


def test_events_that_changed_places_are_refused(server: RunningServer, desk: WireDesk) -> None:
    batch = desk.batch(2)
    turned = msgspec.structs.replace(batch, events=tuple(reversed(batch.events)))
    assert refused(server, desk, desk.request(turned)).code == "HEAD_SIGNATURE"


def test_a_batch_on_another_chains_end_is_refused(server: RunningServer, desk: WireDesk) -> None:
    moved = msgspec.structs.replace(desk.batch(2), prev_hash=GENESIS)
    assert refused(server, desk, desk.request(moved)).code in {"HEAD_SIGNATURE", "STREAM_FORK"}


def test_a_batch_with_a_hole_before_it_is_refused_and_says_what_is_here(server: RunningServer, desk: WireDesk) -> None:
    problem = refused(server, desk, desk.request(desk.batch(3)))
    assert (problem.code, problem.facts["have_seq"]) == ("STREAM_GAP", 1)


def test_another_history_of_the_same_places_is_refused(server: RunningServer, desk: WireDesk) -> None:
    twin = WireDesk(key=desk.key, device=desk.device, salt_key=desk.salt_key)
    twin.register(8999)
    assert refused(server, desk, twin.request(twin.batch())).code == "STREAM_FORK"


def test_a_neighbours_stream_is_refused(server: RunningServer, desk: WireDesk) -> None:
    neighbour = WireDesk()
    neighbour.register(1)
    assert refused(server, desk, neighbour.request(neighbour.batch())).code == "STREAM_OF_ANOTHER_DEVICE"


def test_another_posts_batch_is_refused(server: RunningServer, desk: WireDesk) -> None:
    elsewhere = WireDesk(post="GRS02", key=desk.key, device=desk.device, salt_key=desk.salt_key)
    elsewhere.register(1)
    assert refused(server, desk, elsewhere.request(elsewhere.batch())).code == "POST_OF_ANOTHER_DEVICE"


def test_an_event_about_a_place_that_is_not_there_is_refused(server: RunningServer, desk: WireDesk) -> None:
    batch = desk.batch(2)
    lost: EventUp = msgspec.structs.replace(batch.events[0], record=77)
    moved = msgspec.structs.replace(batch, events=(lost, *batch.events[1:]))
    assert refused(server, desk, desk.request(moved)).code == "EVENT_RECORD"


def test_a_fresh_stream_without_its_salt_key_is_refused(server: RunningServer, desk: WireDesk) -> None:
    reborn = desk.reborn()
    reborn.register(1)
    bare: Batch = msgspec.structs.replace(reborn.batch(), salt_key=None)
    assert refused(server, desk, reborn.request(bare)).code == "SALT_KEY_MISSING"


# --- enrolment ------------------------------------------------------------------------------------------------------

Bend = Callable[[dict[str, Any]], bytes]


def deep(good: dict[str, Any]) -> bytes:
    text = json.dumps(good)
    return (text[:-1] + ', "x": ' + "[" * 1500 + "]" * 1500 + "}").encode()


ENROLMENTS: dict[str, tuple[Bend, int, str]] = {
    "nothing": (lambda _: b"", 400, "HTTP_SHAPE"),
    "half of it": (lambda good: json.dumps(good).encode()[:100], 400, "HTTP_SHAPE"),
    "a list": (lambda good: json.dumps([good]).encode(), 400, "HTTP_SHAPE"),
    "no UTF-8": (lambda good: json.dumps(good).encode().replace(b"code", b"c\xffde"), 400, "HTTP_SHAPE"),
    "lists in lists": (lambda _: b"[" * 4000, 400, "HTTP_SHAPE"),
    "objects in objects": (lambda _: b'{"a":' * 800, 400, "HTTP_SHAPE"),
    "an unknown member that goes deep": (deep, 400, "HTTP_SHAPE"),
    "a number for the code": (lambda good: json.dumps({**good, "code": 7}).encode(), 400, "HTTP_SHAPE"),
    "a code of 65 letters": (lambda good: json.dumps({**good, "code": "A" * 65}).encode(), 400, "HTTP_SHAPE"),
    "no device": (lambda good: json.dumps({**good, "device": "x" * 36}).encode(), 400, "ENROL_PROOF"),
    "another key": (lambda good: json.dumps({**good, "public_key": "ab" * 32}).encode(), 400, "ENROL_PROOF"),
    "no hex": (lambda good: json.dumps({**good, "signature": "z" * 128}).encode(), 400, "ENROL_PROOF"),
    "another code under the proof": (lambda good: json.dumps({**good, "code": "AAAA"}).encode(), 400, "ENROL_PROOF"),
    "five thousand bytes": (lambda good: json.dumps({**good, "x": "y" * 5000}).encode(), 413, "HTTP_TOO_LARGE"),
}


@pytest.mark.parametrize("name", ENROLMENTS)
def test_a_spoiled_enrolment_is_refused_and_its_code_stays_good(server: RunningServer, name: str) -> None:
    bend, status, code = ENROLMENTS[name]
    desk, one_time = WireDesk(), server.new_code()
    before = rows(server)
    answer = httpx.post(
        f"{server.url}/v1/enrol",
        content=bend(desk.enrolment(one_time)),
        headers={"Content-Type": "application/json"},
    )
    problem = judged(answer)
    assert (problem.status, problem.code) == (status, code)
    assert rows(server) == before
    assert desk.enrol(server.url, one_time).post_code == "SBY01"


# --- and honesty pays ------------------------------------------------------------------------------------------------


def test_an_honest_retry_gets_the_same_bytes_whatever_came_between(server: RunningServer, desk: WireDesk) -> None:
    request = desk.request(desk.batch(2))
    first = desk.post_bytes(server.url, request)
    for spoil, _ in list(SPOILED.values())[:8]:
        desk.post_bytes(server.url, spoil(request))
    assert desk.post_bytes(server.url, request).content == first.content


def test_a_revoked_desk_stores_nothing_and_its_post_works_on(server: RunningServer, desk: WireDesk) -> None:
    from server.store import enrolment

    with server.store.writing() as work:
        enrolment.revoke_device(work, desk.device, 1)
    before = rows(server)
    assert judged(desk.post_bytes(server.url, desk.request(desk.batch(2)))).code == "DEVICE_REVOKED"
    assert rows(server) == before
    other = replace(WireDesk())
    other.enrol(server.url, server.new_code())
    other.register(1)
    assert other.exchange(server.url).receipt.have_seq == 1
