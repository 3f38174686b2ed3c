"""Asked to end, the real server program finishes what is under way, sends newcomers away politely, and goes."""

from __future__ import annotations

import json
import signal
import socket
import time
from pathlib import Path
from typing import Self

import httpx
import pytest

from core.wire.codec import CONTENT_TYPE
from core.wire.envelope import ExchangeReply
from core.wire.http_signature import signed_headers
from tests.kit.desk_wire import EXCHANGE, NO_TLS, WireDesk
from tests.kit.server_process import ServerProcess, command, server_process

pytestmark = pytest.mark.slow


def enrolled(server: ServerProcess, data: Path) -> WireDesk:
    code = json.loads(command("enrol-code", "--post", "SBY01", "--post-name", "X", "--json", data=data).stdout)["code"]
    desk = WireDesk()
    desk.enrol(server.url, code)
    desk.register(1)
    return desk


class HalfRequest:
    """An exchange of which the last bytes have not been sent yet."""

    def __init__(self, server: ServerProcess, desk: WireDesk) -> None:
        self.body = desk.request(desk.batch())
        headers = {
            "Host": "posko",
            "Content-Type": CONTENT_TYPE,
            "Content-Length": str(len(self.body)),
            **signed_headers(desk.key, "POST", EXCHANGE, self.body),
        }
        head = f"POST {EXCHANGE} HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in headers.items())
        address = httpx.URL(server.url)
        self.line = socket.create_connection((address.host, address.port or 0), timeout=30)
        self.line.sendall(head.encode() + b"\r\n" + self.body[:-10])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()

    def finish(self) -> bytes:
        """Send the rest; everything that comes back until the server hangs up."""
        self.line.sendall(self.body[-10:])
        return b"".join(iter(lambda: self.line.recv(65536), b""))


def until_stopping(server: ServerProcess) -> httpx.Response:
    """The first answer that is not 200."""
    deadline_s = time.monotonic() + 30
    while time.monotonic() < deadline_s:
        response = httpx.get(f"{server.url}/readyz", verify=NO_TLS)
        if response.status_code != 200:
            return response
    raise AssertionError("it goes on as if nobody had asked it to end")


def test_what_is_under_way_is_finished_and_newcomers_are_asked_to_come_again(tmp_path: Path) -> None:
    with server_process(tmp_path) as server, HalfRequest(server, desk := enrolled(server, tmp_path)) as half:
        assert httpx.get(f"{server.url}/readyz", verify=NO_TLS).status_code == 200
        server.process.send_signal(signal.SIGTERM)
        until_stopping(server)
        late = WireDesk().post_bytes(server.url, desk.request(None))
        alive = httpx.get(f"{server.url}/healthz", verify=NO_TLS)
        answer = half.finish()
        assert server.process.wait(30) == 0
    assert (late.status_code, late.json()["code"]) == (503, "HTTP_BUSY")
    assert late.json()["facts"] == {"reason": "stopping"}
    assert int(late.headers["retry-after"]) > 0
    assert late.headers["connection"] == "close"
    assert alive.status_code == 200, "it lives until it has ended"
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert desk.codec.unpack(body, ExchangeReply).receipt.have_seq == 1
    assert json.loads(command("heads", "--json", data=tmp_path).stdout)[0]["last_seq"] == 1


def test_the_log_says_why_it_ended_and_that_it_did(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        assert server.stop() == 0
    events = [json.loads(line)["event"] for line in (tmp_path / "stderr.txt").read_text("utf-8").splitlines()]
    assert events.index("stopping") < events.index("stopped") == len(events) - 1


def test_the_next_server_opens_what_this_one_closed(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        desk = enrolled(server, tmp_path)
        desk.exchange(server.url)
        assert server.stop() == 0
    with server_process(tmp_path) as server:
        assert desk.poll(server.url).receipt.have_seq == 1


def test_asked_twice_it_goes_at_once(tmp_path: Path) -> None:
    with server_process(tmp_path) as server, HalfRequest(server, enrolled(server, tmp_path)):
        httpx.get(f"{server.url}/healthz", verify=NO_TLS)
        server.process.send_signal(signal.SIGTERM)
        until_stopping(server)
        server.process.send_signal(signal.SIGTERM)
        started_s = time.monotonic()
        assert server.process.wait(30) == 0
        assert time.monotonic() - started_s < 10
    assert "Traceback" not in (tmp_path / "stderr.txt").read_text("utf-8")


def test_a_client_that_only_holds_its_connection_open_keeps_nobody_waiting(tmp_path: Path) -> None:
    with server_process(tmp_path) as server, httpx.Client(verify=NO_TLS) as client:
        assert client.get(f"{server.url}/healthz").status_code == 200
        started_s = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - started_s < 10
