"""What every round at this server needs: its store, key, codec, life and clock."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import resources
from core.clock import Clock
from core.signing import SigningKey
from core.wire.codec import Codec
from server.store.database import Store


@dataclass(frozen=True, slots=True)
class Centre:
    """This server."""

    store: Store
    key: SigningKey
    codec: Codec
    lineage: bytes
    is_training: bool
    clock: Clock


def bundled_codec(folder: Path | None = None) -> Codec:
    """The codec with every bundled dictionary (``1.zdict`` has number 1); answers with the sender's."""
    place = folder or resources.path("dictionaries")
    dictionaries = {int(file.stem): file.read_bytes() for file in place.glob("[0-9]*.zdict")}
    return Codec(dictionaries, best=max(dictionaries, default=0))
