"""The server as a real process: ready line, a quiet end, a power cut between commit and answer."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from tests.kit.desk_wire import WireDesk, is_receipt_signed
from tests.kit.server_engines import with_database
from tests.kit.server_process import ROOT, SERVER, command, server_process

pytestmark = pytest.mark.slow


def code_for(data: Path, post: str = "SBY01") -> str:
    done = command("enrol-code", "--post", post, "--post-name", "Posko Satu", "--json", data=data)
    assert done.returncode == 0, done.stderr
    code: str = json.loads(done.stdout)["code"]
    return code


def test_a_code_made_beside_the_running_server_enrols_a_device_whose_events_stand_in_the_export(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        desk = WireDesk()
        desk.enrol(server.url, code_for(tmp_path))
        for number in range(1, 4):
            desk.register(number)
        desk.exchange(server.url)
        heads = json.loads(command("heads", "--json", data=tmp_path).stdout)
        exported = command("export", "registrations", "--format", "jsonl", data=tmp_path)
    assert heads == [
        {
            "device": str(desk.device),
            "post": "SBY01",
            "last_seq": 3,
            "head": desk.head.hex(),
            "incarnation": 1,
            "stream": desk.stream.hex(),
        }
    ]
    assert [json.loads(line)["queue_number"] for line in exported.stdout.splitlines()] == ["A001", "A002", "A003"]


def test_the_ready_line_stands_alone_on_stdout_and_the_end_is_quiet(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        assert server.ready_line == f"Server siap di {server.url} (mode latihan)\n"
        assert server.stop() == 0
        assert server.process.stdout is not None
        assert server.process.stdout.read() == ""
    assert "Traceback" not in (tmp_path / "stderr.txt").read_text()


@pytest.mark.one_engine
def test_a_closed_stdout_and_stderr_disturb_no_command(tmp_path: Path) -> None:
    words = " ".join((*SERVER, "enrol-code", "--post", "SBY01", "--post-name", "X", "--data", str(tmp_path)))
    done = subprocess.run(["sh", "-c", f"exec {words} >&- 2>&-"], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0


@pytest.mark.one_engine
def test_ctrl_c_ends_it_quietly_too(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(30) == 0
    assert "Traceback" not in (tmp_path / "stderr.txt").read_text()


def test_a_request_in_flight_is_finished_before_the_end(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        desk = WireDesk()
        desk.enrol(server.url, code_for(tmp_path))
        desk.register(1)
        body = desk.request(desk.batch())
        address = httpx.URL(server.url)
        from core.wire.codec import CONTENT_TYPE
        from core.wire.http_signature import signed_headers

        headers = {
            "Host": "posko",
            "Content-Type": CONTENT_TYPE,
            "Content-Length": str(len(body)),
            "Connection": "close",
            **signed_headers(desk.key, "POST", "/v1/exchange", body),
        }
        head = "POST /v1/exchange HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in headers.items())
        with socket.create_connection((address.host, address.port or 0), timeout=30) as line:
            line.sendall(head.encode() + b"\r\n" + body[:10])
            assert httpx.get(f"{server.url}/healthz").status_code == 200
            server.process.send_signal(signal.SIGTERM)
            line.sendall(body[10:])
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        assert server.process.wait(30) == 0
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert json.loads(command("heads", "--json", data=tmp_path).stdout)[0]["last_seq"] == 1


def test_a_power_cut_between_commit_and_answer_loses_and_doubles_nothing(tmp_path: Path) -> None:
    desk = WireDesk()
    with server_process(tmp_path) as server:
        welcome = desk.enrol(server.url, code_for(tmp_path))
    for number in range(1, 6):
        desk.register(number)
    request = desk.request(desk.batch())
    dying = (sys.executable, "-m", "tests.kit.dying_server", "run", "--training", "--port", "0")
    with server_process(tmp_path, program=dying) as server:
        with pytest.raises(httpx.HTTPError):
            desk.post_bytes(server.url, request)
        assert server.process.wait(30) == -signal.SIGKILL
    with server_process(tmp_path) as server:
        first = desk.post_bytes(server.url, request)
        second = desk.post_bytes(server.url, request)
    reply = desk.opened(first)
    assert first.content == second.content
    assert (reply.receipt.have_seq, reply.receipt.have_hash, reply.outcomes) == (5, desk.head, ())
    assert is_receipt_signed(bytes.fromhex(welcome.server_key), reply)
    events = command("export", "events", "--format", "jsonl", data=tmp_path).stdout.splitlines()
    assert [json.loads(line)["seq"] for line in events] == [1, 2, 3, 4, 5]


@pytest.mark.one_engine  # PostgreSQL serves several: test_several_processes.py
def test_a_second_server_on_the_same_file_is_refused(tmp_path: Path) -> None:
    with server_process(tmp_path):
        done = command("run", "--training", "--port", "0", data=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "sudah berjalan" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.one_engine
def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = command("run", "--port", str(taken.getsockname()[1]), data=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_enough_ends_an_export_without_a_word(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        desk = WireDesk()
        desk.enrol(server.url, code_for(tmp_path))
        for number in range(400):
            desk.register(number)
        desk.exchange(server.url)
    export = subprocess.Popen(
        [*SERVER, *with_database(["export", "events", "--format", "jsonl", "--data", str(tmp_path)])],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert export.stdout is not None
    assert export.stderr is not None
    export.stdout.readline()
    export.stdout.close()
    with export.stderr:
        assert export.stderr.read() == b""
    assert export.wait(30) == 3


def test_commands_started_at_the_same_instant_on_a_fresh_folder_agree_on_one_server(tmp_path: Path) -> None:
    codes: list[str] = []
    threads = [threading.Thread(target=lambda: codes.append(code_for(tmp_path))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(codes)) == 3
    with server_process(tmp_path) as server:
        assert sorted(WireDesk().enrol(server.url, code).block for code in codes) == [1, 2, 3]
