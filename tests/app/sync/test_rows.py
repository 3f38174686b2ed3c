"""Requests in a row over one connection: order, pieces, breaks; and exchanges with a server that is far."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import pytest

from app.desk.context import Desk
from app.main import codec
from app.sync import pace
from app.sync.pace import FEWEST
from app.sync.reply import Reply as Answer
from app.sync.transport import MOST_BROKEN_ROWS, HttpTransport, Post, Row
from core.errors import Trouble
from core.wire.envelope import MAX_PACKED_BYTES, ExchangeRequest
from tests.app.sync.conftest import Visit
from tests.kit.authority import Authority
from tests.kit.desk_wire import EXCHANGE
from tests.kit.enrolled import desk_heads, pending, server_heads, sync
from tests.kit.line import BadLine, CutAnswer, CutRequest, Forge, Harm, Hold, HttpMessage, Pass, answer
from tests.kit.server import RunningServer

PATIENCE_S = 30.0


def row_of(transport: HttpTransport) -> Row:
    """A row over a line on which none has broken."""
    row = transport.row()
    assert row is not None
    return row


def batches_on(line: BadLine) -> list[ExchangeRequest]:
    """The exchanges on the line that carried events, in the order in which they came."""
    asked = [codec().unpack(one.body, ExchangeRequest) for one in line.requests if EXCHANGE.encode() in one.head]
    return [one for one in asked if one.batch]


def sizes_on(line: BadLine) -> list[int]:
    """How many events each of them carried."""
    return [len(one.batch.events) for one in batches_on(line) if one.batch]


# --- a connection ---------------------------------------------------------------------------------------------------


def heard_until(caller: socket.socket, end: bytes) -> bytes:
    """What came, up to these bytes."""
    heard = b""
    while not heard.endswith(end):
        piece = caller.recv(65_536)
        assert piece, "hung up"
        heard += piece
    return heard


@contextmanager
def two_in_a_row() -> Iterator[tuple[socket.socket, list[Future[Answer]], HttpTransport]]:
    """The server's end of a connection on which two requests have left, and who waits for their answers."""
    with socket.create_server(("127.0.0.1", 0)) as ear, ThreadPoolExecutor() as aside:
        transport = HttpTransport(f"http://127.0.0.1:{ear.getsockname()[1]}")
        row = row_of(transport)
        posts = {body: row.next() for body in (b"one", b"two")}
        # the second has its thread first, and still leaves behind the first
        asked = {body: aside.submit(posts[body], "/v1/exchange", body, {}) for body in (b"two", b"one")}
        caller, _ = ear.accept()
        with caller:
            heard = heard_until(caller, b"two")
            assert heard.count(b"POST") == 2
            assert heard.index(b"one") < heard.index(b"two")
            yield caller, [asked[b"one"], asked[b"two"]], transport
        wait(asked.values())
        row.end()
        transport.close()


def test_in_a_row_a_request_leaves_before_the_answer_to_the_one_before_has_come() -> None:
    with two_in_a_row() as (caller, asked, _transport):
        caller.sendall(answer("200 OK", b"1").raw + answer("200 OK", b"2").raw)  # and both may come in one piece
        assert [one.result(PATIENCE_S).body for one in asked] == [b"1", b"2"]


def test_answers_of_a_row_may_come_in_any_pieces() -> None:
    with two_in_a_row() as (caller, asked, _transport):
        for byte in answer("200 OK", b"1").raw + answer("503 Busy", b"2").raw:
            caller.sendall(bytes([byte]))
        assert [(one.result(PATIENCE_S).status, one.result().body) for one in asked] == [(200, b"1"), (503, b"2")]


@pytest.mark.parametrize(
    "said",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", b"SSH-2.0\r\n\r\n"],
    ids=["nothing", "half", "else"],
)
def test_where_the_first_of_a_row_gets_no_answer_those_behind_it_get_none(said: bytes) -> None:
    with two_in_a_row() as (caller, asked, _transport):
        caller.sendall(said)
        caller.close()
        troubles = [one.exception(PATIENCE_S) for one in asked]
    assert [isinstance(one, Trouble) and one.code for one in troubles] == ["LINE_BROKEN", "LINE_BROKEN"]


def test_where_a_server_takes_one_request_a_connection_the_second_of_a_row_is_known_to_be_lost() -> None:
    with two_in_a_row() as (caller, asked, _transport):
        caller.sendall(answer("200 OK", b"1", Connection="close").raw)
        assert asked[0].result(PATIENCE_S).body == b"1"
        with pytest.raises(Trouble, match="LINE_BROKEN"):
            asked[1].result(PATIENCE_S)


