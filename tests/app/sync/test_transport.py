"""The way to the server: which certificates, what each failure of the line is called, connections that stay."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.sync.exchange import drain
from app.sync.transport import HttpTransport, LateTransport
from core.errors import Trouble
from core.wire.envelope import MAX_PACKED_BYTES
from tests.app.sync.conftest import Visit, code_of_post
from tests.kit.authority import Authority
from tests.kit.enrolled import desk_heads, line_of, pending, server_heads
from tests.kit.line import BadLine, HttpMessage, Reply, Silence, answer
from tests.kit.server import RunningServer

SOON_S = 0.2
"""A patience for tests that wait for it to end."""

PATIENCE_S = 30.0
NEVER_S = 600.0
"""A patience that no test sees the end of."""

DAY = dt.timedelta(days=1)


@pytest.fixture
def foreign_line() -> Iterator[BadLine]:
    """A line behind which no server of ours is."""
    with BadLine() as bad_line:
        yield bad_line


# --- certificates ---------------------------------------------------------------------------------------------------


def over_tls(desk: Desk, visit: Visit, context: ssl.SSLContext, server: RunningServer) -> tuple[str, list[HttpMessage]]:
    """Sync one visit over TLS: the trouble it ends in, and all that the other side could read."""
    visit(desk, 1)
    with BadLine(server.url, tls=context) as secret:
        try:
            with line_of(desk, HttpTransport(secret.url)) as line:
                drain(line)
        except Trouble as trouble:
            return trouble.code, secret.requests
    return "", secret.requests


def test_a_server_whose_authority_is_trusted_gets_everything(
    server: RunningServer, desk: Desk, visit: Visit, trusted: Authority
) -> None:
    code, requests = over_tls(desk, visit, trusted.server(), server)
    assert (code, len(requests), pending(desk)) == ("", 1, 0)
    assert desk_heads(desk) == server_heads(server, desk)


@pytest.mark.parametrize(
    ("begins", "ends", "address", "code"),
    [
        (-2 * DAY, -DAY, "127.0.0.1", "TLS_CLOCK"),
        (DAY, 2 * DAY, "127.0.0.1", "TLS_CLOCK"),
        (-DAY, DAY, "127.0.0.2", "TLS_CERTIFICATE"),
    ],
    ids=["expired", "not yet valid", "another server's"],
)
def test_a_server_whose_certificate_does_not_hold_gets_not_one_byte(
    server: RunningServer,
    desk: Desk,
    visit: Visit,
    trusted: Authority,
    begins: dt.timedelta,
    ends: dt.timedelta,
    address: str,
    code: str,
) -> None:
    context = trusted.server(address=address, begins=begins, ends=ends)
    assert over_tls(desk, visit, context, server) == (code, [])
    assert pending(desk) == 1


def test_a_server_whose_authority_nobody_trusts_gets_not_one_byte(
    server: RunningServer, desk: Desk, visit: Visit, authority: Authority
) -> None:
    assert over_tls(desk, visit, authority.server(), server) == ("TLS_CERTIFICATE", [])
    assert pending(desk) == 1


def test_a_server_that_speaks_an_old_protocol_only_gets_not_one_byte(
    server: RunningServer, desk: Desk, visit: Visit, trusted: Authority
) -> None:
    context = trusted.server()
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    code, requests = over_tls(desk, visit, context, server)
    assert (code, requests) == ("TLS_CERTIFICATE", [])


def test_a_server_that_answers_tls_in_clear_gets_nothing_to_read() -> None:
    with socket.create_server(("127.0.0.1", 0)) as ear, ThreadPoolExecutor() as other_side:
        heard = other_side.submit(answer_in_clear, ear)
        transport = HttpTransport(f"https://127.0.0.1:{ear.getsockname()[1]}")
        assert code_of_post(transport, b"NIK 3578081508901234") == "TLS_CERTIFICATE"
        assert b"3578081508901234" not in heard.result(30)


def answer_in_clear(ear: socket.socket) -> bytes:
    """Answer the first caller as a web server without TLS does; all that was heard of it."""
    caller, _ = ear.accept()
    with caller:
        heard = caller.recv(65_536)
        caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        with suppress(ConnectionResetError):
            while piece := caller.recv(65_536):
                heard += piece
    return heard


def test_a_line_cut_while_certificates_are_shown_is_no_distrust() -> None:
    def hang_up() -> None:
        caller, _ = ear.accept()
        with caller:
            caller.recv(65_536)

    with socket.create_server(("127.0.0.1", 0)) as ear, ThreadPoolExecutor() as other_side:
        transport = HttpTransport(f"https://127.0.0.1:{ear.getsockname()[1]}")
        done = other_side.submit(hang_up)
        assert code_of_post(transport) in {"LINE_BROKEN", "LINE_NONE"}  # by whether the system hangs up or resets
        done.result(30)


def test_authorities_that_cannot_be_read_are_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    with pytest.raises(Trouble, match="TLS_CERTIFICATE"):
        HttpTransport("https://posko.contoh.go.id")


# --- what each failure is called ------------------------------------------------------------------------------------


def test_a_port_where_nobody_listens_is_no_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    assert code_of_post(HttpTransport(url)) == "LINE_NONE"


def test_a_machine_that_does_not_take_the_call_is_no_line() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        address = deaf.getsockname()
        callers = [socket.socket() for _ in range(8)]
        for caller in callers:  # fill the queue of those who wait to be taken
            caller.setblocking(False)
            caller.connect_ex(address)
        assert code_of_post(HttpTransport(f"http://127.0.0.1:{address[1]}", connect_s=SOON_S)) == "LINE_NONE"
        for caller in callers:
            caller.close()


def test_a_server_that_says_nothing_makes_a_slow_line(foreign_line: BadLine) -> None:
    foreign_line.harm_always(Silence())
    assert code_of_post(HttpTransport(foreign_line.url, read_s=SOON_S)) == "LINE_SLOW"


def test_where_one_connection_was_silent_too_long_no_idle_one_is_trusted(foreign_line: BadLine) -> None:
    transport = HttpTransport(foreign_line.url, read_s=SOON_S)
    for _ in range(2):
        transport.prepare()
    foreign_line.harm_always(Silence())
    with pytest.raises(Trouble, match="LINE_SLOW"):
        transport.post("/v1/exchange", b"x", {})
    assert transport.idle() == ()
    transport.close()


def test_a_server_that_stops_in_mid_answer_makes_a_slow_line(foreign_line: BadLine) -> None:
    foreign_line.harm(Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"))
    assert code_of_post(HttpTransport(foreign_line.url, read_s=SOON_S)) == "LINE_SLOW"


def test_a_server_that_does_not_read_makes_a_slow_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as lazy:
        transport = HttpTransport(f"http://127.0.0.1:{lazy.getsockname()[1]}", read_s=SOON_S)
        assert code_of_post(transport, bytes(32 * 1024 * 1024)) == "LINE_SLOW"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "half a line", "half a body", "another language", "no chunk", "a head without end"],
)
def test_an_answer_that_is_no_whole_http_is_a_broken_line(foreign_line: BadLine, raw: bytes) -> None:
    foreign_line.harm(Reply(raw, hangs_up=True))
    assert code_of_post(HttpTransport(foreign_line.url)) == "LINE_BROKEN"


@pytest.mark.parametrize("is_chunked", [False, True])
def test_an_answer_beyond_the_bound_is_not_read_to_its_end(foreign_line: BadLine, *, is_chunked: bool) -> None:
    size = MAX_PACKED_BYTES + 1
    head = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % size if is_chunked else b"Content-Length: 99999999\r\n\r\n"
    foreign_line.harm(Reply(b"HTTP/1.1 200 OK\r\n" + head + bytes(size)))
    assert code_of_post(HttpTransport(foreign_line.url)) == "REPLY_TOO_LARGE"


def test_an_answer_of_exactly_the_bound_is_read(foreign_line: BadLine) -> None:
    foreign_line.harm(answer("200 OK", bytes(MAX_PACKED_BYTES)))
    transport = HttpTransport(foreign_line.url)
    assert len(transport.post("/v1/exchange", b"x", {}).body) == MAX_PACKED_BYTES
    transport.close()


def test_an_answer_that_would_swell_stays_packed(foreign_line: BadLine) -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    foreign_line.harm(answer("200 OK", bomb, Content_Encoding="gzip", Content_Type="Text/HTML; charset=x"))
    transport = HttpTransport(foreign_line.url)
    reply = transport.post("/v1/exchange", b"x", {})
    transport.close()
    assert (reply.status, reply.media_type, reply.body) == (200, "text/html", bomb)


def test_a_redirect_is_handed_back_and_not_followed(foreign_line: BadLine) -> None:
    with BadLine() as elsewhere:
        foreign_line.harm(answer("307 Temporary Redirect", Location=f"{elsewhere.url}/v1/exchange"))
        transport = HttpTransport(foreign_line.url)
        assert transport.post("/v1/exchange", b"x", {}).status == 307
        transport.close()
        assert elsewhere.requests == []


def test_a_path_in_front_of_the_server_is_kept(foreign_line: BadLine) -> None:
    foreign_line.harm(answer("200 OK"))
    transport = HttpTransport(f"{foreign_line.url}/jatim/")
    transport.post("/v1/exchange", b"x", {})
    transport.close()
    assert foreign_line.requests[0].head.startswith(b"POST /jatim/v1/exchange HTTP/1.1\r\n")


# --- connections that stay ------------------------------------------------------------------------------------------


class Counting:
    """A server that answers every request with 200, and hangs up after so many on one connection."""

    def __init__(self, answers: int, tls: ssl.SSLContext | None = None) -> None:
        self._answers = answers
        self._tls = tls
        self.has_greeted = threading.Event()
        """All that it says unasked is on the way to its first caller."""
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._ear.getsockname()[1]}"
        self.hung_up = threading.Event()
        """It has closed a connection, so that whoever looks finds it closed."""
        self.heard: list[bytes] = []
        self.calls = 0
        self._thread = threading.Thread(target=self._take)
        self._thread.start()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._ear.accept()
                self.calls += 1
                with self._tls.wrap_socket(caller, server_side=True) if self._tls else caller as greeted:
                    self.has_greeted.set()
                    self._talk(greeted)
                self.hung_up.set()

    def _talk(self, caller: socket.socket) -> None:
        for _ in range(self._answers):
            piece = caller.recv(65_536)
            if not piece:
                return
            self.heard.append(piece)
            caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def close(self) -> None:
        self._ear.shutdown(socket.SHUT_RDWR)
        self._ear.close()
        self._thread.join()


@pytest.fixture
def counting(request: pytest.FixtureRequest) -> Iterator[Counting]:
    made = Counting(getattr(request, "param", 100))
    yield made
    made.close()


def test_a_request_leaves_in_one_piece_and_the_next_uses_the_same_connection(counting: Counting) -> None:
    transport = HttpTransport(counting.url)
    for body in (b"one", b"two"):
        assert transport.post("/v1/exchange", body, {"X": "y"}).body == b"ok"
    transport.close()
    assert counting.calls == 1
    host = counting.url.removeprefix("http://").encode()
    assert counting.heard == [
        b"POST /v1/exchange HTTP/1.1\r\nHost: %s\r\nX: y\r\nContent-Length: 3\r\n\r\n%s" % (host, body)
        for body in (b"one", b"two")
    ]


@pytest.mark.parametrize("counting", [1], indirect=True)
def test_a_connection_that_the_server_has_closed_meanwhile_is_not_used_again(counting: Counting) -> None:
    transport = HttpTransport(counting.url)
    for _ in range(3):
        assert transport.post("/v1/exchange", b"x", {}).status == 200
        assert counting.hung_up.wait(30)
        counting.hung_up.clear()
    transport.close()
    assert counting.calls == 3


def test_a_connection_that_was_prepared_carries_the_next_request(counting: Counting) -> None:
    transport = HttpTransport(counting.url)
    assert 0 <= transport.prepare() < 30
    assert transport.post("/v1/exchange", b"x", {}).status == 200
    transport.close()
    assert counting.calls == 1


def test_a_request_takes_the_connection_that_is_free_and_waits_for_none_that_nobody_takes() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server, ThreadPoolExecutor() as aside:
        transport = HttpTransport(f"http://127.0.0.1:{server.getsockname()[1]}", connect_s=PATIENCE_S)
        transport.prepare()
        served, _ = server.accept()
        filler = socket.create_connection(server.getsockname())  # whoever calls now is not even heard
        never = aside.submit(transport.prepare)
        asked = aside.submit(transport.post, "/v1/exchange", b"x", {})
        served.recv(1)
        served.sendall(answer("200 OK", b"taken").raw)
        assert asked.result(PATIENCE_S).body == b"taken"
        assert not never.done()
        transport.close()
        for one in (filler, served, server):
            one.close()  # and the call is refused at last
        never.exception()


@pytest.fixture
def counting_over_tls(request: pytest.FixtureRequest, trusted: Authority) -> Iterator[Counting]:
    made = Counting(getattr(request, "param", 100), trusted.server())
    yield made
    made.close()


def test_tickets_that_tls_sends_unasked_are_no_hang_up(counting_over_tls: Counting) -> None:
    transport = HttpTransport(counting_over_tls.url)
    transport.prepare()
    assert counting_over_tls.has_greeted.wait(PATIENCE_S)
    for _ in range(3):
        assert transport.post("/v1/exchange", b"x", {}).body == b"ok"
    transport.close()
    assert counting_over_tls.calls == 1


@pytest.mark.parametrize("counting_over_tls", [1], indirect=True)
def test_a_hang_up_over_tls_is_seen_behind_the_tickets(counting_over_tls: Counting) -> None:
    transport = HttpTransport(counting_over_tls.url)
    for _ in range(3):
        assert transport.post("/v1/exchange", b"x", {}).status == 200
        assert counting_over_tls.hung_up.wait(30)
        counting_over_tls.hung_up.clear()
    transport.close()
    assert counting_over_tls.calls == 3


# --- the end --------------------------------------------------------------------------------------------------------


def test_a_request_under_way_ends_when_the_line_is_closed(foreign_line: BadLine) -> None:
    silence = Silence()
    foreign_line.harm_always(silence)
    transport = HttpTransport(foreign_line.url, read_s=NEVER_S)
    with ThreadPoolExecutor(1) as aside:
        answered = aside.submit(transport.post, "/v1/exchange", b"x", {})
        try:
            assert silence.arrived.wait(PATIENCE_S)
            transport.close()
            trouble = answered.exception(PATIENCE_S)
        finally:
            foreign_line.cut()
    assert isinstance(trouble, Trouble)
    assert trouble.code == "LINE_BROKEN"


def test_a_line_that_was_closed_calls_nobody(counting: Counting) -> None:
    transport = HttpTransport(counting.url)
    transport.close()
    assert code_of_post(transport) == "LINE_NONE"
    assert counting.calls == 0


# --- prepared at its first request ----------------------------------------------------------------------------------


def test_a_late_line_is_the_same_line(server: RunningServer) -> None:
    transport = LateTransport(server.url)
    try:
        assert transport.post("/nowhere", b"", {}).status == 404
    finally:
        transport.close()


def test_an_address_that_is_not_allowed_any_more_is_a_trouble_of_the_request() -> None:
    transport = LateTransport("http://posko.contoh.go.id")
    with pytest.raises(Trouble) as caught:
        transport.post("/v1/exchange", b"", {})
    assert caught.value.code == "SERVER_URL_PLAIN"
    transport.close()
