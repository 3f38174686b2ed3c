"""Name spaces of regional mailboxes in the store: one for each life of this device, as the server granted them."""

from __future__ import annotations

from app.models.statements import run
from core.mail_space import MailSpace

_KEEP = "INSERT OR REPLACE INTO mail_space (stream, domain, tag) VALUES (?, ?, ?)"
_GIVE_UP = "DELETE FROM mail_space WHERE stream = ?"
_FORGET = "DELETE FROM mail_space"
_OF_STREAM = "SELECT domain, tag FROM mail_space WHERE stream = ?"


def keep_mail_space(stream: bytes, space: MailSpace) -> None:
    """Keep what the server granted to a stream; without a domain it has none any more; inside a transaction."""
    if space.domain and space.tag:
        run(_KEEP, stream, space.domain, space.tag)
    else:
        run(_GIVE_UP, stream)


def mail_space_of(stream: bytes) -> MailSpace | None:
    """The names that a stream may give out; ``None`` = the server has granted none."""
    row = run(_OF_STREAM, stream).fetchone()
    return MailSpace(*row) if row else None


def forget_mail_spaces() -> None:
    """The server may not know any more what it granted: it is asked anew; inside a transaction."""
    run(_FORGET)
