"""Whatever refuses a request on a page that people open, they read a sentence; desks get problem documents."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from core.errors import Trouble
from core.sentences import sentence
from server.http import slip_route
from server.http.limits import Bounds
from server.office.mailbox_owner import Owners
from tests.kit.mailboxes import look, send, shown
from tests.kit.server import RunningServer, running_server

pytestmark = pytest.mark.one_engine

PEOPLES = ("/aktivasi", "/AKTIVASI", "/kotak", "/s/ABC", "/S/ABC")
FORMS = ("/aktivasi", "/kotak")


@pytest.fixture
def bounds() -> Bounds:
    return Bounds()


@pytest.fixture
def server(tmp_path: Path, bounds: Bounds) -> Iterator[RunningServer]:
    with running_server(tmp_path, bounds=bounds) as running:
        yield running


def assert_page(answer: httpx.Response, status: int, words: str) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert '<html lang="id">' in answer.text
    assert sentence(words) in shown(answer)
    assert "HTTP_" not in answer.text
    assert len(answer.content) < 14_000


@pytest.mark.parametrize("path", PEOPLES)
def test_a_busy_server_asks_people_on_a_page_to_come_again(server: RunningServer, bounds: Bounds, path: str) -> None:
    bounds.free = 0
    answer = look(server, path)
    assert_page(answer, 503, "PAGE_REFUSED_BUSY")
    assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize("path", FORMS)
def test_a_server_that_is_about_to_end_says_so_to_who_sends_a_form(
    server: RunningServer, bounds: Bounds, path: str
) -> None:
    bounds.is_stopping = True
    try:
        answer = send(server, path, code="x")
    finally:
        bounds.is_stopping = False
    assert_page(answer, 503, "PAGE_REFUSED_BUSY")
    assert f'href="{path}"' in answer.text
    assert answer.headers["connection"] == "close"


def test_desks_are_told_in_problem_documents_as_ever(server: RunningServer, bounds: Bounds) -> None:
    bounds.free = 0
    answer = httpx.post(f"{server.url}/v1/exchange", content=b"")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "HTTP_BUSY"


@pytest.mark.parametrize("path", FORMS)
def test_a_form_that_is_far_too_long_is_told_on_a_page(server: RunningServer, path: str) -> None:
    assert_page(send(server, path, code="x" * 9000), 413, "PAGE_REFUSED_LARGE")


@pytest.mark.parametrize("path", FORMS)
def test_a_form_that_does_not_come_whole_is_told_on_a_page(tmp_path: Path, path: str) -> None:
    with running_server(tmp_path, bounds=Bounds(body_timeout_s=0.2)) as server:
        where = urlsplit(server.url)
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        with socket.create_connection((where.hostname or "", where.port or 0), timeout=30) as line:
            line.sendall(f"{head}Content-Length: 100\r\n\r\ncode=".encode())
            told = b"".join(iter(lambda: line.recv(65_536), b"")).decode()
    assert told.startswith("HTTP/1.1 408")
    assert "text/html" in told
    assert sentence("PAGE_REFUSED_SLOW") in told


@pytest.mark.parametrize("path", FORMS)
def test_what_is_no_form_is_told_on_a_page(server: RunningServer, path: str) -> None:
    answer = httpx.post(server.url + path, json={"code": "x"})
    assert_page(answer, 415, "PAGE_REFUSED_SHAPE")
    assert answer.headers["accept"] == "application/x-www-form-urlencoded"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert_page(httpx.post(server.url + path, content=b"\xff", headers=headers), 400, "PAGE_REFUSED_SHAPE")


def test_a_store_that_cannot_answer_is_a_busy_page(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise Trouble("SERVER_DISK_FULL")

    monkeypatch.setattr(slip_route, "slip_status", broken)
    answer = look(server, "/s/ABC")
    assert_page(answer, 503, "PAGE_REFUSED_BUSY")
    assert "href" not in answer.text, "the address of a slip is no place to lead anybody to"


def test_a_bug_is_said_to_be_ours_and_its_text_stays_out_of_the_page_and_the_log(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("SITI AMINAH")

    monkeypatch.setattr(Owners, "look", broken)
    answer = send(server, "/kotak", address="siti@contoh.test", password="x", act="look")
    assert_page(answer, 500, "PAGE_REFUSED_BUG")
    assert "SITI" not in answer.text + caplog.text


def test_the_operator_sees_in_the_log_what_was_refused(
    server: RunningServer, bounds: Bounds, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "posko.server.requests")
    bounds.free = 0
    look(server, "/kotak")
    [facts] = [record.__dict__["facts"] for record in caplog.records if record.name == "posko.server.requests"]
    assert (facts["route"], facts["problem"], facts["reason"]) == ("/kotak", "HTTP_BUSY", "full")
