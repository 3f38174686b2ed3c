"""Where a server's database is: an SQLite file, or a PostgreSQL address whose secrets never show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

POSTGRES_SCHEMES = ("postgresql", "postgres")
_LOCAL = "localhost"


@dataclass(frozen=True, slots=True, repr=False)
class PostgresUrl:
    """A database of PostgreSQL; as text it is what messages and logs may say: neither user nor password.

    Args:
        may_be_unsafe: whether a server that does not write through to its disk will do (a test's, never an office's).
    """

    url: str
    may_be_unsafe: bool = False

    def __str__(self) -> str:
        """The address without its secrets."""
        parts = urlsplit(self.url)
        host = parts.hostname or parse_qs(parts.query).get("host", [_LOCAL])[0]
        port = f":{parts.port}" if parts.port else ""
        return f"postgresql://{_LOCAL if host.startswith('/') else host}{port}{parts.path}"

    def __repr__(self) -> str:
        """The same: a value of this kind may end up in a traceback."""
        return f"PostgresUrl({str(self)!r})"

    @property
    def connection(self) -> str:
        """What the driver takes; its library reads the rest (passwords too) from PGPASSFILE and the like."""
        return f"postgresql{self.url[self.url.index('://') :]}"


Address = Path | PostgresUrl
"""A path stands for an SQLite file."""


def postgres_url(text: str, *, may_be_unsafe: bool = False) -> PostgresUrl | None:
    """The address that a text stands for; ``None`` if it names no database that could be asked for."""
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname or parts.query) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        return None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in POSTGRES_SCHEMES or not has_host or not name or "/" in name or "\0" in text:
        return None
    return PostgresUrl(text, may_be_unsafe)
