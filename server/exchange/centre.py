"""What every round at this server needs: its store, key, codec, life and clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import resources
from core.clock import Clock
from core.signing import SigningKey
from core.wire.codec import Codec
from server.exchange.arrivals import Arrivals
from server.exchange.granted import Granted
from server.store.database import Store


@dataclass(frozen=True, slots=True)
class MailTerms:
    """What this server does about e-mail.

    Args:
        domain: of regional mailboxes; empty = there are none.
        can_send: whether it has a mail server that takes its mails.
        unused_days: a mailbox that nobody has activated by then expires.
        quota_mb: how much a mailbox holds.
        is_said: whether all this is what the operator said of the service; else no domain means that none is known.
    """

    domain: str = ""
    can_send: bool = False
    unused_days: int = 30
    quota_mb: int = 250
    is_said: bool = True


@dataclass(frozen=True, slots=True)
class Centre:
    """This server."""

    store: Store
    key: SigningKey
    codec: Codec
    lineage: bytes
    is_training: bool
    clock: Clock
    arrivals: Arrivals = field(default_factory=Arrivals)
    mail: MailTerms = field(default_factory=MailTerms)
    granted: Granted = field(default_factory=Granted)


def bundled_codec(folder: Path | None = None) -> Codec:
    """The codec with every bundled dictionary (``1.zdict`` has number 1); answers with the sender's."""
    place = folder or resources.path("dictionaries")
    dictionaries = {int(file.stem): file.read_bytes() for file in place.glob("[0-9]*.zdict")}
    return Codec(dictionaries, best=max(dictionaries, default=0))
