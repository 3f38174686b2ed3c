"""An answer leaves the server in one piece, and who waits for an earlier batch is woken by that one's arrival alone."""

from __future__ import annotations

import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from server.exchange.arrivals import MOST_WAITING, Arrivals
from tests.kit.server import RunningServer

PATIENCE_S = 30.0


@pytest.mark.one_engine
@pytest.mark.parametrize(("ask", "status"), [("GET /healthz HTTP/1.1", b"200"), ("nonsense", b"400")])
def test_head_and_body_of_an_answer_come_together(server: RunningServer, ask: str, status: bytes) -> None:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), PATIENCE_S) as caller:
        caller.sendall(f"{ask}\r\nHost: {address.netloc}\r\n\r\n".encode())
        head, _, body = caller.recv(65_536).partition(b"\r\n\r\n")
    assert head.split()[1] == status
    assert b"content-length: %d" % len(body) in head.lower()
    assert body


def waiting(arrivals: Arrivals, stream: bytes, woken: list[bytes]) -> threading.Thread:
    """Somebody who waits for a stream."""

    def wait() -> None:
        if arrivals.listen(stream, arrivals.rung(stream), PATIENCE_S):
            woken.append(stream)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_what_rang_before_one_listens_is_not_waited_for() -> None:
    arrivals = Arrivals()
    rung = arrivals.rung(b"a")
    arrivals.ring(b"a")
    began_s = time.monotonic()
    assert arrivals.listen(b"a", rung, PATIENCE_S)
    assert time.monotonic() - began_s < PATIENCE_S


def test_a_stream_wakes_those_who_wait_for_it_and_no_others() -> None:
    arrivals, woken = Arrivals(), list[bytes]()
    for_a, for_b = waiting(arrivals, b"a", woken), waiting(arrivals, b"b", woken)
    while for_b.is_alive():
        arrivals.ring(b"b")
    assert woken == [b"b"]
    while for_a.is_alive():
        arrivals.ring(b"a")
    assert woken == [b"b", b"a"]


def test_in_a_crowd_nobody_more_waits() -> None:
    arrivals, woken = Arrivals(), list[bytes]()
    crowd = [waiting(arrivals, b"a", woken) for _ in range(MOST_WAITING)]
    while arrivals.listen(b"b", arrivals.rung(b"b"), 0.0):
        pass  # until all of them stand there
    assert not arrivals.listen(b"a", arrivals.rung(b"a"), PATIENCE_S)
    while any(one.is_alive() for one in crowd):
        arrivals.ring(b"a")
    assert arrivals.listen(b"a", arrivals.rung(b"a"), 0.0)
