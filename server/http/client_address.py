"""Who is at the other end of the line, by address: behind a proxy of ours it is the one that the proxy names."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from litestar import Request

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK: tuple[Network, ...] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
"""A proxy on this machine is believed without being told of: nobody else can come from there."""

_V6_PREFIX = 64
"""So much of an address of IPv6 is one customer's; the rest is anything that he likes."""

_HEADER = "x-forwarded-for"


def networks(text: str) -> tuple[Network, ...]:
    """Addresses or networks, separated by commas. Raises: ValueError."""
    return tuple(ipaddress.ip_network(word.strip()) for word in text.split(",") if word.strip())


def client_of(request: Request[Any, Any, Any], proxies: Sequence[Network] = LOOPBACK) -> str:
    """The client's address, as one key for all that is his; empty if nobody knows it.

    Of several that proxies have written one behind the other, or line by line, only the last is our proxy's own word.
    """
    peer = _address(request.client.host if request.client else "")
    if peer is not None and any(peer in network for network in proxies if network.version == peer.version):
        told = ",".join(request.headers.getall(_HEADER, []))
        peer = _address(told.rpartition(",")[2].strip()) or peer
    if peer is None:
        return ""
    return str(ipaddress.ip_network((peer, _V6_PREFIX), strict=False)) if peer.version == 6 else str(peer)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
