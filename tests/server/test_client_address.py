"""Whose guesses are counted together: the client behind our proxy, never what a stranger says of himself."""

from __future__ import annotations

from typing import Any

import pytest
from litestar import Request

from server.http.client_address import LOOPBACK, client_of, networks

pytestmark = pytest.mark.one_engine


def asked(peer: str, *forwarded: str) -> Request[Any, Any, Any]:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    scope: Any = {"type": "http", "client": (peer, 1234) if peer else None, "headers": headers}  # all that is looked at
    return Request(scope)


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "", "2001:db8:1:2::/64"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_client_is_known_by_its_address(peer: str, forwarded: str, client: str) -> None:
    assert client_of(asked(peer, forwarded), (*LOOPBACK, *networks("10.0.0.0/24, 2001:db8::9"))) == client


def test_a_proxy_that_adds_a_line_is_believed_and_not_the_clients_own_line_before_it() -> None:
    assert client_of(asked("127.0.0.1", "192.0.2.9", "10.9.9.9, 198.51.100.1")) == "198.51.100.1"


@pytest.mark.parametrize("text", ["x", "10.0.0.0/99", "10.0.0.1/24", "posko.example"])
def test_what_is_no_address_is_no_proxy(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        networks(text)