def test_to_close_the_line_ends_a_row_that_waits() -> None:
    with two_in_a_row() as (_caller, asked, transport):
        transport.close()
        for one in asked:
            with pytest.raises(Trouble, match="LINE_BROKEN"):
                one.result(PATIENCE_S)


@pytest.fixture
def overlaps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who came into the desk's end of a TLS connection while another thread was in it."""
    inside, found, moment = threading.Lock(), list[str](), threading.Event()

    def alone(what: str) -> Callable[..., Any]:
        true_one = getattr(ssl.SSLSocket, what)

        def watched(secret: ssl.SSLSocket, *how: Any) -> Any:  # noqa: ANN401
            if secret.server_side:
                return true_one(secret, *how)
            if not inside.acquire(blocking=False):
                found.append(what)
                return true_one(secret, *how)
            try:
                moment.wait(0.0005)
                return true_one(secret, *how)
            finally:
                inside.release()

        return watched

    for what in ("recv", "send"):
        monkeypatch.setattr(ssl.SSLSocket, what, alone(what))
    return found


def test_over_tls_one_thread_reads_while_another_writes_and_never_both_in_one_moment(
    trusted: Authority, overlaps: list[str]
) -> None:
    """Large both ways at once, so that neither can go on without the other."""
    size, many = MAX_PACKED_BYTES, 6
    with socket.create_server(("127.0.0.1", 0)) as ear, ThreadPoolExecutor() as aside:
        echoed = aside.submit(echo, ear, trusted.server(), size, many)
        transport = HttpTransport(f"https://127.0.0.1:{ear.getsockname()[1]}")
        row = row_of(transport)
        bodies = [bytes([number]) * size for number in range(many)]
        asked = [aside.submit(row.next(), "/v1/exchange", body, {}) for body in bodies]
        assert [one.result(PATIENCE_S).body for one in asked] == bodies
        echoed.result(PATIENCE_S)
        row.end()
        transport.close()
    assert overlaps == []


