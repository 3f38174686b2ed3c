"""Where the server's mails are handed over: a mail server's URL, whose secrets never show."""

from __future__ import annotations

import enum
import ipaddress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit


class Safety(enum.Enum):
    """How the line to a mail server is kept from others."""

    PLAIN = "smtp"
    """Not at all: on this machine only."""
    STARTTLS = "smtp+starttls"
    """Encrypted before anything is said, or nothing is."""
    TLS = "smtps"


_PORTS = {Safety.PLAIN: 25, Safety.STARTTLS: 587, Safety.TLS: 465}


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """A mail server; as text it shows neither user nor secret."""

    safety: Safety
    host: str
    port: int
    user: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)

    def __str__(self) -> str:
        """The address without its secrets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.safety.value}://{host}:{self.port}"


def smtp_address(text: str) -> SmtpAddress | None:
    """The mail server that a URL stands for; ``None`` if it names none, or one to which nothing may go in clear."""
    try:
        parts = urlsplit(text)
        safety, port = Safety(parts.scheme), parts.port
    except ValueError:  # another scheme, a port that is no number
        return None
    host = parts.hostname or ""
    if not host or port == 0 or parts.path.strip("/") or parts.query or parts.fragment or not text.isascii():
        return None
    if safety is Safety.PLAIN and not _is_this_machine(host):
        return None
    user, secret = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpAddress(safety, host, port or _PORTS[safety], user, secret)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
