"""The server's HTTP edge: odd bytes, limits, health, OpenAPI; every error is a problem document."""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from core.sentences import SENTENCES
from core.wire.codec import CONTENT_TYPE, MAGIC, VERSION, Codec, M
from core.wire.envelope import MAX_PACKED_BYTES, ExchangeReply
from server.config import DATABASE_NAME
from server.http import problems
from server.http.limits import FREE_TRIES, LONGEST_DELAY_S, MAX_ADDRESSES, Bounds, Throttle
from tests.kit.desk_wire import WireDesk, person
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine

HEAD = MAGIC + bytes([VERSION, 0])


@pytest.fixture(scope="module")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def desk(server: RunningServer) -> WireDesk:
    device = WireDesk()
    device.enrol(server.url, server.new_code())
    device.register(1)
    return device


def deflated(plain: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return HEAD + squeeze.compress(plain) + squeeze.flush()


def assert_problem(response: httpx.Response, status: int, code: str) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == problems.MEDIA_TYPE
    assert response.headers["cache-control"] == "no-store"
    document = response.json()
    assert (document["status"], document["code"]) == (status, code)
    assert document["type"] == f"/problems/{code.lower().replace('_', '-')}"
    assert document["title"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "MESSAGE_MAGIC"),
        (b"<html><body>Silakan masuk Wi-Fi</body></html>", 400, "MESSAGE_MAGIC"),
        (MAGIC + bytes([VERSION + 1, 0]) + b"x", 400, "MESSAGE_VERSION"),
        (MAGIC + bytes([VERSION, 99]) + b"x", 400, "MESSAGE_DICTIONARY"),
        (HEAD + b"\xff\xff\xff", 400, "MESSAGE_DAMAGED"),
        (deflated(b"\x90")[:-1], 400, "MESSAGE_DAMAGED"),
        (deflated(b"\x90") + b"more", 400, "MESSAGE_DAMAGED"),
        (deflated(b"\x90"), 400, "MESSAGE_SHAPE"),
        (deflated(b"\x94\x01\xc3\x00" + b"\x91" * 100_000), 400, "MESSAGE_SHAPE"),
        (deflated(bytes(64 * 1024 * 1024)), 413, "MESSAGE_SIZE"),
    ],
    ids=["empty", "html", "version", "dictionary", "no-deflate", "cut", "longer", "shape", "deep", "bomb"],
)
def test_odd_bytes_are_refused_with_a_reason(
    server: RunningServer, desk: WireDesk, body: bytes, status: int, code: str
) -> None:
    assert_problem(desk.post_bytes(server.url, body), status, code)


