"""``posko sync`` and ``status``: what is counted, and what an answer that is no answer is called."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.app.headless.conftest import Posko
from tests.kit.desk import new_profile, person_values
from tests.kit.server import RunningServer, running_server

SYNC_KEYS = {
    "sent", "accepted", "duplicates", "refused", "received", "pending", "heads_match", "requests", "bytes_up",
    "bytes_down",
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def enrolled(posko: Posko, home: Path, server: RunningServer) -> Path:
    """The desk, known to the server, with two visits."""
    assert posko("enrol", "--server", server.url, "--enrol", server.new_code(province="35")).code == 0
    visits = "\n".join(json.dumps(person_values(number)) for number in (1, 2)).encode()
    command = ("register", "--programme", "PRAKERJA2020", "--input", "-", "--on", "2020-04-13")
    assert posko(*command, stdin=visits).code == 0
    return home


def test_a_sync_says_what_it_moved_and_a_second_one_sends_nothing(posko: Posko, enrolled: Path) -> None:
    first = posko("sync", "--json")
    assert (first.code, set(first.json) >= SYNC_KEYS, first.err) == (0, True, "")
    assert (first.json["sent"], first.json["accepted"], first.json["pending"]) == (2, 2, 0)
    assert first.json["heads_match"] is True
    assert first.json["bytes_up"] > 0
    second = posko("sync", "--once", "--json")
    assert (second.code, second.json["sent"], second.json["requests"]) == (0, 0, 1)


def test_status_counts_before_and_after(posko: Posko, enrolled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSKO_SECRET_FILE")  # it needs none
    before = posko("status", "--json").json
    assert {"registrations", "pending", "incomplete", "drafts", "last_sync"} <= set(before)
    assert (before["registrations"], before["incomplete"], before["pending"], before["drafts"]) == (2, 0, 2, 0)
    assert before["last_sync"] is None
    monkeypatch.setenv("POSKO_SECRET_FILE", str(enrolled.parent / "secret.txt"))
    posko("sync")
    after = posko("status", "--json").json
    assert after["pending"] == 0
    assert datetime.fromisoformat(after["last_sync"]).tzinfo is not None
    assert abs(after["drift_s"]) < 60


def test_a_person_reads_the_last_contact_as_the_posts_own_clock_shows_it(posko: Posko, enrolled: Path) -> None:
    assert posko("status").out.splitlines()[0].endswith("kontak server terakhir belum pernah.")
    posko("sync")
    last = datetime.fromisoformat(posko("status", "--json").json["last_sync"])
    for zone, hours in (("WIB", 7), ("WIT", 9)):
        (enrolled / "posko.toml").write_text(f'zone = "{zone}"\n', encoding="utf-8")
        shown = f"{last.astimezone(timezone(timedelta(hours=hours))):%d-%m-%Y %H.%M} {zone}."
        assert posko("status").out.splitlines()[0].endswith(shown)


def test_a_desk_that_is_not_enrolled_says_so(posko: Posko, home: Path) -> None:
    said = posko("sync", "--json")
    assert (said.code, said.error) == (3, "NOT_ENROLLED")


class _Answers(BaseHTTPRequestHandler):
    """Answers every request with what its server was told."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status, headers, body = self.server.answer  # type: ignore[attr-defined]  # put there below
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def answering(status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    """A web server that gives one answer to everybody; its address."""
    web = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    web.answer = status, headers, body  # type: ignore[attr-defined]  # read above
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{web.server_address[1]}"
    finally:
        web.shutdown()
        thread.join()
        web.server_close()


HTML = {"Content-Type": "text/html; charset=utf-8"}
PROBLEM = {"Content-Type": "application/problem+json"}
OURS = {"Content-Type": "application/vnd.posko.exchange"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "code"),
    [
        (200, HTML, b"<html>Selamat datang di WiFi kami</html>", "CAPTIVE_PORTAL"),
        (200, HTML, b"", "CAPTIVE_PORTAL"),
        (302, {"Location": "http://login.example/"}, b"", "CAPTIVE_PORTAL"),
        (404, HTML, b"<h1>404</h1>", "CAPTIVE_PORTAL"),
        (200, {"Content-Type": "application/json"}, b"{}", "CAPTIVE_PORTAL"),
        (500, HTML, b"<h1>Oops</h1>", "SERVER_TROUBLE"),
        (503, {"Retry-After": "7"}, b"", "SERVER_BUSY"),
        (429, HTML, b"slow down", "SERVER_BUSY"),
        (200, OURS, b"", "REPLY_DAMAGED"),
        (200, OURS, b"PSK\x01\x00\xff\xff", "REPLY_DAMAGED"),
        (400, PROBLEM, b'{"type":"t","title":"t","status":400,"code":"STRANGE"}', "SERVER_REFUSES"),
        (400, PROBLEM, b"\xff", "CAPTIVE_PORTAL"),
        (403, PROBLEM, b'{"type":"t","title":"t","status":403,"code":"DEVICE_REVOKED"}', "DEVICE_REVOKED"),
        (429, PROBLEM, b'{"type":"t","title":"t","status":429,"code":"ENROL_TOO_MANY_TRIES"}', "ENROL_TOO_MANY_TRIES"),
    ],
)
def test_an_answer_that_is_none_has_its_own_sentence_and_changes_nothing(
    posko: Posko, enrolled: Path, status: int, headers: dict[str, str], body: bytes, code: str
) -> None:
    with answering(status, headers, body) as url:
        _move_server(enrolled, url)
        said = posko("sync", "--once", "--json")
    assert (said.code, said.error, said.err) == (3, code, "")
    assert "..." not in said.json["error"]["message"]
    assert posko("status", "--json").json["pending"] == 2


