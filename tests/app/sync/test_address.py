"""Which addresses a server may have, and the way to it through a proxy that the system names."""

from __future__ import annotations

import base64
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.address import Proxy, proxy_to
from app.sync.transport import HttpTransport, check_address
from core.errors import Kind, Trouble
from tests.app.sync.conftest import code_of_post
from tests.kit.line import answer


def code_of_address(url: str) -> str:
    """The trouble of an address; empty if there is none."""
    try:
        check_address(url)
    except Trouble as trouble:
        return trouble.code if trouble.kind is Kind.USAGE else "not for who typed it"
    return ""


# --- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        *("https://posko.contoh.go.id", "https://posko.contoh.go.id:8443/jatim", "https://10.0.0.7"),
        *(
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://127.9.9.9:1",
            "http://[::1]:8080",
            "  http://127.0.0.1/ ",
        ),
    ],
)
def test_tls_to_anywhere_and_plain_http_to_this_machine_are_addresses(url: str) -> None:
    assert code_of_address(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        *("http://posko.contoh.go.id", "http://10.0.0.7:8080", "http://0.0.0.0", "http://localhost.contoh.id"),
        *("http://127.0.0.1.contoh.id", "http://0x7f000001", "http://2130706433", "http://[::2]"),
    ],
)
def test_plain_http_over_a_network_is_refused(url: str) -> None:
    assert code_of_address(url) == "SERVER_URL_PLAIN"


@pytest.mark.parametrize(
    "url",
    [
        *("", "posko.contoh.go.id", "ftp://127.0.0.1", "https://", "https:///x", "//127.0.0.1", "127.0.0.1:8080"),
        *("http://[::1", "http://127.0.0.1:x", "http://127.0.0.1:0", "http://127.0.0.1:99999", "https://☃.id"),
        *("http://127.0.0.1@contoh.id", "https://petugas:rahasia@contoh.id", "https://contoh.id/?a=b"),
        *("https://contoh.id/#a", "http://127.0.0.1/\x00", "http://127.0.0.1\n.contoh.id", "https://" + "a" * 70_000),
    ],
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    assert code_of_address(url) == "SERVER_URL"


@given(st.text(max_size=60) | st.text(alphabet="htps:/@.[]#?127local0\\ ", max_size=40).map("http://{}".format))
def test_no_text_makes_plain_http_go_anywhere_but_here(text: str) -> None:
    if code_of_address(text) == "":
        address = check_address(text)
        assert address.scheme == "https" or address.host in {"localhost", "::1"} or address.host.startswith("127.")


def test_a_test_network_may_lift_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSKO_ALLOW_PLAIN_HTTP", "1")
    assert code_of_address("http://10.0.0.7:8080") == ""
    monkeypatch.setenv("POSKO_ALLOW_PLAIN_HTTP", "0")
    assert code_of_address("http://10.0.0.7:8080") == "SERVER_URL_PLAIN"


def test_a_host_name_that_no_resolver_takes_is_no_line() -> None:
    assert code_of_post(HttpTransport("https://a..b")) == "LINE_NONE"


# --- through a proxy ------------------------------------------------------------------------------------------------


class Gate:
    """A proxy that says one thing to whoever comes first; what it heard until the caller had enough."""

    def __init__(self, says: bytes) -> None:
        self._says = says
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self._ear.getsockname()[1]}"
        self._other_side = ThreadPoolExecutor(1)
        self._heard = self._other_side.submit(self._listen)

    def _listen(self) -> bytes:
        caller, _ = self._ear.accept()
        with caller:
            heard = caller.recv(65_536)
            caller.sendall(self._says)
            with suppress(ConnectionResetError):
                heard += caller.recv(65_536)
            return heard

    def heard(self) -> bytes:
        with self._ear:
            heard = self._heard.result(30)
        self._other_side.shutdown()
        return heard


def test_tls_goes_through_the_proxy_that_the_system_names(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(b"HTTP/1.1 200 Connection established\r\n\r\n")
    monkeypatch.setenv("https_proxy", f"http://rina:k%40ta@{gate.place}")
    assert code_of_post(HttpTransport("https://posko.contoh.go.id", connect_s=5)) == "LINE_BROKEN"
    head, _, behind = gate.heard().partition(b"\r\n\r\n")
    introduction = base64.b64encode(b"rina:k@ta")
    assert head.splitlines() == [
        b"CONNECT posko.contoh.go.id:443 HTTP/1.1",
        b"Host: posko.contoh.go.id:443",
        b"Proxy-Authorization: Basic " + introduction,
    ]
    assert behind.startswith(b"\x16\x03")  # and then nothing but TLS


@pytest.mark.parametrize(("says", "code"), [(407, "CAPTIVE_PORTAL"), (403, "LINE_NONE"), (502, "LINE_NONE")])
def test_a_proxy_that_lets_nobody_through_is_named(says: int, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % says)
    monkeypatch.setenv("https_proxy", gate.place)
    assert code_of_post(HttpTransport("https://posko.contoh.go.id")) == code
    assert b"POST" not in gate.heard()


def test_what_a_proxy_says_before_tls_is_never_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    forged = answer("200 OK", b"believe me").raw
    gate = Gate(b"HTTP/1.1 200 Connection established\r\n\r\n" + forged)
    monkeypatch.setenv("https_proxy", gate.place)
    assert code_of_post(HttpTransport("https://posko.contoh.go.id")) == "LINE_NONE"
    assert gate.heard().endswith(b"\r\n\r\n")  # not one byte behind the question to be let through


def test_plain_http_of_a_test_network_names_the_whole_address_to_its_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    monkeypatch.setenv("POSKO_ALLOW_PLAIN_HTTP", "1")
    monkeypatch.setenv("http_proxy", gate.place)
    transport = HttpTransport("http://posko.contoh:8080/jatim")
    assert transport.post("/v1/exchange", b"x", {}).status == 200
    transport.close()
    assert gate.heard().startswith(
        b"POST http://posko.contoh:8080/jatim/v1/exchange HTTP/1.1\r\nHost: posko.contoh:8080"
    )


def test_no_proxy_stands_before_this_machine_or_whom_the_system_excepts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "contoh.go.id")
    assert proxy_to(check_address("http://127.0.0.1:9")) is None
    assert proxy_to(check_address("https://posko.contoh.go.id")) is None
    assert proxy_to(check_address("https://posko.contoh.or.id")) == Proxy("127.0.0.1", 9)