@pytest.mark.slow
def test_every_cut_of_a_request_is_refused_and_nothing_of_it_is_stored(server: RunningServer) -> None:
    device = WireDesk(post="CUT01")
    device.enrol(server.url, server.new_code("CUT01"))
    device.register(1)
    whole = device.request(device.batch())
    for length in range(0, len(whole), max(1, len(whole) // 20)):
        assert device.post_bytes(server.url, whole[:length]).status_code == 400
    assert device.poll(server.url).receipt.have_seq == 0


def test_a_body_that_is_too_large_is_refused(server: RunningServer, desk: WireDesk) -> None:
    assert_problem(desk.post_bytes(server.url, bytes(MAX_PACKED_BYTES + 1)), 413, "HTTP_TOO_LARGE")


def test_a_body_without_a_length_is_bounded_too(server: RunningServer) -> None:
    pieces = (bytes(64 * 1024) for _ in range(64))
    headers = {"Content-Type": CONTENT_TYPE}
    try:
        response = httpx.post(f"{server.url}/v1/exchange", content=pieces, headers=headers)
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return  # the server hung up while the rest was still coming
    assert_problem(response, 413, "HTTP_TOO_LARGE")


def test_another_content_type_is_refused(server: RunningServer) -> None:
    response = httpx.post(f"{server.url}/v1/exchange", json={})
    assert_problem(response, 415, "HTTP_MEDIA_TYPE")
    assert response.headers["accept"] == CONTENT_TYPE
    assert_problem(httpx.post(f"{server.url}/v1/enrol", content=b"{}"), 415, "HTTP_MEDIA_TYPE")


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/exchange/", "/v1/exchange/x", "/problems/x", "/konsol", "/%00", "/.."]
)
def test_an_unknown_path_is_a_problem_document(server: RunningServer, path: str) -> None:
    response = httpx.get(server.url + path)
    assert response.status_code in (404, 405)
    assert response.headers["content-type"] == problems.MEDIA_TYPE


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
def test_a_wrong_method_is_a_problem_document_and_names_the_right_one(server: RunningServer, method: str) -> None:
    response = httpx.request(method, f"{server.url}/v1/exchange")
    assert response.status_code == 405
    assert response.headers["content-type"] == problems.MEDIA_TYPE
    assert "POST" in response.headers["allow"]


def test_options_names_the_methods(server: RunningServer) -> None:
    response = httpx.options(f"{server.url}/v1/exchange")
    assert response.status_code == 204
    assert "POST" in response.headers["allow"]


def test_the_server_says_that_it_lives_and_that_its_store_answers(server: RunningServer) -> None:
    response = httpx.get(f"{server.url}/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "protocol": 1, "is_training": True})
    ready = httpx.get(f"{server.url}/readyz")
    assert (ready.status_code, ready.json(), ready.headers["cache-control"]) == (200, {"status": "ok"}, "no-store")
    for path in ("/healthz", "/readyz"):
        head = httpx.head(server.url + path)
        assert (head.status_code, head.content) == (200, b"")


@pytest.mark.one_engine
def test_a_server_whose_store_is_gone_lives_but_is_not_ready(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        server.store.close()
        database = tmp_path / DATABASE_NAME
        database.rename(tmp_path / "unmounted")
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        gone = httpx.get(f"{server.url}/readyz")
        (tmp_path / "unmounted").rename(database)
        assert httpx.get(f"{server.url}/readyz").status_code == 200
    assert gone.status_code in {500, 503}
    assert gone.headers["content-type"] == problems.MEDIA_TYPE


def test_every_code_of_a_problem_has_its_sentence() -> None:
    from server.exchange.outcomes import EnrolCode, EventCode, ExchangeCode

    codes = {str(code) for kind in (problems.HttpCode, EnrolCode, EventCode, ExchangeCode) for code in kind}
    assert codes <= set(SENTENCES)


def test_what_is_no_http_gets_a_problem_document_as_well(server: RunningServer) -> None:
    answer = talk(server, b"\x16\x03\x01 this is TLS, not HTTP\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert problems.MEDIA_TYPE.encode() in head
    assert msgspec.json.decode(body)["code"] == "HTTP_BAD_REQUEST"


def test_several_requests_share_a_connection(server: RunningServer) -> None:
    with httpx.Client() as client:
        assert [client.get(f"{server.url}/healthz").status_code for _ in range(3)] == [200, 200, 200]


def test_a_request_whose_head_comes_in_pieces_is_answered(server: RunningServer) -> None:
    address = httpx.URL(server.url)
    with socket.create_connection((address.host, address.port or 0), timeout=10) as line:
        for piece in (b"GET /healthz HTTP/1.1\r\nHost: posko\r\nConnection: keep-alive\r\n\r\n", b"GET /hea"):
            line.sendall(piece)
        assert b"200 OK" in line.recv(4096)
        line.sendall(b"lthz HTTP/1.1\r\nHost: posko\r\nConnection: close\r\n\r\n")
        rest = b"".join(iter(lambda: line.recv(4096), b""))
        assert b"HTTP/1.1 200 OK" in rest  # perhaps behind the first answer's body


def test_a_body_that_never_comes_is_given_up(tmp_path: Path) -> None:
    with running_server(tmp_path, bounds=Bounds(body_timeout_s=0.05)) as server:
        request = (
            b"POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nContent-Type: " + CONTENT_TYPE.encode()
        )
        answer = talk(server, request + b"\r\n\r\nhalf")
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"HTTP_TIMEOUT" in answer


def test_too_many_requests_at_once_are_asked_to_come_again(tmp_path: Path) -> None:
    with running_server(tmp_path, bounds=Bounds(free=1)) as server:
        is_open, is_done = threading.Event(), threading.Event()

        def pieces() -> Iterator[bytes]:
            yield b"first"
            is_open.set()
            is_done.wait(30)
            yield b"last"

        def slow() -> None:
            httpx.post(
                f"{server.url}/v1/exchange", content=pieces(), headers={"Content-Type": CONTENT_TYPE}, timeout=30
            )

        first = threading.Thread(target=slow)
        first.start()
        try:
            assert is_open.wait(30)
            response = until_not_well(server)
            assert_problem(response, 503, "HTTP_BUSY")
            assert response.json()["facts"] == {"reason": "full"}
            assert int(response.headers["retry-after"]) > 0
            assert httpx.get(f"{server.url}/healthz").status_code == 200, "a busy process lives"
        finally:
            is_done.set()
            first.join()
        assert httpx.get(f"{server.url}/readyz").status_code == 200


@pytest.mark.one_engine  # fills the file; PostgreSQL: test_postgres.py
def test_a_store_that_cannot_work_asks_the_desk_to_come_again(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        desk = WireDesk()
        desk.enrol(server.url, server.new_code())
        for number in range(40):
            desk.register(number)
        with server.store.writing(rings=False) as work:
            (pages,) = work.db.execute_sql("PRAGMA page_count").fetchone()
            work.db.execute_sql(f"PRAGMA max_page_count={pages}")
        response = desk.post_bytes(server.url, desk.request(desk.batch()))
        assert_problem(response, 503, "HTTP_BUSY")
        assert response.json()["facts"] == {"reason": "SERVER_DISK_FULL"}
        with server.store.writing(rings=False) as work:
            work.db.execute_sql("PRAGMA max_page_count=1000000")
        assert desk.exchange(server.url).receipt.have_seq == 40


def test_a_bug_is_a_problem_document_and_its_text_stays_out_of_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class BrokenCodec(Codec):
        def unpack(self, packed: bytes, kind: type[M]) -> M:
            raise RuntimeError(person(1).name_on_id)

    with running_server(tmp_path, codec=BrokenCodec({})) as server:
        desk = WireDesk()
        desk.enrol(server.url, server.new_code())
        assert_problem(desk.post_bytes(server.url, desk.request(None)), 500, "SERVER_BUG")
    assert "RuntimeError" in caplog.text
    assert person(1).name_on_id not in caplog.text


def test_replies_use_the_dictionary_of_the_request(tmp_path: Path) -> None:
    codec = Codec({1: b"PRAKERJA2020 TERDAFTAR"}, best=1)
    with running_server(tmp_path, codec=codec) as server:
        desk = WireDesk(codec=codec)
        desk.enrol(server.url, server.new_code())
        desk.register(1)
        response = desk.post_bytes(server.url, desk.request(desk.batch()))
        assert response.headers["content-type"] == CONTENT_TYPE
        assert response.content[:5] == MAGIC + bytes([VERSION, 1])
        assert codec.unpack(response.content, ExchangeReply).receipt.have_seq == 1


# --- the growing delay --------------------------------------------------------------------------------------------


def test_wrong_codes_cost_growing_time_and_a_right_one_clears_it() -> None:
    clock = ManualClock()
    throttle = Throttle(clock)
    waits = []
    for _ in range(FREE_TRIES + 3):
        throttle.note_wrong("10.0.0.1")
        waits.append(throttle.seconds_left("10.0.0.1"))
    assert waits[:FREE_TRIES] == [0] * FREE_TRIES
    assert waits[FREE_TRIES:] == sorted(waits[FREE_TRIES:])
    assert waits[FREE_TRIES] > 0
    assert throttle.seconds_left("10.0.0.2") == 0
    clock.pass_s(waits[-1])
    assert throttle.seconds_left("10.0.0.1") == 0
    throttle.note_right("10.0.0.1")
    throttle.note_wrong("10.0.0.1")
    assert throttle.seconds_left("10.0.0.1") == 0


def test_the_delay_has_an_end_and_the_memory_too() -> None:
    throttle = Throttle(ManualClock())
    for _ in range(100):
        throttle.note_wrong("10.0.0.1")
    assert throttle.seconds_left("10.0.0.1") <= LONGEST_DELAY_S + 1
    for number in range(MAX_ADDRESSES):
        throttle.note_wrong(f"10.1.{number}")
    assert throttle.seconds_left("10.0.0.1") == 0


def talk(server: RunningServer, request: bytes) -> bytes:
    """Send raw bytes; everything that comes until the server hangs up."""
    address = httpx.URL(server.url)
    with socket.create_connection((address.host, address.port or 0), timeout=10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR) if not request.endswith(b"half") else None
        return b"".join(iter(lambda: line.recv(4096), b""))


def until_not_well(server: RunningServer) -> httpx.Response:
    """The first answer of a server that has begun to work on another request."""
    while True:
        response = httpx.get(f"{server.url}/readyz")
        if response.status_code != 200:
            return response