def test_a_server_that_is_down_or_somewhere_else_has_its_own_sentence(posko: Posko, enrolled: Path) -> None:
    _move_server(enrolled, "http://127.0.0.1:1")
    said = posko("sync", "--once", "--json")
    assert (said.code, said.error) == (3, "LINE_NONE")


def test_an_address_in_the_clear_is_refused_when_the_test_network_is_over(posko: Posko, enrolled: Path) -> None:
    _move_server(enrolled, "http://192.0.2.1:8080")
    said = posko("sync", "--json")
    assert (said.code, said.error) == (2, "SERVER_URL_PLAIN")


def test_enrolling_at_a_web_page_is_said(posko: Posko, home: Path) -> None:
    with answering(200, HTML, b"<html>") as url:
        said = posko("enrol", "--server", url, "--enrol", "CODE", "--json")
    assert (said.code, said.error) == (3, "CAPTIVE_PORTAL")


def test_status_and_find_run_beside_a_program_that_writes(posko: Posko, enrolled: Path) -> None:
    from app.models.store import Store

    with Store(enrolled, holder="posko jendela"):
        assert posko("status", "--json").code == 0
        assert len(posko("find", "BUDI", "--json").json) == 2
        busy = posko("backup", enrolled.parent / "copy.posko", "--json")
    assert (busy.code, busy.error) == (3, "STORE_IN_USE")
    assert "posko jendela" in busy.json["error"]["message"]


def _move_server(home: Path, url: str) -> None:
    """Let the desk believe that its server lives elsewhere."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / "posko.db")) as database, database:
        database.execute("UPDATE profile SET server_url = ?", (url,))


def test_two_desks_are_two_profiles(posko: Posko, enrolled: Path, tmp_path: Path, server: RunningServer) -> None:
    posko("sync")
    new_profile(tmp_path / "second", block=2)
    second = ("--home", tmp_path / "second", "--json")
    code = server.new_code(province="35")
    assert posko("enrol", "--server", server.url, "--enrol", code, *second).code == 0
    assert posko("sync", *second).json["received"] >= 2
    assert posko("status", *second).json["registrations"] == 0  # the other desk's, not its own
    assert len(posko("find", "BUDI", *second).json) >= 2