def echo(ear: socket.socket, tls: ssl.SSLContext, size: int, many: int) -> None:
    """A server that says back what it hears while it still hears it."""
    caller, _ = ear.accept()
    with tls.wrap_socket(caller, server_side=True) as secret, secret.makefile("rb") as heard:
        for _ in range(many):
            while heard.readline() != b"\r\n":
                pass
            secret.sendall(answer("200 OK", b"").raw.replace(b"Length: 0", b"Length: %d" % size))
            for _ in range(size // 16_384):
                secret.sendall(heard.read(16_384))


Heard = tuple[Future[Answer], socket.socket]
"""Who waits for an answer, and the end at which it may be given."""


class Party:
    """A line with a server at its other end that says what the test wants."""

    def __init__(self, ear: socket.socket, aside: ThreadPoolExecutor) -> None:
        self.transport = HttpTransport(f"http://127.0.0.1:{ear.getsockname()[1]}")
        self._ear, self._aside = ear, aside

    def hear(
        self, post: Post, body: bytes, caller: socket.socket | None = None
    ) -> tuple[Future[Answer], socket.socket]:
        """Have a request sent, over a new connection if none is named, and hear it."""
        asked = self._aside.submit(post, "/v1/exchange", body, {})
        heard_on = caller or self._ear.accept()[0]
        heard_until(heard_on, body)
        return asked, heard_on

    def accept(self) -> socket.socket:
        """Take a call."""
        return self._ear.accept()[0]


@pytest.fixture
def party() -> Iterator[Party]:
    with socket.create_server(("127.0.0.1", 0)) as ear, ThreadPoolExecutor() as aside:
        made = Party(ear, aside)
        yield made
        made.transport.close()


def test_after_a_row_its_connection_carries_the_next_request(party: Party) -> None:
    row = row_of(party.transport)
    first, caller = party.hear(row.next(), b"one")
    with caller:
        caller.sendall(answer("200 OK").raw)
        first.result(PATIENCE_S)
        row.end()
        second, _ = party.hear(party.transport.post, b"two", caller)
        caller.sendall(answer("200 OK").raw)
        assert second.result(PATIENCE_S).status == 200


def test_a_place_in_a_row_that_nobody_takes_holds_up_nobody(party: Party) -> None:
    row = row_of(party.transport)
    row.next()
    row.end()
    with party.accept():
        asked, another = party.hear(party.transport.post, b"one")
        with another:
            another.sendall(answer("200 OK").raw)
            assert asked.result(PATIENCE_S).status == 200


def test_after_rows_that_broke_in_succession_there_are_none_for_a_while(party: Party) -> None:
    for _ in range(MOST_BROKEN_ROWS):
        row = row_of(party.transport)
        asked, caller = party.hear(row.next(), b"one")
        caller.close()
        assert asked.exception(PATIENCE_S) is not None
        row.end()
    assert party.transport.row() is None


def test_what_is_free_is_not_called_for_again(party: Party) -> None:
    assert party.transport.idle() == ()
    party.transport.prepare()
    with party.accept() as caller:
        assert len(party.transport.idle()) == len(party.transport.idle()) == 1
        caller.shutdown(socket.SHUT_RDWR)
        assert party.transport.idle() == ()


# --- an exchange with a server that is far --------------------------------------------------------------------------


@pytest.fixture
def is_far(is_near: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server takes long to take a call."""
    monkeypatch.setattr(pace, "FAR_S", -1.0)


@pytest.mark.slow
@pytest.mark.usefixtures("is_far")
def test_from_far_batches_go_in_a_row_over_one_connection(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    for number in range(FEWEST * 5):
        visit(desk, number)
    totals = sync(desk)
    assert (totals.sent, totals.requests, pending(desk)) == (FEWEST * 5, 5, 0)
    batches = line.came_over[1:]  # behind the enrolment
    assert (len(batches), len(set(batches))) == (5, 1)
    assert desk_heads(desk) == server_heads(server, desk)


@pytest.mark.slow
@pytest.mark.usefixtures("is_far")
@pytest.mark.parametrize(("harm", "arrived"), [(CutRequest(500), 0), (CutAnswer(10), 1)], ids=["request", "answer"])
def test_where_a_row_breaks_the_server_says_what_it_has_and_only_the_rest_goes_again_apart(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit, rows: list[Row | None], harm: Harm, arrived: int
) -> None:
    for number in range(FEWEST * 5):
        visit(desk, number)
    line.harm(Pass(), harm)
    totals = sync(desk)
    assert (totals.sent, pending(desk)) == (FEWEST * 5, 0)
    assert sizes_on(line) == [FEWEST] * (6 - arrived)
    assert totals.requests == 6 - arrived  # answered ones: the question among them, the torn one not
    first, torn, *later = line.came_over[1:]
    assert first == torn
    assert first not in later
    assert len(rows) == 1
    assert desk_heads(desk) == server_heads(server, desk)


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[Row | None]:
    """All that were taken."""
    taken: list[Row | None] = []
    take = HttpTransport.row

    def noted(transport: HttpTransport) -> Row | None:
        taken.append(take(transport))
        return taken[-1]

    monkeypatch.setattr(HttpTransport, "row", noted)
    return taken


def close_behind(reply: HttpMessage) -> bytes:
    """The same answer from a server that takes one request a connection."""
    head = reply.head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    return head + reply.body


@pytest.mark.slow
@pytest.mark.usefixtures("is_far")
def test_a_server_that_takes_one_request_a_connection_gets_all_in_one_exchange(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    for number in range(FEWEST + 15):
        visit(desk, number)
    line.harm(Forge(close_behind))
    assert (sync(desk).sent, pending(desk)) == (FEWEST + 15, 0)
    assert desk_heads(desk) == server_heads(server, desk)


@pytest.mark.slow
@pytest.mark.usefixtures("is_far")
def test_in_a_row_the_server_waits_for_no_batch_that_could_come_behind(desk: Desk, line: BadLine, visit: Visit) -> None:
    """It would wait for nothing if the one before was refused: only what comes behind could follow."""
    for number in range(FEWEST * 5):
        visit(desk, number)
    sync(desk)
    assert [one.is_following for one in batches_on(line)] == [False] * 5


@pytest.mark.slow
def test_near_by_a_batch_says_that_the_one_before_it_is_under_way(desk: Desk, line: BadLine, visit: Visit) -> None:
    for number in range(FEWEST * 3):
        visit(desk, number)
    sync(desk)
    assert sorted(one.is_following for one in batches_on(line)) == [False, True, True]


@pytest.mark.slow
def test_a_lane_that_is_free_is_used_while_an_older_answer_is_missing(desk: Desk, line: BadLine, visit: Visit) -> None:
    for number in range(FEWEST * 4):
        visit(desk, number)
    held = Hold()
    line.harm(held)
    with ThreadPoolExecutor() as aside:
        exchange = aside.submit(sync, desk)
        assert held.arrived.wait(PATIENCE_S)
        line.wait_for_answers(1 + 4)  # the enrolment's, and those of all batches, the held one's among them
        held.let_go()
        assert exchange.result(PATIENCE_S).sent == FEWEST * 4
