"""Bytes to the server and back: address rules, time-outs, sizes, and what each failure is called."""

from __future__ import annotations

import ipaddress
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from core.errors import Trouble, unusable
from core.wire.envelope import MAX_PACKED_BYTES

CONNECT_S = 10.0
READ_S = 20.0
"""Our own read time-out and a fresh connection beat the system's long waits on a bad line [SYNC_PEERS 6e]."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came: nothing in it is believed yet."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Transport(Protocol):
    """Sends one request and brings the answer. Raises Trouble if there is none."""

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST."""
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...


class HttpTransport:
    """The real line: HTTP over TLS, verified always; plain HTTP to this machine only."""

    def __init__(self, url: str) -> None:
        """Prepare the line to a server. Raises: Trouble SERVER_URL or SERVER_URL_PLAIN (usage)."""
        check_address(url)
        self._client = httpx.Client(
            base_url=url.rstrip("/"),
            timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
            follow_redirects=False,
            trust_env=not _is_loopback(urlsplit(url).hostname or ""),
        )

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST. Raises: Trouble LINE_NONE, LINE_SLOW, LINE_BROKEN, TLS_CLOCK, TLS_CERTIFICATE, REPLY_TOO_LARGE."""
        try:
            with self._client.stream("POST", path, content=body, headers=dict(headers)) as response:
                content = _bounded(response)
                return Reply(response.status_code, {k.lower(): v for k, v in response.headers.items()}, content)
        except httpx.HTTPError as error:
            raise _trouble(error) from error

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def check_address(url: str) -> None:
    """Refuse an address that is none, or that would send people's data in clear over a network."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise unusable("SERVER_URL")
    if parts.scheme == "http" and not _is_loopback(parts.hostname) and not is_plain_http_allowed():
        raise unusable("SERVER_URL_PLAIN")


def is_plain_http_allowed() -> bool:
    """Whether a test network lifted the rule; the window then warns all the time."""
    return os.environ.get("POSKO_ALLOW_PLAIN_HTTP") == "1"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bounded(response: httpx.Response) -> bytes:
    content = b""
    for piece in response.iter_bytes():
        content += piece
        if len(content) > MAX_PACKED_BYTES:
            raise Trouble("REPLY_TOO_LARGE")
    return content


def _trouble(error: httpx.HTTPError) -> Trouble:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            # 9 = not yet valid, 10 = expired: on desks with a dead clock battery this is the usual reason
            return Trouble("TLS_CLOCK" if cause.verify_code in (9, 10) else "TLS_CERTIFICATE")
        if isinstance(cause, ssl.SSLError):
            return Trouble("TLS_CERTIFICATE")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Trouble("LINE_NONE")
    if isinstance(error, httpx.TimeoutException):
        return Trouble("LINE_SLOW")
    return Trouble("LINE_BROKEN")
