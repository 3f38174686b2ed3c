"""Drafts in the store: sealed like everything else that tells who a person is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

import msgspec
from peewee import fn

from app.models.sealing import Sealer
from app.models.tables import DraftRow
from core.typed import msgpack_as

_TABLE = "draft"


def keep(sealer: Sealer, uid: uuid.UUID, values: Mapping[str, str], officer: uuid.UUID, at_ms: int) -> None:
    """Insert or overwrite a draft."""
    sealed = sealer.seal(_TABLE, uid.bytes, msgspec.msgpack.encode(dict(values)))
    row = DraftRow.insert(uid=uid.bytes, sealed=sealed, updated_at_ms=at_ms, officer_uid=officer.bytes)
    row.on_conflict_replace().execute()


def everything(sealer: Sealer) -> Sequence[tuple[uuid.UUID, Mapping[str, str], int]]:
    """All drafts (uid, fields, time), the latest first."""
    found = []
    for row in list(DraftRow.select().order_by(DraftRow.updated_at_ms.desc())):
        plain = sealer.open(_TABLE, bytes(row.uid), bytes(row.sealed))
        values = msgpack_as(plain, dict[str, str])
        found.append((uuid.UUID(bytes=bytes(row.uid)), values, row.updated_at_ms))
    return found


def remove(uid: uuid.UUID) -> None:
    """Delete a draft."""
    DraftRow.delete().where(DraftRow.uid == uid.bytes).execute()


def oldest_ms() -> int | None:
    """When the draft was written that nobody has touched for the longest time; ``None`` if there is none."""
    found: int | None = DraftRow.select(fn.MIN(DraftRow.updated_at_ms)).scalar()
    return found


def restamp(before_ms: int, at_ms: int) -> None:
    """Drafts with an impossible time begin their life anew: the clock was wrong when they were written."""
    DraftRow.update(updated_at_ms=at_ms).where(DraftRow.updated_at_ms < before_ms).execute()


def remove_older(before_ms: int) -> int:
    """Delete what nobody has touched since then; how many that were."""
    many: int = DraftRow.delete().where(DraftRow.updated_at_ms < before_ms).execute()
    return many


def count() -> int:
    """How many drafts there are."""
    return DraftRow.select().count()
