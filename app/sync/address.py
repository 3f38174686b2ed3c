"""Which addresses a desk may speak to: TLS to anywhere, plain HTTP to this machine only; who passes its bytes on."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from core.errors import unusable

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9._-]*[A-Za-z0-9-]\.?")
_ODD = re.compile(r"[^!-~]")
"""Whatever is no visible ASCII: what a parser drops silently would send people's data elsewhere."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is.

    Args:
        path: what stands before the paths of the server's calls.
    """

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def netloc(self) -> str:
        """Host and port as a request names them."""
        return self.with_port.removesuffix(f":{_PORTS[self.scheme]}")

    @property
    def with_port(self) -> str:
        """The same with the port in any case."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether it is this machine, whoever answers for names."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Proxy:
    """Who passes our bytes on where the network lets nobody out by himself. ``user``: ``name:word``, or empty."""

    host: str
    port: int
    user: str = ""


def check_address(url: str) -> Address:
    """The address, unless it is none, or would send people's data in clear over a network.

    Raises: Trouble SERVER_URL or SERVER_URL_PLAIN (usage).
    """
    parts = _parts(url.strip())
    if parts.scheme not in _PORTS or parts.username or parts.password or parts.query or parts.fragment:
        raise unusable("SERVER_URL")
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    address = Address(parts.scheme, parts.hostname or "", port, parts.path.rstrip("/"))
    if not port or not _is_host(address.host):
        raise unusable("SERVER_URL")
    if address.scheme == "http" and not address.is_loopback and not is_plain_http_allowed():
        raise unusable("SERVER_URL_PLAIN")
    return address


def is_plain_http_allowed() -> bool:
    """Whether a test network lifted the rule; the window then warns all the time."""
    return os.environ.get("POSKO_ALLOW_PLAIN_HTTP") == "1"


def proxy_to(address: Address) -> Proxy | None:
    """The proxy that the system names for this address; never one to this machine."""
    from urllib.request import getproxies, proxy_bypass

    if address.is_loopback or proxy_bypass(address.host):
        return None
    named = getproxies()
    text = named.get(address.scheme) or named.get("all")
    parts = urlsplit(text if "://" in text else f"http://{text}") if text else None
    if parts is None or not parts.hostname:
        return None
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    return Proxy(parts.hostname, parts.port or _PORTS["http"], user)


def _parts(url: str) -> SplitResult:
    """Raises: Trouble SERVER_URL (usage) for a text that no two readers would take alike."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - looks whether it is a number within its bounds
    except ValueError as error:
        raise unusable("SERVER_URL") from error
    if _ODD.search(url) or "\\" in url or "@" in parts.netloc:
        raise unusable("SERVER_URL")
    return parts


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _NAME.fullmatch(host) is not None
    return True
