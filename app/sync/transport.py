"""Bytes to the server and back: address rules, time-outs, sizes, and what each failure is called.

The HTTP library is loaded where it is used: it takes a quarter of a second that no start-up should wait for.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.errors import Trouble, unusable
from core.wire.envelope import MAX_PACKED_BYTES

if TYPE_CHECKING:
    import ssl

    import httpx

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

    def __init__(self, url: str, *, connect_s: float = CONNECT_S, read_s: float = READ_S) -> None:
        """Prepare the line to a server. Raises: Trouble SERVER_URL or SERVER_URL_PLAIN (usage)."""
        import httpx

        address = check_address(url)
        self._client = httpx.Client(
            base_url=address,
            headers={"Accept-Encoding": "identity"},  # what comes is packed already
            timeout=httpx.Timeout(read_s, connect=connect_s),
            follow_redirects=False,
            verify=_authorities(address.scheme),
            trust_env=not _is_loopback(address.host),  # no proxy to this machine
        )

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST. Raises: Trouble LINE_NONE, LINE_SLOW, LINE_BROKEN, TLS_CLOCK, TLS_CERTIFICATE, REPLY_TOO_LARGE."""
        import httpx

        try:
            with self._client.stream("POST", path, content=body, headers=dict(headers)) as response:
                content = _bounded(response)
                return Reply(response.status_code, {k.lower(): v for k, v in response.headers.items()}, content)
        except httpx.HTTPError as error:
            raise _trouble(error) from error
        except UnicodeError as error:  # a host name that no resolver takes
            raise Trouble("LINE_NONE") from error

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


class LateTransport:
    """The real line, prepared at its first request by the thread that sends it: loading authorities takes a while.

    An address that is not allowed (any more) is then a trouble of that request like any other.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._line: HttpTransport | None = None

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST. Raises: Trouble as :class:`HttpTransport` does."""
        if self._line is None:
            self._line = HttpTransport(self._url)
        return self._line.post(path, body, headers)

    def close(self) -> None:
        """Close the connection if there is one."""
        if self._line is not None:
            self._line.close()


def check_address(url: str) -> httpx.URL:
    """The address, unless it is none, or would send people's data in clear over a network.

    Raises: Trouble SERVER_URL or SERVER_URL_PLAIN (usage).
    """
    import httpx

    try:
        address = httpx.URL(url.strip().rstrip("/"))
    except httpx.InvalidURL as error:
        raise unusable("SERVER_URL") from error
    is_port = address.port is None or 0 < address.port < 65_536
    if address.scheme not in ("http", "https") or not address.host or not is_port:
        raise unusable("SERVER_URL")
    if address.userinfo or address.query or address.fragment:
        raise unusable("SERVER_URL")
    if address.scheme == "http" and not _is_loopback(address.host) and not is_plain_http_allowed():
        raise unusable("SERVER_URL_PLAIN")
    return address


def is_plain_http_allowed() -> bool:
    """Whether a test network lifted the rule; the window then warns all the time."""
    return os.environ.get("POSKO_ALLOW_PLAIN_HTTP") == "1"


def _authorities(scheme: str) -> ssl.SSLContext:
    """Who may vouch for a server: the well-known authorities, or the operator's own in SSL_CERT_FILE.

    Raises: Trouble TLS_CERTIFICATE if that file cannot be used.
    """
    import ssl

    if scheme == "http":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, shakes no hands, and spares the loading
    import httpx

    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise Trouble("TLS_CERTIFICATE") from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bounded(response: httpx.Response) -> bytes:
    """The bytes as they came: whatever claims to be compressed stays so, and cannot swell."""
    content = bytearray()
    for piece in response.iter_raw():
        content += piece
        if len(content) > MAX_PACKED_BYTES:
            raise Trouble("REPLY_TOO_LARGE")
    return bytes(content)


def _trouble(error: httpx.HTTPError) -> Trouble:
    import ssl

    import httpx

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            # 9 = not yet valid, 10 = expired: on desks with a dead clock battery this is the usual reason
            return Trouble("TLS_CLOCK" if cause.verify_code in (9, 10) else "TLS_CERTIFICATE")
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError):
            return Trouble("LINE_BROKEN")  # a hang-up says nothing about who the other side is
        if isinstance(cause, ssl.SSLError):
            return Trouble("TLS_CERTIFICATE")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Trouble("LINE_NONE")
    if isinstance(error, httpx.TimeoutException):
        return Trouble("LINE_SLOW")
    return Trouble("LINE_BROKEN")
